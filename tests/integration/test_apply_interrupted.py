"""SIGTERM or SIGINT at any moment: exit 12 within a second, rolled back, the lock free."""

import signal
import time

import pytest

from support.other_sessions import advisory_locks, others_in
from support.polling import until
from support.program import Program
from support.state import tables

SLOW_SCRIPT = """
create table first (n int);
select pg_sleep(60);
create table second (n int);
"""


ASLEEP = """
select from pg_catalog.pg_stat_activity where datname = %s and wait_event = 'PgSleep'
"""


def is_asleep(session, database):
    return session.execute(ASLEEP, [database]).fetchone() is not None


@pytest.fixture
def run(binary):
    programs = []

    def start(settings, *arguments, **options):
        programs.append(Program(binary, settings))
        return programs[-1].start(*arguments, **options)

    yield start
    for program in programs:
        program.end_what_runs()


def stop(running, number=signal.SIGTERM):
    """Sends the signal and expects the end within the second that the design gives."""
    running.send(number)
    sent = time.monotonic()
    result = running.wait(5).expect(12)
    assert time.monotonic() - sent < 1.2, result
    return result


@pytest.mark.one_major
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_interrupt__while_waiting_for_a_refused_port(run, environment, number):
    settings = environment.settings(POSTGRES_PORT=1)
    running = run(settings, "apply")
    running.wait_for_line("(?i)wait")
    stop(running, number)


@pytest.mark.one_major
def test_interrupt__while_a_name_is_resolved(run, environment):
    running = run(environment.settings(POSTGRES_HOST="postgres.invalid"), "apply")
    running.wait_for_line("(?i)wait")
    stop(running)


@pytest.mark.one_major
def test_interrupt__while_the_server_does_not_answer(run, environment, new_proxy):
    proxy = new_proxy()
    proxy.be_silent()
    settings = environment.settings(POSTGRES_HOST=proxy.host, POSTGRES_PORT=proxy.port)
    running = run(settings, "apply")
    until(lambda: proxy.connections == 1)
    stop(running)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_interrupt__while_a_statement_runs(run, ready, tmp_path, number):
    script = tmp_path / "slow.sql"
    script.write_text(SLOW_SCRIPT)
    running = run(ready.settings(), "apply", "--file", script)
    watcher = ready.connect()
    until(lambda: is_asleep(watcher, ready.database))
    stop(running, number)
    until(lambda: not others_in(watcher, ready.database), limit_s=2)
    assert advisory_locks(watcher, ready.database) == []
    assert tables(watcher, "noetl") == []


def test_interrupt__while_a_table_is_locked_by_another(run, ready):
    run(ready.settings(), "apply").wait().expect(0)
    holder = ready.connect()
    holder.execute("drop index noetl.ix_error_log_execution_id")
    holder.execute("begin")
    holder.execute("lock table noetl.error_log in access exclusive mode")
    running = run(ready.settings(), "apply", "--lock-timeout", "30s")
    watcher = ready.connect()
    until(lambda: watcher.execute("select 1 from pg_locks where not granted").fetchone())
    stop(running)
    until(lambda: len(others_in(watcher, ready.database)) == 1, limit_s=2)
    holder.execute("rollback")
    assert advisory_locks(watcher, ready.database) == []
    run(ready.settings(), "apply").wait().expect(0)


def test_interrupt__while_another_run_holds_the_schema_lock(run, ready, tmp_path):
    script = tmp_path / "slow.sql"
    script.write_text(SLOW_SCRIPT)
    first = run(ready.settings(), "apply", "--file", script)
    watcher = ready.connect()
    until(lambda: advisory_locks(watcher, ready.database))
    second = run(ready.settings(), "apply", "--file", script)
    second.wait_for_line("(?i)lock")
    stop(second)
    stop(first)


@pytest.mark.one_major
def test_interrupt__leaves_a_rerun_nothing_to_mend(run, ready):
    """At moments spread over the whole run; a slow proxy is not needed, the run is short."""
    whole = run(ready.settings(), "apply").wait().expect(0).seconds
    for part in range(1, 9):
        ready.execute("drop schema noetl cascade")
        ready.execute("drop schema if exists noetl_ledger cascade")
        running = run(ready.settings(), "apply")
        until(lambda: running.listens_for_sigterm or not running.is_running)
        time.sleep(whole * part / 8)  # the moment is the point; nothing is waited for
        if running.is_running:
            running.terminate()
        result = running.wait(5)
        assert result.exit_code in (0, 12), result
        assert advisory_locks(ready.connect(), ready.database) == []
        run(ready.settings(), "apply").wait().expect(0)
        run(ready.settings(), "verify").wait().expect(0)
