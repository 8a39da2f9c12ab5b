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


def workspace_of(provisioned):
    """The database of an ordinary role that makes trouble, beside the platform's."""
    program, environment = provisioned
    program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    demo = environment.connect(
        "postgres",
        user=environment.workspace_owner,
        password=environment.workspace_password,
    )
    return program, environment, demo


CLOSINGS = {
    "allow_connections false": "ALLOW_CONNECTIONS true",
    "connection limit 0": "CONNECTION LIMIT -1",
    "set local_preload_libraries = 'nope'": "RESET local_preload_libraries",
}


@pytest.mark.parametrize("closing", CLOSINGS)
@pytest.mark.parametrize("provisioned", ["plain"], indirect=True)
def test_database__that_its_owner_has_closed_is_named_with_the_statement_that_opens_it(
    provisioned, closing
):
    program, environment, demo = workspace_of(provisioned)
    name = environment.workspace_database
    demo.execute(f"alter database {name} {closing}")
    environment.server.execute(f"grant connect on database {name} to public")
    result = program.run(
        "apply", "workspace", "--ensure-role", "--force", "--login-timeout", "0", limit_s=20
    )
    result.expect(4, f"ALTER DATABASE {name} {CLOSINGS[closing]}")
    environment.server.execute(f"alter database {name} {CLOSINGS[closing]}")
    program.run("apply", "workspace", "--ensure-role").expect(0)


@pytest.mark.parametrize("closing", CLOSINGS)
@pytest.mark.parametrize("provisioned", ["plain"], indirect=True)
def test_role__whose_owner_closed_its_database_has_a_password_that_is_right(provisioned, closing):
    """Its login was let in before the database refused it."""
    program, environment, demo = workspace_of(provisioned)
    demo.execute(f"alter database {environment.workspace_database} {closing}")
    verifiers = "select rolname, rolpassword from pg_authid order by 1"
    before = environment.server.execute(verifiers)
    result = program.run("apply", "workspace", "--ensure-role", "--login-timeout", "0", limit_s=20)
    assert result.exit_code == 4, result
    assert "cannot tell whether the password" not in result.output
    assert environment.server.execute(verifiers) == before


@pytest.mark.parametrize("closing", CLOSINGS)
@pytest.mark.parametrize("provisioned", ["plain"], indirect=True)
def test_database__that_its_owner_has_closed_is_in_no_other_owners_way(provisioned, closing):
    program, environment, demo = workspace_of(provisioned)
    name = environment.workspace_database
    demo.execute(f"alter database {name} {closing}")
    environment.server.execute(f"grant connect on database {name} to public")
    environment.server.execute(f'drop database "{environment.database}"')
    environment.server.execute(f'drop role "{environment.owner}"')
    result = program.run(
        "apply", "noetl", "workspace", "--ensure-role", "--login-timeout", "0", limit_s=30
    )
    result.expect(4, "provisioned without the schemas after it", "created, version 1")


@pytest.mark.parametrize("provisioned", ["plain"], indirect=True)
def test_role__that_may_have_no_connection_is_given_them(provisioned):
    program, environment = provisioned
    environment.server.execute(f'alter role "{environment.owner}" connection limit 0')
    result = program.run("apply", "noetl", "--ensure-role", limit_s=20)
    result.expect(0, "LOGIN CONNECTION LIMIT 0")
