"""PgBouncer, TLS, the small disk, the program runner and the state snapshot do what they say."""

import signal

import psycopg
import pytest

from support import state
from support.program import Program, TooSlow

pytestmark = pytest.mark.one_major


@pytest.mark.parametrize("pool_mode", ["session", "transaction"])
def test_pgbouncer__passes_a_role_with_a_difficult_password(environment, new_pgbouncer, pool_mode):
    environment.create_owner_and_database()
    bouncer = new_pgbouncer(pool_mode)
    with psycopg.connect(
        host=bouncer.host,
        port=bouncer.port,
        user=environment.owner,
        password=environment.owner_password,
        dbname=environment.database,
        autocommit=True,
    ) as session:
        told, real = session.info.backend_pid, session.execute("select pg_backend_pid()").fetchone()
        assert told != real[0]


def test_authority__gives_a_server_that_verifies(authority, new_server):
    server = authority.secure(new_server()).start()
    options = {"sslmode": "verify-full", "sslrootcert": str(authority.certificate)}
    assert server.value("select ssl from pg_stat_ssl where pid = pg_backend_pid()", **options)
    with pytest.raises(psycopg.OperationalError, match="certificate"):
        server.connect(sslmode="verify-full", sslrootcert="/etc/ssl/certs/ca-certificates.crt")


def test_small_disk__fills_up(new_small_disk, new_server):
    disk = new_small_disk(100 << 20)
    server = new_server(data=disk.directory / "data").start()
    disk.fill(leave_bytes=1 << 20)
    with pytest.raises(psycopg.errors.DiskFull):
        server.execute("create table big as select repeat('x', 500) from generate_series(1, 9999)")
    disk.empty()
    server.execute("create table big as select repeat('x', 500) from generate_series(1, 9999)")


def test_state__sees_a_change_and_no_more(environment):
    environment.create_owner_and_database()
    session = environment.connect()
    session.execute("create table t (n int)")
    session.execute("insert into t values (1)")
    before = state.snapshot(session)
    assert state.difference(before, state.snapshot(session)) == []
    session.execute("update t set n = 2")
    assert state.difference(before, state.snapshot(session)) == ["public.t"]
    session.execute("comment on table t is 'x'")
    assert "pg_description" in state.difference(before, state.snapshot(session))


def test_program__reports_what_it_did():
    shell = Program("/bin/sh", {"GREETING": "hello"})
    result = shell.run("-c", "echo $GREETING; echo no >&2; cat; exit 3", stdin="fed")
    assert (result.exit_code, result.stdout, result.stderr) == (3, "hello\nfed", "no\n")


def test_program__is_waited_for_and_ended():
    shell = Program("/bin/sh")
    running = shell.start("-c", "trap 'exit 12' TERM; echo ready; while :; do sleep 0.01; done")
    running.wait_for_line("ready")
    assert running.terminate().wait(5).exit_code == 12
    assert shell.start("-c", "kill -9 $$").wait(5).exit_code == -signal.SIGKILL
    with pytest.raises(TooSlow):
        shell.run("-c", "exec sleep 60", limit_s=0.2)
    with pytest.raises(TooSlow):
        shell.start("-c", "echo other").wait_for_line("ready", limit_s=5)


def test_program__sees_a_terminal():
    result = Program("/bin/sh").run_on_terminal("-c", "test -t 0 && test -t 2 && stty size")
    assert (result.exit_code, result.stdout) == (0, "24 80\r\n")
