"""Exit statuses say what to do about a statement of a file: 5 change the file, 13 run it again."""

import time

import pytest
from psycopg import sql

from support.state import tables


@pytest.fixture
def file_of(tmp_path):
    def write(text):
        path = tmp_path / "file.sql"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def apply(program, ready, file_of):
    def work(text, limit_s=60, **changes):
        settings = ready.settings(**changes)
        return program.run("apply", "--file", file_of(text), settings=settings, limit_s=limit_s)

    return work


@pytest.fixture
def start(program, ready, file_of):
    def work(text, **options):
        return program.start("apply", "--file", file_of(text), **options)

    return work


DEFERRED = """
create table parent (id int primary key);
create table child (id int references parent deferrable initially deferred);
insert into parent values (1);
insert into child values (1);
alter table child add column note text;
"""
CURSOR = """
create table t (n int);
insert into t values (1);
do $$
declare row record;
begin
  for row in select * from t loop
    alter table t add column m int;
  end loop;
end $$;
"""
ENUM = """
create type mood as enum ('sad');
create table person (mood mood);
"""


@pytest.mark.parametrize(
    "text, sqlstate, line, hint",
    [
        (DEFERRED, "55006", 6, "SET CONSTRAINTS ALL IMMEDIATE"),
        (CURSOR, "55006", 4, "cursor"),
        ("set transaction read only;\ncreate table t (n int);\n", "25006", 2, "READ ONLY"),
        (
            "set statement_timeout = '50ms';\nselect pg_sleep(30);\n",
            *("57014", 2, "statement_timeout"),
        ),
        (
            "select set_config('statement_timeout', '50ms', true);\nselect pg_sleep(30);\n",
            *("57014", 2, "statement_timeout"),
        ),
        (
            "do $$ begin execute 'set statement_' || 'timeout = 50'; end $$;\n"
            "select pg_sleep(30);\n",
            *("57014", 2, "statement_timeout"),
        ),
        (
            "create table t (n int);\ndo $$ begin commit; end $$;\n",
            *("2D000", 2, "one transaction"),
        ),
        (
            "create procedure p() language plpgsql as 'begin rollback; end';\ncall p();\n",
            *("2D000", 2, "one transaction"),
        ),
        (
            "create table p (n int) partition by range (n);\n"
            "create table p1 partition of p for values from (1) to (2);\n"
            "create index on p (n);\nreindex table p;\n",
            *("25001", 4, "one transaction"),
        ),
        ("do $$ begin execute 'vacuum'; end $$;\n", "25001", 1, "one transaction"),
        *(
            (f"create table t (n int);\ndo $$ begin raise 'x' using errcode = '{code}'; end $$;\n", code, 2, "")
            for code in ("40001", "40P01", "55P03", "57P01", "08006", "53100", "58030")
        ),
    ],
)
def test_statement__that_never_succeeds_is_the_files(apply, ready, text, sqlstate, line, hint):
    if "reindex" in text and ready.server.major < 14:
        pytest.skip("version 13 skips partitioned tables with a warning")
    result = apply(text, limit_s=30).expect(5, rf"file\.sql:{line}:\d", sqlstate, hint)
    assert "noetl-schema ddl" not in result.output
    assert "Mend the DDL" not in result.output
    assert tables(ready.connect(), "noetl") == []


def test_value_of_an_enum__that_was_added_in_the_same_transaction_is_had_by_a_plan(apply):
    apply(ENUM).expect(0)
    apply(
        "do $$ begin create type mood as enum ('sad');\n"
        "exception when duplicate_object then end $$;\n"
        "create table if not exists person (mood mood);\n"
        "alter type mood add value if not exists 'glad';\n"
        "insert into person values ('glad') on conflict do nothing;\n"
    ).expect(0, "cannot be used before COMMIT", "proved")


def test_ledger__that_cannot_be_written_after_a_read_only_file_is_the_files(apply, ready):
    """The statement that is refused is the program's own, and no second run would fare better."""
    text = "create table if not exists t (n int);\nset transaction read only;\n"
    result = apply(text).expect(5, "25006", "READ ONLY")
    assert tables(ready.connect(), "noetl") == [], result


def test_lock__that_the_file_does_not_wait_for_is_the_files(apply, ready):
    apply("create table t (n int);\n").expect(0)
    holder = ready.connect()
    holder.execute("begin")
    holder.execute("lock table noetl.t in access share mode")
    apply(
        "create table if not exists t (n int);\nlock table t in access exclusive mode nowait;\n"
    ).expect(5, r"file\.sql:2:1", "55P03", "NOWAIT")


def test_row__that_the_file_does_not_wait_for_is_the_files(apply, ready):
    apply("create table t (n int);\ninsert into t values (1);\n").expect(0)
    holder = ready.connect()
    holder.execute("begin")
    holder.execute("select * from noetl.t for update")
    apply(
        "create table if not exists t (n int);\nselect n from t for update nowait;\n",
    ).expect(5, r"file\.sql:2:1", "55P03", "NOWAIT")


def test_lock__that_others_hold_too_long_is_for_another_run(apply, ready):
    apply("create table t (n int);\n").expect(0)
    holder = ready.connect()
    holder.execute("begin")
    holder.execute("lock table noetl.t in access share mode")
    apply(
        "create table if not exists t (n int);\nalter table t add column if not exists m int;\n",
        NOETL_LOCK_TIMEOUT="50ms",
        NOETL_CHANGE_TIMEOUT="300ms",
    ).expect(13, "55P03", "NOETL_CHANGE_TIMEOUT")


def wait_for_sleep(environment):
    session = environment.connect()
    session.autocommit = True
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        found = session.execute(
            "select pid from pg_stat_activity where datname = %s and state = 'active'"
            " and wait_event = 'PgSleep'",
            [environment.database],
        ).fetchall()
        if found:
            return session, found[0][0]
    raise AssertionError("the statement has not begun")


@pytest.mark.parametrize(
    "header", ["", "set statement_timeout = 0;\n", "set statement_timeout = '10min';\n"]
)
def test_statement__that_a_person_cancels_is_for_another_run(start, ready, header):
    running = start(header + "select pg_sleep(300);\n")
    session, pid = wait_for_sleep(ready)
    session.execute("select pg_cancel_backend(%s)", [pid])
    running.wait().expect(13, "57014", r"file\.sql")


def test_statement__that_a_stop_signal_cancels_is_interrupted(start, ready):
    running = start("set statement_timeout = '10min';\nselect pg_sleep(300);\n")
    wait_for_sleep(ready)
    running.terminate()
    running.wait().expect(12)


def test_statement_timeout__of_the_role_does_not_reach_a_file(apply, ready):
    ready.execute(
        sql.SQL("alter role {} set statement_timeout = '200ms'").format(sql.Identifier(ready.owner))
    )
    apply("select pg_sleep(0.5);\n").expect(0)


@pytest.mark.majors(17, 18)
def test_transaction_timeout__that_a_file_sets_is_the_files(apply):
    text = "set transaction_timeout = '50ms';\nselect pg_sleep(30);\n"
    apply(text, limit_s=30).expect(5, r"file\.sql:2:1", "25P04", "transaction_timeout")


def test_lock_table__that_is_full_is_for_an_administrator(
    bare_program, new_server, new_environment, file_of
):
    server = new_server(
        settings={
            "max_locks_per_transaction": 10,
            "max_connections": 10,
            "max_wal_senders": 0,
            "max_prepared_transactions": 0,
            "autovacuum": "off",
        }
    ).start()
    environment = new_environment(server)
    environment.create_owner_and_database()
    text = "".join(f"create table t{n} (n int primary key, t text);\n" for n in range(1500))
    bare_program.run(
        "apply", "--file", file_of(text), settings=environment.settings()
    ).expect(5, r"file\.sql:\d+:1", "53200", "max_locks_per_transaction", "restart")


@pytest.fixture
def latin(ready):
    with ready.server.connect() as session:
        session.execute(sql.SQL("drop database {}").format(sql.Identifier(ready.database)))
        session.execute(
            sql.SQL(
                "create database {} owner {} template template0 encoding 'LATIN1'"
                " lc_collate 'C' lc_ctype 'C'"
            ).format(sql.Identifier(ready.database), sql.Identifier(ready.owner))
        )
    return ready


@pytest.mark.parametrize(
    "text, place",
    [
        ("create table t (n int);\ncomment on table t is 'Zürich 5 €';\n", "2:33"),
        ("create table t (\n\tn int default length('é€')\n);\n", "2:25"),
        ("create table t (n text);\ncopy t from stdin;\na\né\n5 €\n\\.\n", "5:3"),
        ("-- a price in €\ncreate table t (n text);\nselect\n /* € */ 1;\n", "4:5"),
        ("create table t (n text);\nvacuum /* € */ t;\n", "2:11"),
    ],
)
def test_character__that_the_database_cannot_hold_is_pointed_at(apply, latin, text, place):
    apply(text).expect(5, rf"file\.sql:{place}\b", "22P05", r"€", r"\^")


def test_bytes__that_are_not_in_the_file_are_blamed_on_its_statement(apply, ready):
    apply("select 1;\nselect convert_from('\\xff', 'UTF8');\n").expect(5, r"file\.sql:2:1", "22021")


def test_dump__that_was_changed_is_planned(apply, ready):
    apply("create table t (n int);\n").expect(0)
    apply("create table t (n int, m int);\n").expect(0, "what differs is planned")
    assert ready.value("select count(*) from pg_attribute where attrelid = 'noetl.t'::regclass and attname = 'm'") == 1
    wrong = "create table if not exists t (n int);\nalter table t add column n int;\n"
    result = apply(wrong).expect(5, "42701", "IF NOT EXISTS", "empty schema")
    assert "Mend the DDL" not in result.output
    assert "noetl-schema ddl" not in result.output


def test_drift__of_a_file_is_mended(apply, ready):
    text = "create table if not exists t (n int, m int);\n"
    apply(text).expect(0)
    ready.execute("alter table noetl.t drop column m")
    apply(text).expect(0, "what differs is planned")
    assert "noetl-schema ddl" not in apply(text).expect(0).output
