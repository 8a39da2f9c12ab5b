"""Every way to log in that is allowed works on a real server, and is refused where it is not.

What a server that is none may not get at is in tests/cli/test_false_server.py.
"""

import getpass
import socket

import pytest

from support.environment import Environment
from support.program import Program

pytestmark = pytest.mark.one_major

LOCAL = "local all all scram-sha-256"


def own_address():
    """An address of this machine that is no loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return probe.getsockname()[0]


@pytest.fixture
def new_home(new_server):
    """A function: an environment whose owner and database are there, on a server of its own.

    lines      of pg_hba.conf, for all but the superuser
    encrypted  "md5": the owner's password is kept as MD5 makes it
    """

    def make(*lines, encrypted="scram-sha-256", authority=None, **settings):
        own = ["host all postgres all scram-sha-256", *lines, LOCAL]
        server = new_server(hba=own, settings=settings)
        if authority is not None:
            authority.secure(server, f"DNS:localhost,IP:127.0.0.1,IP:{own_address()}")
        environment = Environment(server.start())
        with server.connect() as session:
            session.execute(f"set password_encryption = '{encrypted}'")
        server.execute(f"alter system set password_encryption = '{encrypted}'")
        server.reload()
        environment.create_owner_and_database()
        return environment

    return make


@pytest.fixture
def apply(binary):
    """Runs `apply noetl` as the owner alone."""

    def call(environment, *arguments, **settings):
        settings = {"NOETL_ADMIN_USER": None, "NOETL_ADMIN_PASSWORD": None} | settings
        program = Program(binary, environment.settings(**settings))
        return program.run("apply", "noetl", "--force", *arguments, limit_s=30)

    return call


def expect_refusal(result, *patterns):
    result.expect(4, *patterns)
    assert result.seconds < 10, result


def test_scram__needs_no_setting(new_home, apply):
    apply(new_home("host all all all scram-sha-256")).expect(0)


def test_md5__is_answered_when_it_is_named(new_home, apply):
    home = new_home("host all all all md5", encrypted="md5")
    expect_refusal(apply(home), 'method "md5"', "NOETL_AUTH=scram-sha-256,md5 ")
    apply(home, NOETL_AUTH="scram-sha-256,md5").expect(0)
    apply(home, "--auth", "md5").expect(0)
    apply(home, PGREQUIREAUTH="md5").expect(0)
    apply(home, NOETL_AUTH="!password,!none").expect(0)


def test_clear_text__is_sent_where_nobody_listens(new_home, apply):
    home = new_home("host all all all password", "local all all password")
    expect_refusal(apply(home), 'method "password"', "NOETL_AUTH=scram-sha-256,password ")
    apply(home, NOETL_AUTH="password").expect(0)
    socket_folder = {"POSTGRES_HOST": home.server.directory}
    apply(home, NOETL_AUTH="password", **socket_folder).expect(0)


def test_clear_text__goes_to_another_machine_by_verified_tls_only(new_home, apply, authority):
    home = new_home(
        "host all all all password",
        authority=authority,
        listen_addresses="127.0.0.1," + own_address(),
    )
    settings = {"NOETL_AUTH": "password", "POSTGRES_HOST": own_address()}
    exposed = "others may listen"
    expect_refusal(apply(home, **settings), exposed, "PGSSLMODE=verify-full")
    expect_refusal(apply(home, **settings | {"PGSSLMODE": "require"}), exposed)
    trusted = {"PGSSLROOTCERT": authority.certificate}
    for mode in (None, "verify-full", "verify-ca"):
        apply(home, **settings | trusted | {"PGSSLMODE": mode}).expect(0)


def test_trust__is_taken_when_it_is_named(new_home, apply):
    home = new_home("host all all all trust")
    expect_refusal(apply(home), 'method "none"', "NOETL_AUTH=scram-sha-256,none ")
    apply(home, NOETL_AUTH="scram-sha-256,none").expect(0)
    apply(home, NOETL_AUTH="none").expect(0)
    apply(home, NOETL_AUTH="none", NOETL_PASSWORD=None).expect(0)


def test_trust__is_taken_where_there_is_no_password(new_home, binary, tmp_path):
    """The administrator's may be in a file, and is not: nothing could be given away."""
    home = new_home("host all all all scram-sha-256")
    home.server.write_hba(["host all postgres all trust", "host all all all scram-sha-256", LOCAL])
    home.server.reload()
    home.execute(f'drop database "{home.database}"', dbname="postgres")
    settings = home.settings(NOETL_ADMIN_PASSWORD=None, PGPASSFILE=tmp_path / "none")
    Program(binary, settings).run("apply", "noetl", "--ensure-role", limit_s=30).expect(0)


def test_socket__needs_no_question(new_home, apply):
    """Peer: who one is, the kernel says. A password in the settings makes no difference."""
    home = new_home()
    (home.server.data / "pg_ident.conf").write_text(f"all {getpass.getuser()} {home.owner}\n")
    home.server.write_hba(["host all postgres all scram-sha-256", "local all all peer map=all"])
    home.server.reload()
    socket_folder = {"POSTGRES_HOST": home.server.directory}
    apply(home, NOETL_PASSWORD=None, **socket_folder).expect(0)
    apply(home, **socket_folder).expect(0)


def test_certificate__of_the_client_needs_no_question(new_home, apply, authority):
    home = new_home("hostssl all all all cert", authority=authority)
    key, certificate = authority.issue(home.owner)
    settings = {"PGSSLMODE": "verify-full", "PGSSLROOTCERT": authority.certificate}
    expect_refusal(apply(home, NOETL_LOGIN_TIMEOUT="0s", **settings), "certificate")
    settings |= {"PGSSLCERT": certificate, "PGSSLKEY": key}
    apply(home, NOETL_PASSWORD=None, **settings).expect(0)
    apply(home, **settings).expect(0)


def test_certificate__of_the_client_counts_only_where_tls_is(new_home, apply, authority):
    home = new_home("host all all all trust", authority=authority)
    key, certificate = authority.issue(home.owner)
    settings = {"PGSSLCERT": certificate, "PGSSLKEY": key, "PGSSLMODE": "disable"}
    expect_refusal(apply(home, **settings), 'method "none"')
    apply(home, **settings | {"PGSSLMODE": "require"}).expect(0)


@pytest.mark.parametrize("pool_mode", ["session", "transaction"])
def test_pgbouncer__that_asks_for_md5_is_answered_when_it_is_named(
    new_home, new_pgbouncer, apply, pool_mode
):
    home = new_home("host all all all scram-sha-256")
    pooler = new_pgbouncer(pool_mode, of=home, auth_type="md5")
    behind = {"POSTGRES_HOST": pooler.host, "POSTGRES_PORT": pooler.port}
    expect_refusal(apply(home, **behind), 'method "md5"', "NOETL_AUTH=scram-sha-256,md5 ")
    apply(home, NOETL_AUTH="md5", **behind).expect(0)


def test_pgbouncer__that_asks_for_scram_needs_no_setting(new_home, new_pgbouncer, apply):
    home = new_home("host all all all scram-sha-256")
    pooler = new_pgbouncer("transaction", of=home)
    apply(home, POSTGRES_HOST=pooler.host, POSTGRES_PORT=pooler.port).expect(0)


def test_channel_binding__is_required_on_demand(new_home, apply, authority):
    home = new_home("host all all all scram-sha-256", authority=authority)
    apply(home, PGCHANNELBINDING="require", PGSSLMODE="require").expect(0)
    result = apply(home, PGCHANNELBINDING="require", PGSSLMODE="disable")
    result.expect(3, "(?i)channel binding")


# Verifiers of passwords


@pytest.fixture
def unproved(new_server):
    """Where the administrator's login proves nothing of the server."""
    server = new_server(
        hba=["host all postgres all trust", "host all all all scram-sha-256", LOCAL]
    )
    return Environment(server.start())


def ensure(binary, environment, **settings):
    program = Program(binary, environment.settings(**settings))
    return program.run("apply", "noetl", "--ensure-role", limit_s=30)


def test_verifier__is_not_sent_to_a_server_that_proved_nothing(unproved, binary, tmp_path):
    settings = {"NOETL_ADMIN_PASSWORD": None, "PGPASSFILE": tmp_path / "none"}
    result = ensure(binary, unproved, **settings)
    expect_refusal(result, unproved.owner, "has not proved itself", '"none" in NOETL_AUTH')
    assert "SCRAM-SHA-256$" not in unproved.server.log_text()
    settings["NOETL_AUTH"] = "scram-sha-256,none"
    ensure(binary, unproved, **settings).expect(0)
    unproved.connect_as_owner().execute("select 1")


def test_verifier__is_sent_to_a_server_with_a_certificate(new_server, binary, authority, tmp_path):
    server = authority.secure(
        new_server(hba=["host all postgres all trust", "host all all all scram-sha-256", LOCAL])
    )
    environment = Environment(server.start())
    settings = {"NOETL_ADMIN_PASSWORD": None, "PGPASSFILE": tmp_path / "none"}
    unverified = ensure(binary, environment, **settings, PGSSLMODE="require")
    expect_refusal(unverified, "has not proved itself")
    settings |= {"PGSSLMODE": "verify-full", "PGSSLROOTCERT": authority.certificate}
    ensure(binary, environment, **settings).expect(0)
    environment.connect_as_owner().execute("select 1")


def test_verifier__is_sent_through_a_socket(unproved, binary):
    unproved.server.write_hba(
        ["local all postgres trust", "host all all all scram-sha-256", LOCAL]
    )
    unproved.server.reload()
    ensure(
        binary, unproved, POSTGRES_HOST=unproved.server.directory, NOETL_ADMIN_PASSWORD=None
    ).expect(0)


# Further logins of a run


def test_isolation__is_not_proved_by_a_login_that_was_not_tried(new_server, bare_program):
    server = new_server().start()
    own = Environment(server)
    program = bare_program.with_settings(own.settings())
    program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    program.run("verify", "noetl").expect(0)
    server.write_hba(
        [
            f"host {own.database} {own.workspace_owner} all password",
            "host all all all scram-sha-256",
            LOCAL,
        ]
    )
    server.reload()
    expect_refusal(program.run("verify", "noetl"), own.workspace_owner, 'method "password"')


def test_owner__who_is_asked_for_more_is_not_helped_by_the_administrator(new_home, binary):
    home = new_home("host all all all password")
    result = ensure(binary, home)
    expect_refusal(result, f'as "{home.owner}"', 'method "password"')
    assert f"postgres@{home.database}" not in home.server.log_text()
