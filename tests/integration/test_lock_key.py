"""The advisory lock is what docs/locking.md says, and whoever waits for it is told who has it."""

import pathlib
import re

import pytest
from psycopg import sql

from support.polling import until

DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "docs/locking.md"


def documented(number):
    """The number-th piece of SQL in the document, without its semicolon."""
    text = DOCUMENT.read_text()
    return re.findall(r"```sql\n(.*?);\n```", text, re.S)[number]


@pytest.fixture
def holder(ready):
    """A session that holds the lock of the environment's schema, by the documented key."""
    session = ready.connect(application_name="somebody else")
    (key,) = session.execute(documented(0)).fetchone()
    session.execute("select pg_advisory_lock(%s)", [key])
    return session


def test_lock__has_the_documented_key(program, ready, holder):
    running = program.start("apply", "noetl")
    line = running.wait_for_line("waiting for the schema lock")
    assert f"process {holder.info.backend_pid} (somebody else" in line
    holder.execute("select pg_advisory_unlock_all()")
    running.wait().expect(0, "created")


def test_lock__is_found_by_the_documented_query(program, ready, tmp_path):
    script = tmp_path / "slow.sql"
    script.write_text("select pg_sleep(30);\n")
    running = program.start("apply", "--file", script)
    watcher = ready.connect()
    query = documented(1)
    row = until(lambda: watcher.execute(query).fetchone())
    assert row[1:3] == ("noetl-schema", ready.owner)
    running.terminate().wait().expect(12)
    until(lambda: watcher.execute(query).fetchone() is None)


def test_lock__is_given_up_after_its_budget(program, ready, holder):
    result = program.run("apply", "noetl", "--lock-wait-timeout", "1s")
    result.expect(11, "somebody else", "still holds")
    assert 0.9 < result.seconds < 5
    assert ready.value("select to_regnamespace('noetl') is null")


def test_lock__of_another_schema_does_not_matter(program, ready, holder):
    settings = program.settings | {"NOETL_SCHEMA": "other"}
    result = program.run("apply", "noetl", settings=settings).expect(0, "created")
    assert "waiting" not in result.output


def test_lock__keeps_no_snapshot_that_a_concurrent_index_would_wait_for(program, ready, holder):
    """While a run waits for the lock, its holder builds an index concurrently."""
    owner = sql.Identifier(ready.owner)
    holder.execute(sql.SQL("create schema noetl authorization {}").format(owner))
    holder.execute("create table noetl.t (n int)")
    running = program.start("apply", "noetl")
    running.wait_for_line("waiting for the schema lock")
    holder.execute("set statement_timeout = '20s'")
    holder.execute("create index concurrently t_n on noetl.t (n)")
    holder.execute("select pg_advisory_unlock_all()")
    running.wait().expect(0)


def test_lock__is_not_asked_for_when_there_is_nothing_to_do(program, ready, holder):
    holder.execute("select pg_advisory_unlock_all()")
    program.run("apply", "noetl").expect(0, "created")
    (key,) = holder.execute(documented(0)).fetchone()
    holder.execute("select pg_advisory_lock(%s)", [key])
    result = program.run("apply", "noetl").expect(0, "nothing to do")
    assert result.seconds < 5


def test_lock__on_a_table_names_its_holder_and_is_tried_again(program, ready):
    program.run("apply", "noetl").expect(0)
    blocker = ready.connect(application_name="a long report")
    blocker.execute("drop index noetl.ix_error_log_execution_id")
    blocker.execute("begin")
    blocker.execute("lock table noetl.error_log in access share mode")
    blocker.execute("lock table noetl.error_log in row exclusive mode")
    running = program.start("apply", "noetl", "--lock-timeout", "200ms")
    line = running.wait_for_line("undone")
    running.wait_for_line("a long report")
    assert "lock timeout" in line
    blocker.execute("rollback")
    running.wait().expect(0)


def test_lock__on_a_table_spends_its_budget_and_exits_13(program, ready):
    program.run("apply", "noetl").expect(0)
    blocker = ready.connect(application_name="a long report")
    blocker.execute("drop index noetl.ix_error_log_execution_id")
    blocker.execute("begin")
    blocker.execute("lock table noetl.error_log in row exclusive mode")
    result = program.run(
        "apply", "noetl", "--lock-timeout", "100ms", "--change-timeout", "1s", limit_s=30
    )
    result.expect(13, "a long report", "55P03")
    blocker.execute("rollback")
