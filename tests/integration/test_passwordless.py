"""Logins by tokens that expire, as docs/clouds.md has them: clear text under verified TLS, and no password."""

import secrets

import pytest

from support.environment import Environment
from support.postgres_programs import DEBIAN_MAJOR
from support.program import Program
from support.token_server import TOKEN_BYTES, TokenServer

# Debian's servers are built with LDAP; those that the tests fetch for other versions are not.
pytestmark = [pytest.mark.one_major, pytest.mark.majors(DEBIAN_MAJOR)]


@pytest.fixture
def cloud():
    server = TokenServer()
    yield server
    server.close()


@pytest.fixture
def home(new_server, authority, cloud):
    """A server that lets the owner in by a token alone."""
    own = ["host all postgres all scram-sha-256", cloud.hba, "local all all scram-sha-256"]
    environment = Environment(authority.secure(new_server(hba=own)).start())
    environment.create_owner_and_database()
    owner = environment.settings()["NOETL_USER"]
    environment.server.execute(f'alter role "{owner}" password null')
    return environment


@pytest.fixture
def sidecar(tmp_path):
    """What the page has a sidecar do: a folder with the token as a file, renewed by renaming."""

    class Sidecar:
        folder = tmp_path / "token"

        def write(self, token):
            self.folder.mkdir(exist_ok=True)
            draft = self.folder / ".draft"
            draft.write_text(token)
            draft.rename(self.folder / "NOETL_PASSWORD")

    return Sidecar()


@pytest.fixture
def apply(binary, home, authority, sidecar):
    settings = home.settings(
        NOETL_ADMIN_USER=None, NOETL_ADMIN_PASSWORD=None, NOETL_PASSWORD=None,
        NOETL_AUTH="password", PGSSLMODE="verify-full", PGSSLROOTCERT=authority.certificate,
        NOETL_CONFIG_DIR=sidecar.folder,
    )  # fmt: skip
    return lambda *arguments: Program(binary, settings).run("apply", "noetl", *arguments, limit_s=60)


def new_token():
    return secrets.token_urlsafe(TOKEN_BYTES)[:TOKEN_BYTES]


def password_of_the_owner(home):
    owner = home.settings()["NOETL_USER"]
    with home.server.connect() as session:
        query = "select rolpassword from pg_authid where rolname = %s"
        return session.execute(query, [owner]).fetchone()[0]


def test_token__is_all_that_a_login_needs(home, cloud, sidecar, apply):
    token = new_token()
    cloud.tokens = {token}
    sidecar.write(token)
    result = apply().expect(0)
    assert token not in result.output
    assert password_of_the_owner(home) is None


def test_token__that_is_renewed_while_the_run_waits_is_taken(cloud, sidecar, apply):
    expired, good = new_token(), new_token()
    cloud.tokens = {good}
    sidecar.write(expired)
    cloud.when_refused = lambda: sidecar.write(good)
    apply("--login-timeout", "20s").expect(0)
    assert len(cloud.refused) == 1


def test_token__that_has_expired_changes_no_role(home, cloud, sidecar, apply):
    sidecar.write(new_token())
    apply("--login-timeout", "1s").expect(4, "LDAP authentication failed")
    assert set(cloud.refused) == {home.settings()["NOETL_USER"]}
    assert password_of_the_owner(home) is None
