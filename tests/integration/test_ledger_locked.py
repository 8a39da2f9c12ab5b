"""Somebody else holds a lock on the ledger: it is waited for as long as the budget allows, and he is named."""

import pytest

from support.polling import until

BUDGET_S = 2
SLACK_S = 6


@pytest.fixture
def locked(environment, program):
    """The schema is applied, and its ledger locked by a session that does not let go."""
    environment.create_owner_and_database()
    program.run("apply").expect(0)
    session = environment.connect(application_name="holder of the ledger", autocommit=False)
    session.execute("lock table noetl_ledger.run in access exclusive mode")
    yield session
    session.rollback()


def run(program, *arguments, **settings):
    return program.run(
        *arguments,
        settings={
            **program.settings,
            "NOETL_WAIT_TIMEOUT": f"{BUDGET_S}s",
            "NOETL_CHANGE_TIMEOUT": "1s",
            "NOETL_LOCK_TIMEOUT": "200ms",
            **settings,
        },
    )


@pytest.mark.parametrize(
    "command, exit_code", [("status", 13), ("apply", 13), ("verify", 13), ("wait", 10), ("init", 10)]
)
def test_lock_on_the_ledger_is_waited_for_no_longer_than_the_budget(
    locked, program, command, exit_code
):
    result = run(program, command)
    pid = locked.info.backend_pid
    result.expect(exit_code, "lock timeout", rf"in the way: process {pid} \(holder of the ledger")
    assert result.seconds < BUDGET_S + SLACK_S, result


@pytest.mark.parametrize("command", ["status", "apply", "wait"])
def test_lock_on_the_ledger_that_is_let_go_delays_a_run(locked, program, command):
    running = program.start(
        command, settings={**program.settings, "NOETL_LOCK_TIMEOUT": "200ms"}
    )
    running.wait_for_line("waiting, for at most")
    locked.rollback()
    running.wait().expect(0)


def test_lock_on_the_ledger_does_not_make_the_program_deaf(locked, environment, program):
    running = program.start("status", settings={**program.settings, "NOETL_LOCK_TIMEOUT": "1h"})
    until(lambda: environment.value("select count(*) from pg_locks where not granted") > 0)
    running.terminate().wait(5).expect(12)
