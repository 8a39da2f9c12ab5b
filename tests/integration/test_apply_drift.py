"""What somebody took away is noticed by the next apply and by verify, and never papered over."""

import pytest

from support import state

CHANGES = {
    "index": ("drop index noetl.ix_error_log_execution_id", "ix_error_log_execution_id"),
    "column": ("alter table noetl.workbook drop column raw_config", r"workbook.*raw_config"),
    "default": (
        "alter table noetl.event_log alter column timestamp drop default",
        r"event_log.*timestamp",
    ),
    "not null": (
        "alter table noetl.event_log alter column timestamp drop not null",
        r"event_log.*timestamp",
    ),
    "type": ("alter table noetl.workbook alter column task_name type varchar(7)", "workbook"),
    "table": ("drop table noetl.attachment", "attachment"),
    "constraint": ("alter table noetl.event_log drop constraint {event_log_key}", "event_log"),
    "function": (
        "create or replace function noetl.snowflake_id({arguments}) returns bigint"
        " language sql as 'select 1::bigint'",
        "snowflake_id",
    ),
    "owner": ("alter table noetl.attachment owner to {superuser}", "attachment"),
    "privilege": (
        "revoke insert on noetl.event_log from {owner}",
        "event_log",
    ),
    "row security": ("alter table noetl.event_log enable row level security", "event_log"),
}

EVENT_LOG_KEY = """
select quote_ident(conname)
from pg_constraint
where conrelid = 'noetl.event_log'::regclass and contype = 'p'
"""

SNOWFLAKE_ARGUMENTS = """
select pg_get_function_arguments('noetl.snowflake_id'::regproc)
"""


@pytest.fixture
def applied(program, environment):
    program.run("apply", "noetl", "--ensure-role").expect(0)
    return environment


def change(environment, what):
    statement, name = CHANGES[what]
    environment.execute(
        statement.format(
            event_log_key=environment.value(EVENT_LOG_KEY),
            arguments=environment.value(SNOWFLAKE_ARGUMENTS),
            superuser=environment.server.user,
            owner=f'"{environment.owner}"',
        )
    )
    return name


@pytest.mark.parametrize("what", CHANGES)
def test_drift__is_seen_by_verify_and_mended_or_named_by_apply(program, applied, what):
    name = change(applied, what)
    program.run("verify", "noetl").expect(6, name)
    before = state.snapshot(applied.connect())
    result = program.run("apply", "noetl")
    if result.exit_code == 0:
        program.run("verify", "noetl").expect(0)
        assert program.run("apply", "noetl").expect(0).output.count("\n") == 1
    else:
        result.expect(4, name, "belongs to role", "GRANT")
        assert state.difference(before, state.snapshot(applied.connect())) == []


def test_drift__of_an_index_is_mended(program, applied):
    change(applied, "index")
    program.run("apply", "noetl").expect(0)
    program.run("verify", "noetl").expect(0)


def test_drift__of_what_only_the_live_side_has_is_named_and_left(program, applied):
    applied.connect_as_owner().execute("create table noetl.somebody_elses (n int)")
    program.run("verify", "noetl").expect(0, "somebody_elses")
    program.run("apply", "noetl").expect(0)
    assert "somebody_elses" in state.tables(applied.connect(), "noetl")


def test_drift__of_a_dropped_schema_is_mended_with_one_warning(program, applied):
    applied.execute("drop schema noetl cascade")
    program.run("verify", "noetl").expect(6)
    program.run("apply", "noetl").expect(0)
    program.run("verify", "noetl").expect(0)


@pytest.mark.parametrize(
    "statement",
    [
        "alter role {owner} createdb",
        "alter role {owner} superuser",
        "grant connect on database {database} to public",
    ],
)
def test_drift__of_roles_and_databases_is_seen_and_mended(program, applied, statement):
    program.run("apply", "noetl", "--ensure-role").expect(0)
    applied.execute(
        statement.format(
            owner=f'"{applied.owner}"',
            database=f'"{applied.database}"',
            superuser=applied.server.user,
        )
    )
    program.run("verify", "noetl").expect(6)
    program.run("apply", "noetl", "--ensure-role").expect(0)
    program.run("verify", "noetl").expect(0)


def test_drift__of_a_database_given_away_is_named_and_not_taken_back(program, applied):
    """Its new owner may have reasons; and the old one cannot even enter to look."""
    applied.execute(f'alter database "{applied.database}" owner to {applied.server.user}')
    program.run("verify", "noetl", "--login-timeout", "1s").expect(6, applied.database)
    result = program.run("apply", "noetl", "--ensure-role", "--login-timeout", "1s")
    assert result.exit_code in (4, 6), result
    assert applied.server.user in result.output, result
