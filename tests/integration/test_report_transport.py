"""How the Kubernetes API is talked to: whom a token is shown, whose word counts, how long it takes.

Nothing listens where the runs look for PostgreSQL: what they report is that they could not log in.
"""

import base64
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time

import pytest

from support.certificates import Authority
from support.fake_api import Answer, FakeApi, refusal
from support.program import Program

pytestmark = pytest.mark.one_major

SETTINGS = {
    "POSTGRES_HOST": "127.0.0.1",
    "POSTGRES_PORT": "1",
    "NOETL_PASSWORD": "p",
    "NOETL_WAIT_TIMEOUT": "0",
    "POD_NAME": "noetl-apply-schema-abcde",
    "POD_NAMESPACE": "postgres",
    "JOB_NAME": "noetl-apply-schema",
    "JOB_UID": "1a2b",
    "NOETL_LOG_LEVEL": "debug",
}


@pytest.fixture
def api(authority):
    fake = FakeApi(authority)
    yield fake
    fake.close()


class Caller:
    """Starts runs that report by a kubeconfig; .cluster and .user are its entries."""

    def __init__(self, binary, directory, cluster, user):
        self.directory = directory
        self.cluster = cluster
        self.user = user
        self.last_words = directory / "termination-log"
        self.program = Program(binary, SETTINGS | {"TERMINATION_LOG_PATH": self.last_words})

    def start(self, *arguments, settings=None, executable=None):
        config = {
            "current-context": "c",
            "clusters": [{"name": "c", "cluster": self.cluster}],
            "users": [{"name": "u", "user": self.user}],
            "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
        }
        kubeconfig = self.directory / "kubeconfig"
        kubeconfig.write_text(json.dumps(config))
        return self.program.start(
            *(arguments or ("apply", "noetl")),
            *("--report", "kubeconfig", "--kubeconfig", str(kubeconfig)),
            settings=self.program.settings | (settings or {}),
            executable=executable,
        )

    def run(self, *arguments, **options):
        return self.start(*arguments, **options).wait()


@pytest.fixture
def caller(binary, authority, api, tmp_path):
    token = tmp_path / "token"
    token.write_text(api.token + "\n")
    cluster = {"server": api.url, "certificate-authority": str(authority.certificate)}
    made = Caller(binary, tmp_path, cluster, {"tokenFile": str(token)})
    made.token = token
    yield made
    made.program.end_what_runs()


def was_told(api):
    """What every run here reports: that it failed, as an Event and in the ConfigMap."""
    return [body["reason"] for body in api.bodies("/events")] == ["Failed"] and api.bodies(
        "/configmaps/"
    )


def test_transport__over_one_connection(caller, api):
    clients = set()
    handle = api._handle

    def note(handler):
        clients.add(handler.client_address)
        handle(handler)

    api._handle = note
    caller.run().expect(10)
    assert was_told(api) and len(api.requests) >= 2
    assert len(clients) == 1


def test_transport__applies_one_key_as_a_manager_of_its_own(caller, api):
    caller.run().expect(10)
    ((method, path, headers, body),) = (
        request for request in api.requests if "/configmaps/" in request[1]
    )
    assert method == "PATCH" and headers["Content-Type"] == "application/apply-patch+yaml"
    assert path == (
        "/api/v1/namespaces/postgres/configmaps/noetl-schema-status"
        "?fieldManager=noetl-schema%2Fnoetl.noetl&force=true"
    )
    assert list(json.loads(body)["data"]) == ["noetl.noetl"]


@pytest.mark.parametrize("status", [409, 502, 504])
def test_transport__what_passes_is_tried_again(caller, api, status):
    api.answers = [refusal(status, "in a moment"), Answer()]
    result = caller.run().expect(10)
    assert "in a moment" not in result.output
    assert len(api.requests) == 3


def test_transport__what_stays_is_asked_once(caller, api):
    for status in (400, 403, 404, 422):
        del api.requests[:]
        api.answers = [refusal(status, "not this way")]
        caller.run().expect(10, f"{status}: not this way")
        assert len(api.requests) == 2


def test_transport__a_refused_token_is_tried_twice(caller, api):
    caller.token.write_text("nobody's")
    caller.run().expect(10, "401: Unauthorized")
    assert len(api.requests) == 4


@pytest.mark.parametrize("inline", [False, True])
def test_transport__with_a_client_certificate(caller, api, authority, inline):
    tls = api._server.socket.context
    tls.verify_mode = ssl.CERT_REQUIRED
    tls.load_verify_locations(authority.certificate)
    caller.run().expect(10, "warning")
    assert api.requests == []
    key, certificate = authority.issue("somebody")
    for name, path in (("client-certificate", certificate), ("client-key", key)):
        if inline:
            caller.user[name + "-data"] = base64.b64encode(path.read_bytes()).decode()
        else:
            caller.user[name] = str(path)
    result = caller.run().expect(10)
    assert was_told(api) and "PRIVATE KEY" not in result.output


def test_transport__unverified_only_as_the_kubeconfig_says(caller, api, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    caller.cluster["certificate-authority"] = str(Authority(other, "Somebody Else").certificate)
    for words in ("false", False, "yes"):
        caller.cluster["insecure-skip-tls-verify"] = words
        caller.run().expect(10, "warning.*certificate")
    assert api.requests == []
    caller.cluster["insecure-skip-tls-verify"] = True
    caller.run().expect(10)
    assert was_told(api)


def test_transport__the_token_is_read_for_each_call(caller, api):
    def replace():
        api.token = "the next token"
        caller.token.write_text(api.token)

    api.answers = [Answer(before=replace)]
    caller.run().expect(10)
    assert was_told(api)
    assert [headers["Authorization"] for _, _, headers, _ in api.requests] == [
        "Bearer right-token",
        "Bearer the next token",
    ]


def test_transport__the_authority_is_read_for_each_call(caller, api, authority):
    """What is trusted no longer is not talked to, though the connection stands."""
    trusted = caller.directory / "ca.crt"
    shutil.copy(authority.certificate, trusted)
    caller.cluster["certificate-authority"] = str(trusted)
    other = caller.directory / "other"
    other.mkdir()
    stranger = Authority(other, "Somebody Else").certificate
    api.answers = [Answer(before=lambda: shutil.copy(stranger, trusted))]
    caller.run().expect(10, "warning.*certificate")
    assert len(api.requests) == 1


def test_transport__shows_the_token_to_nobody(caller, api):
    caller.token.write_text("s3cret-token")
    api.token = "s3cret-token"
    api.answers = [refusal(500, "no etcd")]
    result = caller.run()
    result.expect(10, "500: no etcd")
    assert "s3cret" not in result.output + caller.last_words.read_text()
    assert "s3cret" not in "".join(body for _, _, _, body in api.requests)


def test_transport__follows_no_redirect_with_the_token(caller, api, authority):
    elsewhere = FakeApi(authority)
    try:
        for status in (301, 302, 307, 308):
            api.answers = [Answer(status, "", headers={"Location": elsewhere.url + "/x"})]
            caller.run().expect(10, f"answered {status}.*redirect")
        assert elsewhere.requests == []
    finally:
        elsewhere.close()


def test_transport__keeps_the_token_from_a_server_of_plain_http(caller):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        caller.cluster["server"] = f"http://127.0.0.1:{listener.getsockname()[1]}"
        caller.run().expect(3, "not reached by https")
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize("file", ["tokenFile", "certificate-authority"])
def test_transport__an_empty_file_is_not_nothing(caller, api, file):
    empty = caller.directory / "empty"
    empty.write_text("")
    (caller.user if file == "tokenFile" else caller.cluster)[file] = str(empty)
    caller.run().expect(10, f"warning.*{empty} is empty")
    assert api.requests == []


def test_transport__writes_no_keys_of_its_sessions(caller, api):
    keys = caller.directory / "keys"
    caller.run(settings={"SSLKEYLOGFILE": str(keys)}).expect(10)
    assert was_told(api) and not keys.exists()


def test_transport__proxies_of_the_environment_do_not_count(caller, api):
    proxy = "http://127.0.0.1:1"
    caller.run(settings={"https_proxy": proxy, "HTTPS_PROXY": proxy, "ALL_PROXY": proxy}).expect(10)
    assert was_told(api)


def test_transport__only_the_kubeconfig_decides_who_is_reached_by_its_proxy(caller, api):
    caller.cluster["proxy-url"] = "http://127.0.0.1:1"
    caller.run(settings={"NO_PROXY": "*", "no_proxy": "*"}).expect(10, "warning")
    assert api.requests == []


def test_transport__through_the_proxy_of_the_kubeconfig(caller, api):
    asked = []
    gate = socket.create_server(("127.0.0.1", 0))

    def serve():
        client, _ = gate.accept()
        with client, connect(api) as end:
            asked.append(client.recv(65536).decode())
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            threading.Thread(target=pump, args=(end, client), daemon=True).start()
            pump(client, end)

    threading.Thread(target=serve, daemon=True).start()
    caller.cluster["proxy-url"] = f"http://127.0.0.1:{gate.getsockname()[1]}"
    caller.run().expect(10)
    gate.close()
    assert was_told(api)
    assert asked[0].startswith("CONNECT ") and "Bearer" not in asked[0]


def pump(source, target):
    try:
        while block := source.recv(65536):
            target.sendall(block)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # one side hung up


@pytest.mark.parametrize("url", ["gopher://u:s3cret@127.0.0.1:1", "http://u:s3cret@[::1"])
def test_transport__a_bad_proxy_is_not_shown_with_its_password(caller, url):
    caller.cluster["proxy-url"] = url
    result = caller.run().expect(10, "warning")
    assert "s3cret" not in result.output + caller.last_words.read_text()


def test_transport__names_from_outside_stay_names(caller, api):
    settings = {"POD_NAMESPACE": "../x?y#z", "NOETL_STATUS_CONFIGMAP": ".."}
    caller.run(settings=settings).expect(10)
    assert [path.partition("?")[0] for _, path, _, _ in api.requests] == [
        "/apis/events.k8s.io/v1/namespaces/..%2Fx%3Fy%23z/events",
        "/api/v1/namespaces/..%2Fx%3Fy%23z/configmaps/..",
    ]


def test_transport__to_an_address_of_ipv6(caller, authority):
    if not has_ipv6():
        pytest.skip("the machine has no ::1")
    fake = FakeApi(authority, names="IP:::1")
    gate = socket.create_server(("::1", 0), family=socket.AF_INET6)
    threading.Thread(target=relay, args=(gate, fake), daemon=True).start()
    try:
        caller.cluster["server"] = f"https://[::1]:{gate.getsockname()[1]}"
        caller.run().expect(10)
        assert was_told(fake)
    finally:
        gate.close()
        fake.close()


def relay(gate, fake):
    """Passes one connection on to the fake API; its client speaks first."""
    client, _ = gate.accept()
    with client, connect(fake) as end:
        threading.Thread(target=pump, args=(end, client), daemon=True).start()
        pump(client, end)


def connect(fake):
    return socket.create_connection(("127.0.0.1", int(fake.url.rpartition(":")[2])))


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as trial:
            trial.bind(("::1", 0))
        return True
    except OSError:
        return False


def test_transport__waits_as_long_as_it_is_told_and_no_longer(caller, api):
    busy = refusal(429, "too many requests", headers={"Retry-After": "1"})
    api.answers = [busy, Answer()]
    result = caller.run().expect(10)
    assert "too many requests" not in result.output and result.seconds >= 1
    api.answers = [refusal(429, "too many requests", headers={"Retry-After": "3600"})]
    result = caller.run().expect(10, "429: too many requests")
    assert result.seconds < 10
    assert len(api.requests) == 5  # three above, then one for each thing to tell


def can_mount():
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        return False
    trial = ["unshare", "--mount", "mount", "--bind", "/etc/resolv.conf", "/etc/resolv.conf"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


def instead_of(place, given, binary, directory):
    """A program that runs ours where `given` is seen at `place`."""
    if not can_mount():
        pytest.skip(f"only root, with unshare, can give one process another {place}")
    wrapper = directory / "wrapper"
    wrapper.write_text(
        "#!/bin/sh\n"
        f"exec unshare --mount sh -c 'mount --bind {given} {place} &&"
        f' exec {binary} "$@"\' sh "$@"\n'
    )
    wrapper.chmod(0o755)
    return wrapper


def test_transport__the_systems_authorities_do_not_count_beside_the_given_one(
    caller, binary, api, authority, tmp_path
):
    system = tmp_path / "certs"
    system.mkdir()
    shutil.copy(authority.certificate, system / "api.pem")
    shutil.copy(authority.certificate, system / "ca-certificates.crt")
    subprocess.run(["openssl", "rehash", str(system)], check=True, capture_output=True)
    other = tmp_path / "other"
    other.mkdir()
    caller.cluster["certificate-authority"] = str(Authority(other, "Somebody Else").certificate)
    wrapper = instead_of("/etc/ssl/certs", system, binary, tmp_path)
    caller.run(executable=wrapper).expect(10, "warning.*certificate")
    assert api.requests == []
    del caller.cluster["certificate-authority"]
    caller.run(executable=wrapper).expect(10)
    assert was_told(api)


def test_transport__in_a_pod_by_its_service_account(caller, binary, api, authority, tmp_path):
    """Whoever mounts over /run can play kubelet."""
    account = tmp_path / "kubernetes.io/serviceaccount"
    account.mkdir(parents=True)
    shutil.copy(authority.certificate, account / "ca.crt")
    (account / "token").write_text(api.token)
    (account / "namespace").write_text("mine")
    run = tmp_path / "run"
    (run / "secrets").mkdir(parents=True)
    (run / "secrets/kubernetes.io").symlink_to(account.parent)
    host, _, port = api.url.removeprefix("https://").partition(":")
    settings = {
        "KUBERNETES_SERVICE_HOST": host,
        "KUBERNETES_SERVICE_PORT": port,
        "POD_NAMESPACE": None,
        "HTTPS_PROXY": "http://127.0.0.1:1",
    }
    wrapper = instead_of("/run", run, binary, tmp_path)
    caller.program.start(
        "apply", "noetl", settings=caller.program.settings | settings, executable=wrapper
    ).wait().expect(10)
    assert was_told(api)
    assert {body["metadata"]["namespace"] for body in api.bodies("/namespaces/mine/")} == {"mine"}
    assert len(api.bodies("/namespaces/mine/")) == len(api.requests)


@pytest.fixture
def silent_name_server(caller, binary, tmp_path):
    resolver = tmp_path / "resolv.conf"
    resolver.write_text("nameserver 127.53.53.54\n")
    caller.cluster["server"] = "https://kubernetes.example"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        wrapper = instead_of("/etc/resolv.conf", resolver, binary, tmp_path)
        server.bind(("127.53.53.54", 53))
        server.settimeout(20)
        yield server, wrapper


def test_transport__a_name_server_that_does_not_answer_costs_little(caller, silent_name_server):
    _, wrapper = silent_name_server
    result = caller.run(executable=wrapper).expect(10, "warning")
    assert result.seconds < 9


def stop(running):
    running.send(signal.SIGTERM)
    sent = time.monotonic()
    running.wait(20)
    assert time.monotonic() - sent < 2


def test_transport__a_stop_is_felt_while_a_name_server_is_asked(caller, silent_name_server):
    server, wrapper = silent_name_server
    running = caller.start(executable=wrapper, settings={"NOETL_WAIT_TIMEOUT": "60"})
    server.recvfrom(512)
    stop(running)


@pytest.mark.parametrize("wait_timeout", ["60", "0"])
def test_transport__a_stop_is_felt_while_the_api_is_silent(caller, api, wait_timeout):
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
