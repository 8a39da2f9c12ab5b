"""Whom the Kubernetes API's client talks to: whose certificate counts, who sees the token."""

import base64
import json
import os
import shutil
import socket
import ssl
import subprocess
import threading

import pytest

from support.api_caller import InPod, instead_of, was_told
from support.certificates import Authority
from support.fake_api import Answer, FakeApi, refusal

pytestmark = pytest.mark.one_major


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


STATUS = (
    "/api/v1/namespaces/postgres/configmaps/noetl-schema-status"
    "?fieldManager=noetl-schema%2Fnoetl.noetl&force=true"
)


def test_transport__keeps_no_answer_that_nobody_reads(caller, api):
    """A ConfigMap of a thousand databases comes back whole, larger than what is read of an answer."""
    api.at[STATUS] = Answer(200, json.dumps({"data": {"other": "x" * 2_000_000}}))
    result = caller.run().expect(10)
    assert was_told(api) and "warning" not in result.output
    (accepted,) = [headers["Accept"] for _, path, headers, _ in api.requests if path == STATUS]
    assert accepted.startswith("application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,")


@pytest.mark.parametrize("status", [413, 422])
def test_transport__tells_what_to_do_about_a_full_config_map(caller, api, status):
    full = "Too long: may not be more than 1048576 bytes"
    api.at[STATUS] = refusal(status, full)
    caller.run().expect(10, f"warning.*{status}: {full}\n.*hint: .*delete.*noetl-schema-status")


def test_transport__by_several_kubeconfigs_that_are_one(caller, api):
    """As kubectl reads KUBECONFIG; file names are relative to the file that has them."""
    folders = [caller.directory / name for name in ("one", "two")]
    parts = (
        {"contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}]},
        {
            "current-context": "c",
            "clusters": [{"name": "c", "cluster": caller.cluster}],
            "users": [{"name": "u", "user": {"tokenFile": "../token"}}],
        },
    )
    for folder, part in zip(folders, parts, strict=True):
        folder.mkdir()
        (folder / "config").write_text(json.dumps(part))
    files = ":".join(["/nowhere/config", *(f"{folder}/config" for folder in folders)])
    settings = caller.program.settings | {"KUBECONFIG": files}
    program = caller.program.start("apply", "noetl", "--report", "kubeconfig", settings=settings)
    program.wait().expect(10)
    assert was_told(api)


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


@pytest.mark.parametrize(
    "file", ["tokenFile", "certificate-authority", "client-certificate", "client-key"]
)
def test_transport__waits_for_no_pipe_in_a_credentials_place(caller, api, file):
    pipe = caller.directory / "pipe"
    os.mkfifo(pipe)
    (caller.cluster if file == "certificate-authority" else caller.user)[file] = str(pipe)
    caller.run().expect(10, f"warning.*{pipe} is not a regular file\n.*hint: .*must be files")
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


def test_transport__the_pods_name_stays_one_when_its_owner_is_asked_for(caller, api):
    settings = {"JOB_NAME": None, "JOB_UID": None, "POD_NAME": "a/../b?c"}
    caller.run(settings=settings).expect(10)
    assert api.requests[0][1] == "/api/v1/namespaces/postgres/pods/a%2F..%2Fb%3Fc"


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
    pod = InPod(binary, api, authority, tmp_path)
    pod.run(caller.program, "apply", "noetl").expect(10)
    assert was_told(api)
    assert {body["metadata"]["namespace"] for body in api.bodies("/namespaces/mine/")} == {"mine"}
    assert len(api.bodies("/namespaces/mine/")) == len(api.requests)
