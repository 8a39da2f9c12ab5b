"""Databases and schemas that --ensure-role finds, makes, or leaves alone."""

import concurrent.futures

import pytest
from psycopg import sql

from support.environment import Environment
from support.state import snapshot

LOCALE = """
select to_jsonb(d) - '{oid,datname,datdba,datacl,datistemplate,datallowconn,datfrozenxid,datminmxid,
  dattablespace,datlastsysoid,datconnlimit,dathasloginevt,encoding}'::text[]
from pg_database d
where d.datname = %s
"""


def database_of(environment, name):
    return environment.server.execute(
        "select pg_get_userbyid(datdba), datallowconn from pg_database where datname = %s", [name]
    )


def create_database(environment, name, owner):
    with environment.server.connect() as session:
        session.execute(
            sql.SQL("create database {} owner {}").format(
                sql.Identifier(name), sql.Identifier(owner)
            )
        )


def test_provision__leaves_another_owners_database_alone(program, environment):
    create_database(environment, environment.database, environment.server.user)
    before = snapshot(environment.server.connect(), with_user_tables=False)
    program.run("apply", "--ensure-role").expect(4, "ALTER DATABASE .* OWNER TO")
    assert snapshot(environment.server.connect(), with_user_tables=False) == before


@pytest.mark.one_major
def test_provision__leaves_another_owners_schema_alone(program, environment):
    environment.create_owner_and_database()
    environment.execute("create schema noetl")
    program.run("apply", "--ensure-role").expect(4, "ALTER SCHEMA noetl OWNER TO")
    owner = "select pg_get_userbyid(nspowner) from pg_namespace where nspname = 'noetl'"
    assert environment.value(owner) == environment.server.user


@pytest.mark.parametrize(
    "path, is_strange", [("elsewhere", True), ("noetl2, noetl", True), ("noetl, elsewhere", False)]
)
@pytest.mark.one_major
def test_provision__leaves_a_search_path_alone(program, environment, path, is_strange):
    environment.create_owner_and_database()
    environment.execute(
        f'alter role "{environment.owner}" in database "{environment.database}" '
        f"set search_path = {path}"
    )
    result = program.run("apply", "--ensure-role").expect(0)
    assert ("expected search_path noetl, public" in result.output) == is_strange
    with environment.connect_as_owner() as session:
        assert session.execute("show search_path").fetchone()[0] == path


def test_provision__shuts_a_database_that_was_open_to_public(program, environment):
    environment.create_owner_and_database()
    public = "select has_database_privilege('public', current_database(), 'connect')"
    assert environment.value(public)
    program.run("apply", "--ensure-role").expect(0, "PUBLIC has CONNECT")
    assert not environment.value(public)


def test_provision__by_many_at_once_makes_everything_once(program, environment, server):
    mark = server.log_mark()
    arguments = ("apply", "noetl", "workspace", "--ensure-role")
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        for result in pool.map(lambda _: program.start(*arguments).wait(120), range(12)):
            result.expect(0)
    assert "already exists" not in server.log_text(mark)
    assert [line for line in server.log_errors(mark) if " ERROR: " in line] == []
    program.run("verify", "noetl", "workspace").expect(0)


@pytest.mark.one_major
def test_provision__finds_template1_when_there_is_no_database_postgres(
    bare_program, fresh_server, new_environment
):
    environment = new_environment(fresh_server)
    fresh_server.execute("drop database postgres", dbname="template1")
    program = bare_program.with_settings(environment.settings())
    program.run("apply", "--ensure-role").expect(0)
    fresh_server.execute("create database postgres", dbname="template1")


LOCALES = {
    "C": (13, "lc_collate 'C' lc_ctype 'C'"),
    "ICU": (15, "locale_provider icu icu_locale 'sv-SE' lc_collate 'C' lc_ctype 'C.UTF-8'"),
    "ICU with rules": (16, "locale_provider icu icu_locale 'und' icu_rules '&z < å'"),
    "builtin": (17, "locale_provider builtin builtin_locale 'C.UTF-8'"),
}


@pytest.mark.majors(13, 15, 16, 17, 18)
@pytest.mark.parametrize("locale", LOCALES)
def test_provision__takes_the_locale_of_template1(
    bare_program, fresh_server, new_environment, locale
):
    least_major, clause = LOCALES[locale]
    if fresh_server.major < least_major:
        pytest.skip(f"PostgreSQL {fresh_server.major} knows no such locale")
    with fresh_server.connect() as session:
        session.execute("alter database template1 is_template false")
        session.execute("drop database template1")
        session.execute(f"create database template1 template template0 encoding 'UTF8' {clause}")
    environment = new_environment(fresh_server)
    program = bare_program.with_settings(environment.settings())
    program.run("apply", "--ensure-role").expect(0)
    assert fresh_server.value(LOCALE, [environment.database]) == fresh_server.value(
        LOCALE, ["template1"]
    )


@pytest.mark.one_major
def test_provision__makes_names_of_63_bytes(bare_program, new_environment):
    environment = new_environment()
    fill = "é" * 31
    for name in ("database", "owner", "workspace_database", "workspace_owner"):
        text = (getattr(environment, name) + fill).encode()[:63].decode(errors="ignore")
        setattr(environment, name, text + "x" * (63 - len(text.encode())))
    program = bare_program.with_settings(environment.settings())
    program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    program.run("verify", "noetl", "workspace").expect(0)


def test_provision__a_database_for_each_service(bare_program, fresh_server):
    environment = Environment(fresh_server)  # goes with its server
    program = bare_program.with_settings(environment.settings(NOETL_LAYOUT="databases"))
    program.run("apply", "system", "--ensure-role", limit_s=120).expect(0)
    assert database_of(environment, "auth_service") == [("auth_service", True)]
    program.run("apply", "system", "--ensure-role", limit_s=120).expect(0, "nothing to do")
    # Nobody but the owner reads what is in there, and the owner has no login.
    for command in ("verify", "status", "wait", "init", "apply"):
        refused = program.run(command, "system").expect(4, "_SERVICE_PASSWORD is not set")
        assert "--ensure-role" in refused.stderr
