"""Servers lock accounts after some refused logins: no run causes more than a few."""

import pytest

from support.environment import Environment
from support.program import Program

pytestmark = pytest.mark.one_major
MOST = 4  # in 15 seconds


def refused(server, role):
    return server.log_text().count(f'password authentication failed for user "{role}"')


@pytest.mark.parametrize("command", ["apply", "wait", "verify", "status", "partitions"])
def test_refused_logins__are_few(program, ready, command):
    settings = program.settings | {"NOETL_PASSWORD": "wrong"}
    waits = {"NOETL_WAIT_TIMEOUT": "15s"} if command == "wait" else {}
    program.run(command, settings=settings | waits).expect(4, "password authentication failed")
    assert 2 <= refused(ready.server, ready.owner) <= MOST


def test_refused_logins__over_tls_are_as_few(authority, new_server, binary):
    """Even where nothing says that TLS is needed, and libpq might try each again without."""
    environment = Environment(authority.secure(new_server()).start())
    environment.create_owner_and_database()
    settings = environment.settings(NOETL_PASSWORD="wrong")
    Program(binary, settings).run("apply", "noetl").expect(4, "password authentication failed")
    assert 2 <= refused(environment.server, environment.owner) <= MOST
