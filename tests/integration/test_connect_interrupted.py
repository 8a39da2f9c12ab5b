"""A stop signal is felt at once also where nobody answers: a name server, a server that froze."""

import os
import shutil
import signal
import socket
import subprocess
import time

import pytest

from support.polling import until
from support.program import Program

pytestmark = pytest.mark.one_major

ASLEEP = "select from pg_stat_activity where datname = %s and wait_event = 'PgSleep'"


def stop(running, limit_s=1.2):
    running.send(signal.SIGTERM)
    sent = time.monotonic()
    result = running.wait(5).expect(12)
    assert time.monotonic() - sent < limit_s, result
    return result


@pytest.fixture
def frozen(binary, environment, new_proxy, tmp_path):
    """A run whose statement sleeps in a server that is cut off but does not hang up."""
    environment.create_owner_and_database()
    proxy = new_proxy()
    settings = environment.settings(POSTGRES_HOST=proxy.host, POSTGRES_PORT=proxy.port)
    script = tmp_path / "slow.sql"
    script.write_text("select pg_sleep(20);\n")
    program = Program(binary, settings)
    running = program.start("apply", "--file", script)
    watcher = environment.connect()
    until(lambda: watcher.execute(ASLEEP, [environment.database]).fetchone() is not None)
    proxy.freeze()
    yield running
    program.end_what_runs()
    proxy.thaw()


def test_stop__while_a_frozen_server_runs_a_statement(frozen):
    """Cancelling goes through the same proxy and is not answered either."""
    stop(frozen).expect(12, "SIGTERM")


def can_change_name_servers():
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        return False
    trial = ["unshare", "--mount", "mount", "--bind", "/etc/resolv.conf", "/etc/resolv.conf"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


def test_stop__while_a_name_server_does_not_answer(binary, environment, tmp_path):
    if not can_change_name_servers():
        pytest.skip("only root, with unshare, can give one process another resolv.conf")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as name_server:
        name_server.bind(("127.53.53.53", 53))
        resolver = tmp_path / "resolv.conf"
        resolver.write_text("nameserver 127.53.53.53\n")
        wrapper = tmp_path / "with-resolver"
        wrapper.write_text(
            "#!/bin/sh\n"
            f"exec unshare --mount sh -c 'mount --bind {resolver} /etc/resolv.conf &&"
            f' exec {binary} "$@"\' sh "$@"\n'
        )
        wrapper.chmod(0o755)
        settings = environment.settings(POSTGRES_HOST="postgres.example")
        running = Program(binary, settings).start("apply", executable=wrapper)
        name_server.settimeout(20)
        name_server.recvfrom(512)  # the question is asked, and stays unanswered
        stop(running, limit_s=0.5)
