"""A stop signal in an encrypted session: nothing is asked in the clear, and the statement ends all the same."""

import signal
import time

import pytest

from support.polling import until

ASLEEP = "select count(*) from pg_stat_activity where datname = %s and wait_event = 'PgSleep'"
CHECK_INTERVAL_S = 1  # the server looks so often whether the client is still there


@pytest.mark.majors(14, 15, 16, 17, 18)
@pytest.mark.parametrize("mode", ["require", "disable"])
def test_statement_ends_when_its_run_is_stopped(
    new_server, new_environment, new_proxy, authority, program, tmp_path, mode
):
    server = authority.secure(new_server()).start()
    environment = new_environment(on=server)
    environment.create_owner_and_database()
    proxy = new_proxy(on=server)
    script = tmp_path / "slow.sql"
    script.write_text("create table slow (id int);\nselect pg_sleep(60);\n")
    settings = environment.settings(POSTGRES_PORT=proxy.port, PGSSLMODE=mode)
    running = program.start("apply", "--file", script, settings=settings)
    until(lambda: environment.value(ASLEEP, [environment.database]) == 1)
    running.send(signal.SIGTERM)
    sent = time.monotonic()
    result = running.wait(10).expect(12)
    assert time.monotonic() - sent < 1.2, result
    until(
        lambda: environment.value(ASLEEP, [environment.database]) == 0,
        limit_s=CHECK_INTERVAL_S + 5,
    )
    cancels = [message for message in proxy.messages if message.name == "cancel"]
    assert len(cancels) == (0 if mode == "require" else 1)
    assert environment.value("select to_regclass('noetl.slow')") is None
