"""Retention: partitions past it are detached or dropped by `partitions` and by `apply`.

None of our own bundles has a retention. The program here carries another bundle `noetl`, of
tests/tools/ddl: months of table `dropped` are dropped after two, those of `detached` detached,
those of `kept` stay.
"""

import pytest

from support import polling
from support.months import month, partition_name
from support.program import Program, tool

TABLES = ("dropped", "detached", "kept")
OLD = (-4, -3)  # past the two complete months that are kept
RETAINED = (-2, -1)
MADE = (0, 1)
PARTITIONS = """
select c.relname::text
from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = %s::regclass and pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT'
order by 1
"""
LEDGER = """
select note from noetl_ledger.run
where outcome = 'partitioned' and note not like '%% was made' order by note
"""
COMMANDS = [["partitions", "noetl"], ["partitions"], ["apply", "noetl"]]


@pytest.fixture
def program(environment):
    program = Program(tool("noetl-schema-other-bundles"), environment.settings())
    yield program
    program.end_what_runs()


@pytest.fixture
def aged(program, environment):
    """Tables that have been in use for months; each of their partitions has a row."""
    program.run("apply", "noetl", "--ensure-role").expect(0)
    with environment.connect_as_owner() as session:
        for table in TABLES:
            for steps in (*OLD, *RETAINED):
                add_partition(session, table, partition_name(table, steps), steps)
            session.execute(
                f"insert into noetl.{table} (at) select unnest(%s::timestamptz[])",
                [[month(steps) for steps in (*OLD, *RETAINED, *MADE)]],
            )
    return environment


def add_partition(session, table, name, steps, count=1):
    session.execute(
        f"create table noetl.{name} partition of noetl.{table}"
        f" for values from ('{month(steps)}') to ('{month(steps + count)}')"
    )


def partitions(environment, table):
    return [name for (name,) in environment.execute(PARTITIONS, [f"noetl.{table}"])]


def named(table, *steps):
    return [partition_name(table, each) for each in steps]


def rows(environment, table):
    return environment.value(f"select count(*) from noetl.{table}")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_retention__lets_go_of_what_is_past_it_and_of_nothing_else(program, aged, command):
    program.run(*command).expect(0, "4 let go")
    for table in ("dropped", "detached"):
        assert partitions(aged, table) == named(table, *RETAINED, *MADE)
        assert rows(aged, table) == 4
    assert partitions(aged, "kept") == named("kept", *OLD, *RETAINED, *MADE)
    assert rows(aged, "kept") == 6
    for name in named("dropped", *OLD):
        assert aged.value("select to_regclass(%s) is null", [f"noetl.{name}"])
    for name in named("detached", *OLD):
        assert rows(aged, name) == 1
    notes = [note for (note,) in aged.execute(LEDGER)]
    assert notes == [f"{name} was detached" for name in named("detached", *OLD)] + [
        f"{name} was dropped" for name in named("dropped", *OLD)
    ]


@pytest.mark.parametrize("command", COMMANDS[1:], ids=" ".join)
def test_retention__once_kept_leaves_nothing_to_do(program, aged, command):
    program.run(*command).expect(0)
    ledger = aged.execute(LEDGER)
    program.run("partitions").expect(0, "no partition is due")
    program.run("verify", "noetl").expect(0)
    # What was detached is an ordinary table of the schema now, which is proved once.
    program.run("apply", "noetl").expect(0, "verified")
    program.run("apply", "noetl").expect(0, "nothing to do")
    program.run("status", "noetl").expect(0, "as recorded\n")
    assert aged.execute(LEDGER) == ledger


def test_retention__by_dropping_leaves_the_schema_as_recorded(program, environment):
    program.run("apply", "noetl", "--ensure-role").expect(0)
    with environment.connect_as_owner() as session:
        add_partition(session, "dropped", partition_name("dropped", -3), -3)
    program.run("partitions").expect(0, "1 let go")
    program.run("apply", "noetl").expect(0, "nothing to do")


def test_retention__due_is_seen_by_status(program, aged):
    program.run("status", "noetl").expect(0, "a partition is due")


def test_retention__leaves_rows_of_the_default_partition_where_they_are(program, aged):
    aged.execute("insert into noetl.dropped (at) values (%s), (%s)", [month(-9), month(9)])
    program.run("apply", "noetl").expect(0)
    assert rows(aged, "dropped_default") == 2
    assert partitions(aged, "dropped") == named("dropped", *RETAINED, *MADE)


def test_retention__leaves_partitions_of_other_hands(program, environment):
    program.run("apply", "noetl", "--ensure-role").expect(0)
    theirs = {
        "a name of their own": ("dropped_archive", -9, 1),
        "bounds of their own": (partition_name("dropped", -8), -8, 2),
        "another month's name": (partition_name("dropped", -12), -6, 1),
    }
    with environment.connect_as_owner() as session:
        for name, steps, count in theirs.values():
            add_partition(session, "dropped", name, steps, count)
    for command in COMMANDS:
        program.run(*command).expect(0)
        left = set(partitions(environment, "dropped"))
        assert left == {name for name, _, _ in theirs.values()} | set(named("dropped", *MADE))


def test_retention__drops_nothing_that_somebody_hangs_on(program, aged):
    """What came before in the same run stays done; the rest waits for a person."""
    first, second = named("dropped", *OLD)
    aged.execute(f"create view noetl.of_then as select * from noetl.{second}")
    result = program.run("partitions")
    result.expect(5, second, "of_then")
    assert rows(aged, second) == 1
    assert partitions(aged, "dropped") == named("dropped", OLD[1], *RETAINED, *MADE)
    aged.execute("drop view noetl.of_then")
    program.run("partitions").expect(0, "3 let go")
    assert aged.value("select to_regclass(%s) is null", [f"noetl.{first}"])


def test_retention__waits_for_a_reader_and_names_it(program, aged):
    reader = aged.connect(autocommit=False, application_name="the yearly report")
    reader.execute("select * from noetl.dropped")
    running = program.start(
        "partitions", settings=program.settings | {"NOETL_LOCK_TIMEOUT": "100ms"}
    )
    running.wait_for_line("in the way: .*the yearly report")
    reader.rollback()
    running.wait().expect(0, "4 let go")


def test_retention__gives_up_on_a_busy_table_with_everything_still_there(program, aged):
    reader = aged.connect(autocommit=False)
    reader.execute("select * from noetl.dropped")
    settings = program.settings | {"NOETL_LOCK_TIMEOUT": "50ms", "NOETL_CHANGE_TIMEOUT": "500ms"}
    program.run("apply", "noetl", settings=settings).expect(13, "gave up")
    reader.rollback()
    assert rows(aged, "dropped") == 6


def test_retention__twenty_at_once_let_go_of_each_once(program, aged):
    mark = aged.server.log_mark()
    running = [program.start(*COMMANDS[n % 2 * 2]) for n in range(20)]
    for each in running:
        each.wait().expect(0)
    assert len(aged.execute(LEDGER)) == 4
    assert [line for line in aged.server.log_errors(mark) if aged.database in line] == []


def test_retention__killed_before_it_commits_has_dropped_nothing(program, aged):
    reader = aged.connect(autocommit=False)
    reader.execute("select * from noetl.dropped")
    running = program.start("partitions", settings=program.settings | {"NOETL_LOCK_TIMEOUT": "60s"})
    polling.until(
        lambda: aged.value(
            "select count(*) from pg_locks where not granted and relation = 'noetl.dropped'::regclass"
        )
    )
    running.kill().wait()
    reader.rollback()
    program.run("partitions").expect(0)
    assert partitions(aged, "dropped") == named("dropped", *RETAINED, *MADE)
    assert rows(aged, "dropped") == 4
