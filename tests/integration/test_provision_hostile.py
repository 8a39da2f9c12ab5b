"""What the owner of a database can set there does not steer the administrator's session in it."""

import pytest
from psycopg import sql

from support import administrators

# What any owner may set for all sessions of its database, by ALTER DATABASE ... SET.
HOSTILE = {
    "search_path": "evil, pg_catalog",
    "role": "{owner}",
    "session_authorization": "{owner}",
    "statement_timeout": "1ms",
    "lock_timeout": "1ms",
    "idle_in_transaction_session_timeout": "1ms",
    "default_transaction_read_only": "on",
    "default_transaction_isolation": "serializable",
    "default_transaction_deferrable": "on",
    "row_security": "off",
    "client_encoding": "LATIN1",
    "DateStyle": "German",
    "bytea_output": "escape",
    "standard_conforming_strings": "off",
    "backslash_quote": "on",
    "check_function_bodies": "off",
    "default_tablespace": "nowhere",
    "temp_tablespaces": "nowhere",
    "default_table_access_method": "nowhere",
    "xmloption": "document",
    "quote_all_identifiers": "on",
    "extra_float_digits": "-15",
    "array_nulls": "off",
    "transform_null_equals": "on",
    "exit_on_error": "on",
    "synchronous_commit": "off",
    "client_min_messages": "debug5",
}

# Where new tables lie is the site's choice: it is not overridden.
STORAGE = {"default_tablespace", "temp_tablespaces", "default_table_access_method"}

# Names that stand before pg_catalog's in the path above: each makes its caller's role a superuser.
TRAPS = """
create schema evil;
create function evil.trap() returns text language plpgsql as $$
begin
  if session_user <> '{owner}' then
    execute 'reset role';
    execute 'alter role "{owner}" superuser';
  end if;
  return 'x';
end $$;
create function evil.equal(text, text) returns bool language sql as
  $$ select evil.trap() operator(pg_catalog.=) $1 $$;
create function evil.joined(text, text) returns text language sql as
  $$ select evil.trap() $$;
create operator evil.= (leftarg = text, rightarg = text, function = evil.equal);
create operator evil.|| (leftarg = text, rightarg = text, function = evil.joined);
create function evil.set_config(text, text, bool) returns text language sql as
  $$ select evil.trap() $$;
create function evil.current_setting(text) returns text language sql as $$ select evil.trap() $$;
create function evil.pg_backend_pid() returns text language sql as $$ select evil.trap() $$;
create function evil.format(text, variadic text[]) returns text language sql as
  $$ select evil.trap() $$;
create view evil.pg_roles as select evil.trap() as rolname, 1::oid as oid, true as rolsuper;
create view evil.pg_database as select evil.trap() as datname;
grant usage on schema evil to public;
grant execute on all functions in schema evil to public;
"""


def set_hostile(environment, only=None):
    with environment.connect_as_owner() as session:
        for name, value in HOSTILE.items():
            if only is not None and name not in only:
                continue
            session.execute(
                sql.SQL("alter database {} set {} = {}").format(
                    sql.Identifier(environment.database),
                    sql.Identifier(name),
                    sql.Literal(value.format(owner=environment.owner)),
                )
            )


@pytest.fixture(params=["superuser", "plain"])
def provisioned(request, bare_program, fresh_server, new_environment):
    """A program whose administrator has provisioned once; gives it and the environment."""
    environment = new_environment(fresh_server)
    names = administrators.make(fresh_server, request.param)
    program = bare_program.with_settings(environment.settings(**names))
    program.run("apply", "noetl", "--ensure-role").expect(0)
    return program, environment


def attributes(environment):
    return environment.server.execute(
        "select rolname, rolsuper, rolcreaterole from pg_roles where rolname = %s",
        [environment.owner],
    )


def test_hostile_settings__of_a_databases_owner_neither_stop_nor_steer_the_administrator(
    provisioned,
):
    program, environment = provisioned
    with environment.connect_as_owner() as session:
        session.execute(TRAPS.replace("{owner}", environment.owner))
        session.execute(f'revoke create on database "{environment.database}" from current_user')
    set_hostile(environment)
    before = attributes(environment)
    result = program.run("apply", "noetl", "--ensure-role", "--force", limit_s=120).expect(0)
    assert attributes(environment) == before == [(environment.owner, False, False)]
    assert "it has not CREATE" in result.output
    owners = environment.execute(
        "select pg_get_userbyid(nspowner) from pg_namespace where nspname = 'noetl'",
        options="-c role=none -c search_path=pg_catalog -c statement_timeout=0",
    )
    assert owners == [(environment.owner,)]


@pytest.mark.parametrize("name", sorted(HOSTILE.keys() - STORAGE))
@pytest.mark.one_major
def test_hostile_setting__alone_stops_no_run(program, environment, name):
    environment.create_owner_and_database()
    set_hostile(environment, only=[name])
    program.run("apply", "noetl", "--ensure-role").expect(0, "created")
