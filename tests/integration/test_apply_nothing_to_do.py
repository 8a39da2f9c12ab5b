"""A second run writes nothing, locks nothing, and costs one round trip after the login."""

import pytest

from support import state
from support.other_sessions import let_only_readers_pass

BUNDLES = [("noetl",), ("noetl", "workspace"), ("noetl", "workspace", "--ensure-role")]
PSQL_SELECT_1_TURNS = 5  # startup, two for SCRAM, the query, Terminate


@pytest.fixture
def applied(program, environment):
    program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    return environment


def snapshots(environment):
    databases = (environment.database, environment.workspace_database)
    return {
        f"{database}: {table}": value
        for database in databases
        for table, value in state.snapshot(environment.connect(database)).items()
    }


@pytest.mark.parametrize("arguments", BUNDLES, ids=" ".join)
def test_second_run__writes_nothing(program, applied, arguments):
    before = snapshots(applied)
    program.run("apply", *arguments).expect(0)
    assert state.difference(before, snapshots(applied)) == []


@pytest.mark.parametrize("arguments", BUNDLES, ids=" ".join)
def test_second_run__takes_no_lock_above_access_share(program, applied, arguments):
    """While everything is locked so that only readers of catalogs pass, it is done at once."""
    session = applied.connect()
    let_only_readers_pass(session)
    result = program.run("apply", *arguments, limit_s=20)
    session.execute("rollback")
    result.expect(0)
    assert result.seconds < 5


def test_second_run__finishes_while_a_table_is_locked(program, applied):
    session = applied.connect_as_owner()
    session.execute("begin")
    session.execute("lock table noetl.event_log in access exclusive mode")
    result = program.run("apply", "noetl", "--ensure-role").expect(0)
    session.execute("rollback")
    assert result.seconds < 5


@pytest.mark.parametrize("arguments", [(), ("--ensure-role",)], ids=["plain", "ensure-role"])
def test_second_run__is_one_connection_and_one_trip_after_login(
    bare_program, applied, new_proxy, arguments
):
    proxy = new_proxy()
    settings = applied.settings(POSTGRES_HOST=proxy.host, POSTGRES_PORT=proxy.port)
    program = bare_program.with_settings(settings)
    turns = proxy.turns_of(lambda: program.run("apply", "noetl", *arguments).expect(0))
    names = [(m.direction[0], m.name) for m in proxy.messages]
    assert proxy.connections == 1, names
    assert turns == PSQL_SELECT_1_TURNS, names


def test_second_run__never_uses_the_administrators_password(bare_program, applied):
    settings = applied.settings(NOETL_ADMIN_PASSWORD="long since rotated")
    bare_program.with_settings(settings).run("apply", "noetl", "--ensure-role").expect(0)


def test_second_run__says_so_in_one_line(program, applied):
    result = program.run("apply", "noetl").expect(0, "(?i)nothing to do|unchanged|up to date")
    assert len(result.output.splitlines()) == 1


def test_second_run__quiet_says_nothing(program, applied):
    assert program.run("apply", "noetl", "--quiet").expect(0).output == ""


def test_second_run__does_not_care_for_rows(program, applied):
    session = applied.connect_as_owner()
    session.execute("insert into workload (execution_id, data) values (1, '{}')")
    session.execute("analyze")
    before = snapshots(applied)
    program.run("apply", "noetl").expect(0)
    assert state.difference(before, snapshots(applied)) == []


def test_second_run__does_not_care_for_objects_outside_its_schema(program, applied, new_proxy):
    session = applied.connect()
    session.execute("create schema elsewhere create table t ()")
    session.execute("create publication p for table elsewhere.t")
    session.execute("create view public.v as select 1 as one")
    before = snapshots(applied)
    program.run("apply", "noetl").expect(0)
    assert state.difference(before, snapshots(applied)) == []
