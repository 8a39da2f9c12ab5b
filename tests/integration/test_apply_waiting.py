"""What time can cure is waited for, with one honest line; what it cannot is said within a budget."""

import re

import pytest

from support import process
from support.environment import Environment
from support.polling import until
from support.program import Program

APPLY = ("apply", "noetl", "--ensure-role")
WAITS = r"(?i)wait"


@pytest.fixture
def own(new_server):
    """A server of the test's own that does not run yet, and an environment on it."""
    return Environment(new_server())


@pytest.fixture
def run(binary):
    programs = []

    def start(environment, *arguments, **settings):
        programs.append(Program(binary, environment.settings(**settings)))
        return programs[-1].start(*(arguments or APPLY))

    yield start
    for program in programs:
        program.end_what_runs()


def waiting_lines(result):
    return [line for line in result.output.splitlines() if re.search(WAITS, line)]


def hold_recovery(server, **settings):
    """Makes the next start hang in archive recovery until the returned file is removed."""
    hold = server.directory / "hold"
    hold.touch()
    process.give_to_server_user(hold)
    server.write_settings(
        restore_command=f"while test -e {hold}; do sleep 0.02; done; false", **settings
    )
    signal_file = server.data / "recovery.signal"
    signal_file.touch()
    process.give_to_server_user(signal_file)
    return hold


def test_waiting__for_a_server_that_starts_late(own, run):
    running = run(own)
    running.wait_for_line(r"(?i)wait.*refused|refused.*wait")
    own.server.start()
    result = running.wait().expect(0)
    assert len(waiting_lines(result)) <= 4, result


def test_waiting__for_a_server_that_is_starting_up(own, run):
    hold = hold_recovery(own.server)
    own.server.start(wait=False)
    running = run(own)
    running.wait_for_line(r"(?i)wait.*starting up|starting up.*wait|57P03")
    hold.unlink()
    running.wait().expect(0)


def test_waiting__for_a_server_in_recovery_without_hot_standby(own, run):
    own.server.write_settings(hot_standby="off")
    standby_signal = own.server.data / "standby.signal"
    standby_signal.touch()
    process.give_to_server_user(standby_signal)
    own.server.start(wait=False)
    running = run(own)
    running.wait_for_line(WAITS)
    until(lambda: own.server.state() == "standby")
    assert running.is_running
    promote(own.server)
    running.wait().expect(0)


def promote(server):
    process.run_as_server_user(
        [server.release.program("pg_ctl"), "promote", "-D", server.data],
        env=server.release.environment(),
    )


def test_waiting__for_a_read_only_standby_to_be_promoted(own, run, test_session):
    standby = test_session.new_standby(own.server.start())
    environment = Environment(standby)
    running = run(environment)
    running.wait_for_line(r"(?i)(wait.*(standby|read.only|recovery))|((standby|read.only).*wait)")
    assert running.is_running
    standby.execute("select pg_promote()")
    running.wait().expect(0)


def test_waiting__for_a_server_that_shuts_down_and_comes_back(own, run):
    holder = own.server.start().connect()
    own.server.stop("smart", wait=False)
    running = run(own)
    running.wait_for_line(r"(?i)shutting down|57P03")
    holder.close()
    own.server.stop("smart")
    own.server.start()
    running.wait().expect(0)


def test_waiting__for_a_free_connection(own, run):
    own.server.write_settings(max_connections="8", superuser_reserved_connections="3")
    own.server.start()
    sessions = [own.server.connect() for _ in range(8)]
    running = run(own)
    running.wait_for_line(r"(?i)too many (clients|connections)|53300")
    for session in sessions:
        session.close()
    running.wait().expect(0)


@pytest.mark.one_major
def test_waiting__for_a_name_that_does_not_resolve_ends_with_10(run, environment):
    result = run(
        environment, *APPLY, "--wait-timeout", "2s", POSTGRES_HOST="postgres.invalid"
    ).wait()
    result.expect(10, r"postgres\.invalid")
    assert 1 < result.seconds < 5, result
    assert len(waiting_lines(result)) <= 3, result


@pytest.mark.one_major
def test_waiting__for_a_refused_port_ends_with_10(own, run):
    result = run(own, *APPLY, "--wait-timeout", "2s").wait()
    result.expect(10, "(?i)refused", str(own.port))
    assert 1.5 < result.seconds < 5, result
    assert len(waiting_lines(result)) <= 3, result


@pytest.mark.one_major
def test_waiting__for_a_server_that_never_answers_ends_with_10(environment, new_proxy, run):
    proxy = new_proxy()
    proxy.be_silent()
    result = run(
        environment,
        *(*APPLY, "--wait-timeout", "2s"),
        POSTGRES_HOST=proxy.host,
        POSTGRES_PORT=proxy.port,
    ).wait()
    result.expect(10)
    assert 1.5 < result.seconds < 6, result


@pytest.mark.one_major
def test_waiting__for_a_server_behind_a_proxy_that_freezes_after_login(
    environment, new_proxy, run
):
    """A network that drops packets mid-run is not waited for longer than the budget allows."""
    proxy = new_proxy()
    running = run(environment, *APPLY, POSTGRES_HOST=proxy.host, POSTGRES_PORT=proxy.port)
    until(lambda: proxy.connections >= 1)
    proxy.freeze()
    running.terminate()
    assert running.wait(3).expect(12).seconds < 30


@pytest.mark.parametrize("with_role", [True, False], ids=["ensure-role", "plain"])
def test_wrong_password__ends_with_4_within_its_budget(run, environment, with_role):
    environment.create_owner_and_database()
    wrong = {"NOETL_PASSWORD": "wrong secret one"}
    if with_role:
        wrong["NOETL_ADMIN_PASSWORD"] = "wrong secret two"
    arguments = ["apply", "noetl", "--login-timeout", "2s"] + ["--ensure-role"] * with_role
    result = run(environment, *arguments, **wrong).wait()
    result.expect(4, "password authentication failed|28P01")
    assert 1.5 < result.seconds < 5, result
    assert "wrong secret" not in result.output


def test_wrong_password__is_forgiven_when_the_right_one_comes_in_time(run, environment):
    """A Secret may reach the role later than the Pod."""
    environment.create_owner_and_database()
    environment.execute("alter role {} password 'old'".format(f'"{environment.owner}"'))
    running = run(environment, "apply", "noetl", "--login-timeout", "20s")
    running.wait_for_line(r"(?i)password|28P01|wait")
    environment.execute(
        "alter role {} password '{}'".format(
            f'"{environment.owner}"', environment.owner_password.replace("'", "''")
        )
    )
    running.wait().expect(0)


def test_unknown_role__ends_with_4(run, environment):
    result = run(environment, "apply", "--login-timeout", "1s", NOETL_USER="nobody_knows").wait()
    result.expect(4, "nobody_knows")
    assert result.seconds < 5


def test_missing_database__ends_with_4_and_the_hint(run, environment):
    environment.create_owner_and_database()
    result = run(environment, "apply", "--login-timeout", "1s", NOETL_POSTGRES_DB="not_there").wait()
    result.expect(4, "not_there", "--ensure-role")
    assert result.seconds < 5


@pytest.mark.one_major
def test_no_hba_entry__ends_with_4(own, run):
    own.server.write_hba(["host all postgres 127.0.0.1/32 scram-sha-256"])
    own.server.start()
    own.create_owner_and_database()
    result = run(own, "apply", "--login-timeout", "1s").wait()
    result.expect(4, r"pg_hba\.conf|28000")


@pytest.mark.one_major
def test_untrusted_certificate__ends_with_3_at_once(authority, new_server, run, test_session):
    server = authority.secure(new_server()).start()
    environment = Environment(server)
    trusted = {"PGSSLMODE": "verify-full", "PGSSLROOTCERT": authority.certificate}
    run(environment, *APPLY, **trusted).wait().expect(0)
    other = type(authority)(test_session.new_directory("other"), "Other Authority")
    result = run(environment, *APPLY, **trusted | {"PGSSLROOTCERT": other.certificate}).wait()
    result.expect(3, "(?i)certificate")
    assert result.seconds < 5


@pytest.mark.one_major
def test_trust__works_without_changing_a_password(own, run):
    own.server.write_hba(["local all all trust", "host all all 127.0.0.1/32 trust"])
    own.server.start()
    run(own, *APPLY, NOETL_AUTH="none").wait().expect(0)
    run(own, *APPLY, NOETL_AUTH="none").wait().expect(0)
