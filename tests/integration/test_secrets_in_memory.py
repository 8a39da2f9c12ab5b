"""What a process still knows while it waits: whoever may read its memory finds no spent secret."""

import base64
import os

import pytest

from support.fake_api import secret
from support.polling import until
from support.process import holds

pytestmark = [
    pytest.mark.one_major,
    pytest.mark.skipif(
        os.geteuid() != 0, reason="only root may read the memory of another process"
    ),
]

TOKEN = "canary-token-of-a-service-account"
WAITING = {"NOETL_WAIT_TIMEOUT": "60s"}
SECRET = "/api/v1/namespaces/postgres/secrets/postgres-secret"


@pytest.fixture
def waiting(caller, api):
    """Starts a run that tells the API that it waits for the server."""
    api.token = TOKEN
    caller.token.write_text(TOKEN)

    def start(*arguments, settings=None):
        run = caller.start("apply", "noetl", *arguments, settings=WAITING | (settings or {}))
        until(lambda: [body for body in api.bodies("/configmaps/") if body["kind"] == "ConfigMap"])
        return run

    return start


def is_forgotten(run, secret_bytes):
    """Whether it goes from memory once the report that was under way has been told."""
    until(lambda: not holds(run.pid, secret_bytes), limit_s=5)


def test_memory__of_a_settings_value_is_found(waiting):
    """The search itself works: a password that is still needed is there."""
    run = waiting(settings={"NOETL_PASSWORD": "canary-that-is-needed"})
    assert holds(run.pid, b"canary-that-is-needed")


def test_memory__a_token_is_gone_once_it_was_sent(waiting):
    run = waiting()
    is_forgotten(run, TOKEN.encode())


def test_memory__a_clients_key_is_gone_once_the_connection_stands(waiting, caller, authority):
    key, certificate = authority.issue("somebody")
    caller.user |= {"client-certificate": str(certificate), "client-key": str(key)}
    run = waiting()
    lines = key.read_text().splitlines()
    is_forgotten(run, "\n".join(lines[3:6]).encode())


# One that comes in many pieces makes what holds it grow.
@pytest.mark.parametrize("padding", [0, 200_000])
def test_memory__what_a_secret_has_beside_the_settings_is_gone(waiting, api, padding):
    content = b"canary-of-another-program" + b"." * padding
    api.at[SECRET] = secret({"OTHER": content.decode()})
    run = waiting("--config-from", "postgres/secret/postgres-secret")
    is_forgotten(run, base64.b64encode(content)[:32])
