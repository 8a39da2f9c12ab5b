"""A session means the same whatever role, database or server say: names, times, limits are pinned."""

import pytest
from psycopg import sql

from support.polling import until
from support.seeds import NOETL_TABLES
from support.state import tables

LIMIT = "400ms"  # long enough for a login and its first question

HOSTILE = {
    "search_path": "nowhere",
    "statement_timeout": LIMIT,
    "idle_in_transaction_session_timeout": LIMIT,
    "lock_timeout": LIMIT,
    "DateStyle": "German",
    "IntervalStyle": "sql_standard",
    "TimeZone": "Asia/Kathmandu",
    "extra_float_digits": "-15",
    "bytea_output": "escape",
    "quote_all_identifiers": "on",
    "client_encoding": "LATIN1",
    "client_min_messages": "debug1",
    "default_transaction_isolation": "serializable",
    "standard_conforming_strings": "off",
    "escape_string_warning": "on",
}


@pytest.fixture
def hostile(environment):
    environment.create_owner_and_database()
    settings = dict(HOSTILE)
    if environment.server.major >= 14:
        settings["idle_session_timeout"] = LIMIT
    if environment.server.major >= 17:
        settings["transaction_timeout"] = LIMIT
    with environment.server.connect() as session:
        for name, value in settings.items():
            session.execute(
                sql.SQL("alter role {} set {} = {}").format(
                    sql.Identifier(environment.owner), sql.Identifier(name), sql.Literal(value)
                )
            )
    return environment


def test_settings_of_a_role__do_not_matter(program, hostile):
    mark = hostile.server.log_mark()
    program.run("apply", "noetl").expect(0, "created")
    assert NOETL_TABLES <= set(tables(hostile.connect(), "noetl"))
    program.run("apply", "noetl").expect(0, "nothing to do")
    mine = f" {hostile.owner}@"
    assert [line for line in hostile.server.log_errors(mark) if mine in line] == []


def test_limits_of_a_role__do_not_end_a_slow_statement(program, hostile, tmp_path):
    """Nor a session that waits: for the schema lock, then for one on a table."""
    mark = hostile.server.log_mark()
    script = tmp_path / "slow.sql"
    script.write_text("create table if not exists t (n int);\nselect pg_sleep(0.6);\n")
    program.run("apply", "--file", script).expect(0, "created")
    holder = hostile.connect()
    holder.execute("begin")
    holder.execute("lock table noetl.t in access exclusive mode")
    script.write_text(
        "create table if not exists t (n int);\n"
        "alter table t add column if not exists m int;\n"
        "select pg_sleep(0.6);\n"
    )
    running = program.start("apply", "--file", script, "--lock-timeout", "30s")
    until(lambda: holder.execute("select from pg_locks where not granted").fetchone() is not None)
    holder.execute("select pg_sleep(0.6)")
    holder.execute("rollback")
    result = running.wait().expect(0, "changed")
    assert "undone" not in result.output
    mine = f" {hostile.owner}@"
    assert [line for line in hostile.server.log_errors(mark) if mine in line] == []


def test_settings_of_the_environment__do_not_matter(program, environment):
    environment.create_owner_and_database()
    program.run("apply", "noetl").expect(0, "created")
    libpq = {
        "PGTZ": "Asia/Kathmandu",
        "PGDATESTYLE": "German",
        "PGCLIENTENCODING": "LATIN1",
        "PGOPTIONS": "-c quote_all_identifiers=on -c search_path=nowhere -c jit_above_cost=0",
    }
    program.run("apply", "noetl", settings=program.settings | libpq).expect(0, "nothing to do")


def test_script__finds_its_schema_and_extensions_elsewhere(program, hostile, tmp_path):
    hostile.execute("create extension if not exists pg_trgm schema public")
    script = tmp_path / "own.sql"
    script.write_text(
        "create table if not exists t (a text, d date default '2024-02-01');\n"
        "create index if not exists t_a on t using gin (a gin_trgm_ops);\n"
    )
    program.run("apply", "--file", script).expect(0)
    assert hostile.value("select count(*) from pg_indexes where schemaname = 'noetl'") == 1
    # Month and day did not change places in the role's German notation.
    assert "2024-02-01" in hostile.value(
        "select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 'noetl.t'::regclass"
    )
