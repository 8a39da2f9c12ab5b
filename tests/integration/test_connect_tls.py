"""TLS as libpq's own variables and a URL's parameters ask for it."""

from urllib.parse import quote

import pytest

from support.certificates import Authority
from support.environment import Environment
from support.program import Program

pytestmark = pytest.mark.one_major


@pytest.fixture
def authority(test_session):
    return Authority(test_session.new_directory("authority"))


@pytest.fixture
def secured(new_server, authority):
    server = authority.secure(new_server(), "DNS:localhost")
    server.write_hba(["hostssl all all all scram-sha-256", "hostnossl all all all reject"])
    environment = Environment(server)
    server.start()
    with server.connect(sslmode="require") as session:
        session.execute("select 1")
    return environment


@pytest.fixture
def run(binary, secured):
    """POSTGRES_HOST is localhost, the name in the certificate, unless a test says otherwise."""

    def work(**settings):
        settings = {"POSTGRES_HOST": "localhost", "NOETL_LOGIN_TIMEOUT": "0s"} | settings
        program = Program(binary, secured.settings(**settings))
        return program.run("apply", "noetl", "--ensure-role", limit_s=30)

    return work


def test_tls__is_verified_in_full(run, authority):
    run(PGSSLMODE="verify-full", PGSSLROOTCERT=authority.certificate).expect(0)


def test_tls__is_verified_by_the_parameters_of_a_url(run, authority):
    root = quote(str(authority.certificate), "")
    url = f"postgresql:///?sslmode=verify-full&sslrootcert={root}"
    run(PGSSLMODE=None, DATABASE_URL=url).expect(0)


def test_tls__trusts_the_authorities_of_the_system(run, authority):
    run(PGSSLMODE=None, PGSSLROOTCERT="system", SSL_CERT_FILE=authority.certificate).expect(0)


def test_tls__with_the_authorities_of_the_system_is_never_weaker(run, authority):
    settings = {"PGSSLROOTCERT": "system", "SSL_CERT_FILE": authority.certificate}
    run(PGSSLMODE="require", **settings).expect(3, "too weak for sslrootcert=system")


def test_tls__of_an_unknown_authority_is_refused_at_once(run, test_session):
    other = Authority(test_session.new_directory("other"), "Other Authority")
    result = run(PGSSLMODE="verify-full", PGSSLROOTCERT=other.certificate)
    result.expect(3, "certificate verify failed", "(?i)authority")
    assert result.seconds < 5


def test_tls__for_another_name_is_refused_at_once(run, authority):
    result = run(
        PGSSLMODE="verify-full", PGSSLROOTCERT=authority.certificate, POSTGRES_HOST="127.0.0.1"
    )
    result.expect(3, "does not match host name")


def test_tls__that_the_server_does_not_speak_is_a_setting(binary, environment):
    settings = environment.settings(PGSSLMODE="require")
    result = Program(binary, settings).run("apply", "noetl", limit_s=30)
    result.expect(3, "does not support SSL", "PGSSLMODE")


def test_tls__that_the_server_insists_on_is_a_denial(run):
    run(PGSSLMODE="disable").expect(4, r"pg_hba\.conf")
