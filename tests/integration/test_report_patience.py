"""What of the Kubernetes API's answers is waited for, and for how long."""

import datetime
import os
import re
import signal
import socket
import threading
import time

import pytest

from support.api_caller import instead_of
from support.fake_api import Answer, refusal

pytestmark = pytest.mark.one_major


@pytest.mark.parametrize("status", [409, 502, 504])
def test_patience__what_passes_is_tried_again(caller, api, status):
    api.answers = [refusal(status, "in a moment"), Answer()]
    result = caller.run().expect(10)
    assert "in a moment" not in result.output
    assert len(api.requests) == 3


def test_patience__what_stays_is_asked_once(caller, api):
    for status in (400, 403, 404, 422):
        del api.requests[:]
        api.answers = [refusal(status, "not this way")]
        caller.run().expect(10, f"{status}: not this way")
        assert len(api.requests) == 2


def test_patience__a_refused_token_is_tried_twice(caller, api):
    caller.token.write_text("nobody's")
    caller.run().expect(10, "401: Unauthorized")
    assert len(api.requests) == 4


def test_patience__waits_as_long_as_it_is_told_and_no_longer(caller, api):
    busy = refusal(429, "too many requests", headers={"Retry-After": "1"})
    api.answers = [busy, Answer()]
    result = caller.run().expect(10)
    assert "too many requests" not in result.output and result.seconds >= 1
    api.answers = [refusal(429, "too many requests", headers={"Retry-After": "3600"})]
    result = caller.run().expect(10, "429: too many requests")
    assert result.seconds < 10
    assert len(api.requests) == 5  # three above, then one for each thing to tell


@pytest.fixture
def silent_name_server(caller, binary, tmp_path):
    # Of its own for each process: tests run side by side.
    address = f"127.54.{os.getpid() // 250 % 250 + 1}.{os.getpid() % 250 + 1}"
    resolver = tmp_path / "resolv.conf"
    resolver.write_text(f"nameserver {address}\n")
    caller.cluster["server"] = "https://kubernetes.example"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        wrapper = instead_of("/etc/resolv.conf", resolver, binary, tmp_path)
        server.bind((address, 53))
        server.settimeout(20)
        yield server, wrapper


def test_patience__a_name_server_that_does_not_answer_costs_little(caller, silent_name_server):
    _, wrapper = silent_name_server
    result = caller.run(executable=wrapper).expect(10, "warning")
    assert result.seconds < 9


def stop(running):
    running.send(signal.SIGTERM)
    sent = time.monotonic()
    running.wait(20)
    assert time.monotonic() - sent < 2


def test_patience__a_stop_is_felt_while_a_name_server_is_asked(caller, silent_name_server):
    server, wrapper = silent_name_server
    running = caller.start(executable=wrapper, settings={"NOETL_WAIT_TIMEOUT": "60"})
    server.recvfrom(512)
    stop(running)


@pytest.mark.parametrize("wait_timeout", ["60", "0"])
def test_patience__a_stop_is_felt_while_the_api_is_silent(caller, api, wait_timeout):
    """Silent at the first report, while the run waits, and at the last, when it has given up."""
    asked = threading.Event()
    silence = threading.Event()

    def keep_silent():
        asked.set()
        silence.wait(60)

    api.answers = [Answer(before=keep_silent)]
    running = caller.start(settings={"NOETL_WAIT_TIMEOUT": wait_timeout})
    assert asked.wait(30)
    stop(running)
    silence.set()


@pytest.mark.parametrize("seconds", [1.9, 60])
def test_patience__is_five_seconds_at_most_once_the_schema_is_done(report, api, seconds):
    """Whether the API answers late or never."""
    silence = threading.Event()
    api.answers = [Answer(before=lambda: silence.wait(seconds))]
    result, _ = report("apply", "noetl", "--annotate-job")
    ended = datetime.datetime.now(datetime.UTC)
    silence.set()
    result.expect(0)
    (done,) = re.findall(r"^(\S+Z) .*: created, version", result.output, re.M)
    assert (ended - datetime.datetime.fromisoformat(done)).total_seconds() < 5.8
