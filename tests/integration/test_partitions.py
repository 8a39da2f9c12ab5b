"""partitions: made ahead, by apply and by itself, once however many try."""

import datetime

import pytest

from support import by_hand, polling
from support.months import month, partition_name

PARTITIONS = """
select c.relname::text, pg_get_expr(c.relpartbound, c.oid), c.relowner::regrole::text
from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = 'noetl_catalog.event'::regclass
  and pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT'
order by 1
"""
RESOURCE = """
insert into noetl_catalog.catalog (resource_path, resource_type, resource_version, payload)
values ('p', 'playbook', '1', '{}')
"""
EVENT = """
insert into noetl_catalog.event (event_id, event_type, resource_path, resource_version, timestamp)
values (%s, 'REGISTERED', 'p', '1', %s)
"""
LEDGER = "select note from noetl_ledger.run where outcome = 'partitioned' order by id"


def name(steps):
    return partition_name("event", steps)


def names(environment):
    return [row[0] for row in environment.execute(PARTITIONS)]


def add_event(environment, event, moment):
    with environment.connect_as_owner() as session:
        session.execute(EVENT, [event, moment])


@pytest.fixture
def applied(program, environment):
    """Bundle catalog, with a resource for events to be about."""
    program.run("apply", "catalog", "--ensure-role").expect(0)
    environment.execute(RESOURCE)
    return environment


def drop(environment, *steps):
    for step in steps:
        environment.execute(f"drop table noetl_catalog.{name(step)}")


def test_partitions__are_made_ahead_by_apply(program, applied):
    assert [row[:2] for row in applied.execute(PARTITIONS)] == [
        (
            name(n),
            f"FOR VALUES FROM ('{month(n):%Y-%m-%d} 00:00:00+00')"
            f" TO ('{month(n + 1):%Y-%m-%d} 00:00:00+00')",
        )
        for n in range(4)
    ]
    owners = {owner.strip('"') for _, _, owner in applied.execute(PARTITIONS)}
    assert owners == {applied.owner}
    assert [note for (note,) in applied.execute(LEDGER)] == [f"{name(n)} was made" for n in range(4)]


def test_partitions__with_nothing_due_change_nothing(program, applied):
    before = applied.execute(PARTITIONS)
    program.run("partitions").expect(0, "no partition is due")
    program.run("apply", "catalog").expect(0, "nothing to do")
    assert applied.execute(PARTITIONS) == before
    assert len(applied.execute(LEDGER)) == 4


@pytest.mark.parametrize("command", [["partitions"], ["partitions", "catalog"], ["apply", "catalog"]])
def test_partitions__that_are_due_are_made_and_take_their_rows(program, applied, command):
    drop(applied, 1, 2)
    add_event(applied, "next month", month(1))
    add_event(applied, "the month after", month(2) + datetime.timedelta(days=3))
    add_event(applied, "this month", month(0))
    add_event(applied, "far away", month(9))
    program.run(*command).expect(0, "2 partitions made, 2 rows moved")
    assert names(applied) == [name(n) for n in range(4)]
    where = applied.execute("select event_id, tableoid::regclass::text from noetl_catalog.event")
    assert dict(where) == {
        "next month": f"noetl_catalog.{name(1)}",
        "the month after": f"noetl_catalog.{name(2)}",
        "this month": f"noetl_catalog.{name(0)}",
        "far away": "noetl_catalog.event_default",
    }
    assert f"{name(1)} was made, 1 row left the default partition for it" in [
        note for (note,) in applied.execute(LEDGER)
    ]
    program.run("verify", "catalog").expect(0)


def test_partitions__rows_of_past_months_get_theirs_too(program, applied):
    add_event(applied, "long ago", month(-5))
    add_event(applied, "at the end of last month", month(0) - datetime.timedelta(seconds=1))
    program.run("partitions").expect(0, "2 partitions made, 2 rows moved")
    assert names(applied) == [name(n) for n in (-5, -1, 0, 1, 2, 3)]
    assert applied.value("select count(*) from noetl_catalog.event_default") == 0


def test_partitions__made_by_others_are_left_alone_where_they_cover(program, applied):
    drop(applied, 2, 3)
    applied.execute(
        "create table noetl_catalog.rest_of_time partition of noetl_catalog.event"
        f" for values from ('{month(2)}') to (maxvalue)"
    )
    program.run("partitions").expect(0, "2 due intervals of table \"event\" are held", "no partition is due")
    program.run("apply", "catalog").expect(0)
    assert names(applied) == [name(0), name(1), "rest_of_time"]


def test_partitions__that_would_overlap_are_told_after_the_rest_was_made(program, applied):
    drop(applied, 1, 2, 3)
    middle = month(2) + datetime.timedelta(days=9)
    applied.execute(
        "create table noetl_catalog.\"somebody's\" partition of noetl_catalog.event"
        f" for values from ('{month(2)}') to ('{middle}')"
    )
    result = program.run("partitions").expect(5, f"{name(2)} from {month(2):%Y-%m-%d}")
    result.expect(5, rf'noetl_catalog."somebody\'s", which holds {month(2):%Y-%m-%d} to')
    assert names(applied) == [name(0), name(1), name(3), "somebody's"]


def test_partitions__a_name_that_something_else_has_is_an_error(program, applied):
    drop(applied, 3)
    applied.execute(f"create table noetl_catalog.{name(3)} (n int)")
    program.run("partitions").expect(5, name(3), "already exists")


def test_partitions__without_the_schema_are_skipped_unless_named(program, environment):
    program.run("apply", "noetl", "--ensure-role").expect(0)
    program.run("partitions").expect(0, "skipped")
    program.run("partitions", "catalog").expect(6, 'no schema "noetl_catalog"', "apply catalog")
    program.run("partitions", "noetl").expect(0, "no partitions to maintain")


def test_partitions__of_a_schema_that_no_run_recorded(program, environment):
    by_hand.create(environment, "catalog", "noetl_catalog")
    program.run("partitions", "catalog").expect(0, "4 partitions made")
    assert names(environment) == [name(n) for n in range(4)]


def test_partitions__twenty_at_once_make_each_once(program, applied):
    drop(applied, 0, 1, 2, 3)
    for n in range(4):
        add_event(applied, f"event {n}", month(n))
    mark = applied.server.log_mark()
    running = [program.start("partitions", "catalog") for _ in range(20)]
    for each in running:
        each.wait().expect(0)
    assert names(applied) == [name(n) for n in range(4)]
    assert len(applied.execute(LEDGER)) == 8
    assert applied.value("select count(*) from noetl_catalog.event") == 4
    assert applied.value("select count(*) from noetl_catalog.event_default") == 0
    assert [line for line in applied.server.log_errors(mark) if applied.database in line] == []


def test_partitions__wait_for_a_busy_table_and_name_who_holds_it(program, applied):
    drop(applied, 3)
    blocker = applied.connect(autocommit=False)
    blocker.execute("lock table noetl_catalog.event_default in share mode")
    settings = program.settings | {"NOETL_LOCK_TIMEOUT": "100ms"}
    running = program.start("partitions", settings=settings)
    running.wait_for_line(rf"in the way: .*{blocker.info.backend_pid}")
    running.wait_for_line("trying again")
    blocker.rollback()
    running.wait().expect(0, "1 partition made")


def test_partitions__give_up_when_the_table_stays_busy(program, applied):
    drop(applied, 3)
    blocker = applied.connect(autocommit=False)
    blocker.execute("lock table noetl_catalog.event_default in share mode")
    settings = program.settings | {"NOETL_LOCK_TIMEOUT": "50ms", "NOETL_CHANGE_TIMEOUT": "500ms"}
    program.run("partitions", settings=settings).expect(13, "gave up")
    assert names(applied) == [name(n) for n in range(3)]
    add_event(applied, "still writing", month(1))


def test_partitions__killed_in_the_middle_leave_nothing_half_made(program, applied):
    drop(applied, 3)
    add_event(applied, "waits", month(3))
    blocker = applied.connect(autocommit=False)
    # The new table is there and its rows have moved when ATTACH asks for this lock.
    blocker.execute("lock table noetl_catalog.event_type in row exclusive mode")
    settings = program.settings | {"NOETL_LOCK_TIMEOUT": "60s"}
    running = program.start("partitions", settings=settings)
    polling.until(
        lambda: applied.value(
            "select count(*) from pg_locks where not granted and relation = 'noetl_catalog.event_type'::regclass"
        )
    )
    running.kill().wait()
    polling.until(
        lambda: not applied.value(
            "select count(*) from pg_stat_activity where usename = %s and state <> 'idle'"
            " and datname = current_database() and wait_event_type = 'Lock'",
            [applied.owner],
        )
        or blocker.rollback()
    )
    blocker.rollback()
    program.run("partitions").expect(0, "1 partition made, 1 row moved into it")
    assert names(applied) == [name(n) for n in range(4)]


def test_partitions__the_session_time_zone_does_not_matter(program, applied):
    applied.execute(f'alter role "{applied.owner}" set timezone = \'Pacific/Kiritimati\'')
    drop(applied, 3)
    program.run("partitions").expect(0)
    ((_, bounds),) = [row[:2] for row in applied.execute(PARTITIONS) if row[0] == name(3)]
    assert f"{month(3):%Y-%m-%d} 00:00:00+00" in bounds
