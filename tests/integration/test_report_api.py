"""A Kubernetes API that is busy, broken, slow or somebody else never changes how a run ends."""

import datetime
import json
import re
import threading

import pytest

from support import status_schema
from support.api_caller import POD
from support.fake_api import Answer, FakeApi, refusal

pytestmark = pytest.mark.one_major

def test_report__tells_events_status_and_last_words(report, api):
    result, last_words = report()
    result.expect(0)
    assert "warning" not in result.output
    events = api.bodies("/events")
    assert [event["reason"] for event in events] == ["Applying", "Applied"]
    assert events[0]["regarding"] == {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "namespace": "postgres",
        "name": "noetl-apply-schema",
        "uid": "1a2b",
    }
    (first, *_, last) = documents(api)
    assert first["phase"] == "Applying" and seconds_valid(first) == 120
    assert last["phase"] == "Applied" and last["until"] is None
    maps = [body for body in api.bodies("/configmaps/") if body["kind"] == "ConfigMap"]
    (status,) = (json.loads(text) for text in maps[-1]["data"].values())
    assert status["phase"] == "Applied" and status["exitCode"] == 0
    assert status["bundle"]["name"] == "noetl" and status["error"] is None
    assert "created" in last_words


def documents(api):
    """Every status document that was written, in its order."""
    return [
        json.loads(text) for body in api.bodies("/configmaps/") for text in body["data"].values()
    ]


def seconds_valid(document):
    """How long after it was written a document counts."""
    until, written = (
        datetime.datetime.fromisoformat(document[name]) for name in ("until", "updatedAt")
    )
    return (until - written).total_seconds()


def test_report__of_a_long_statement_is_renewed(report, api, write):
    """So that whoever finds it later can tell whether the run is still there."""
    report("apply", "--file", write("create table t (a int);\nselect pg_sleep(33);"))[0].expect(0)
    at_work = [each for each in documents(api) if each["phase"] == "Applying"]
    assert [seconds_valid(each) for each in at_work] == [120, 120]
    assert at_work[0]["until"] < at_work[1]["until"]
    assert at_work[0]["startedAt"] == at_work[1]["startedAt"]


def test_report__names_events_in_the_order_of_time(report, api):
    """kubectl describe goes by names: it sorts by a time that only old Events have."""
    report("apply", "noetl", "workspace", "--ensure-role")[0].expect(0)
    names = [event["metadata"]["generateName"] for event in api.bodies("/events")]
    assert len(names) > 3 and names == sorted(set(names))


def calls(api):
    """Each call, as "METHOD resource"."""
    resources = ("events", "configmaps", "pods")
    return [
        f"{method} {next(each for each in resources if f'/{each}' in path)}"
        for method, path, _, _ in api.requests
    ]


def test_report__writes_each_phase_once(report, api):
    report()[0].expect(0)
    assert calls(api) == ["POST events", "PATCH configmaps"] * 2


def test_report__of_a_change_that_is_tried_again_and_again_is_throttled(report, api, environment):
    report()[0].expect(0)
    del api.requests[:]
    blocker = environment.connect_as_owner()
    blocker.execute("drop index noetl.ix_credential_type")
    blocker.execute("begin; lock table noetl.credential")
    budget = {"NOETL_LOCK_TIMEOUT": "10ms", "NOETL_CHANGE_TIMEOUT": "3s"}
    result, _ = report(settings=budget)
    blocker.close()
    result.expect(13)
    attempts = int(re.search(r"gave up after (\d+) attempts", result.output)[1])
    made = calls(api)
    assert attempts > 3
    # Applying and Failed; of the same phase again no word within seconds, but its count at the end.
    assert made.count("POST events") == 2 and made.count("PATCH events") < attempts - 1
    assert made.count("PATCH configmaps") < attempts
    series = [each["series"]["count"] for each in api.bodies("/events/") if "series" in each]
    assert series[-1] == attempts
    (status,) = statuses(api).values()
    assert status["phase"] == "Failed" and status["exitCode"] == 13


def test_report__of_a_run_with_nothing_to_do(report, api):
    report()[0].expect(0)
    del api.requests[:]
    report()[0].expect(0)
    assert [event["reason"] for event in api.bodies("/events")] == ["Unchanged"]
    (status,) = statuses(api).values()
    assert status["fingerprintAfter"] == status["fingerprintBefore"] is not None
    assert calls(api) == ["POST events", "PATCH configmaps"]


UNTOLD = {"JOB_NAME": "", "JOB_UID": ""}


def test_report__finds_the_job_by_the_owner_of_the_pod(report, api):
    """Where the Pod's template has no downward API for the Job, and the Pod may be read."""
    owner = {"apiVersion": "batch/v1", "kind": "Job", "name": "apply", "uid": "9f", "controller": True}
    pod = {"kind": "Pod", "metadata": {"uid": "6a7b", "ownerReferences": [owner]}}
    api.answers = [Answer(200, json.dumps(pod)), Answer()]
    report(settings=UNTOLD)[0].expect(0)
    assert calls(api) == ["GET pods"] + ["POST events", "PATCH configmaps"] * 2
    assert {each["regarding"]["name"] for each in api.bodies("/events")} == {"apply"}


def test_report__is_about_the_pod_where_nobody_tells_of_a_job(report, api):
    api.answers = [refusal(403, "pods is forbidden"), Answer()]
    result, _ = report(settings=UNTOLD)
    result.expect(0)
    assert "warning" not in result.output
    assert {each["regarding"]["kind"] for each in api.bodies("/events")} == {"Pod"}


def test_report__of_a_failure_names_cause_and_hint(report, api, environment):
    result, last_words = report(settings={"NOETL_PASSWORD": "wrong", "NOETL_LOGIN_TIMEOUT": "0"})
    result.expect(4)
    failed = api.bodies("/events")[-1]
    assert failed["reason"] == "Refused" and failed["type"] == "Warning"
    assert environment.owner in failed["note"] and "Hint:" in failed["note"]
    assert last_words.startswith(failed["note"][:40])
    assert "wrong" not in failed["note"] + last_words
    (status,) = statuses(api).values()
    assert status["fingerprintBefore"] is None, "nobody could look"


def test_report__says_on_the_job_how_it_ended(report, api):
    report("apply", "noetl", "--annotate-job")[0].expect(0)
    ((method, path, headers, body),) = [each for each in api.requests if "/jobs/" in each[1]]
    assert (method, path.partition("?")[0]) == (
        "PATCH",
        "/apis/batch/v1/namespaces/postgres/jobs/noetl-apply-schema",
    )
    assert headers["Content-Type"] == "application/merge-patch+json"
    metadata = json.loads(body)["metadata"]
    assert metadata["uid"] == POD["JOB_UID"]
    assert metadata["annotations"]["noetl.io/schema-reason"] == "Applied"
    assert "created" in metadata["annotations"]["noetl.io/schema-message"]

    del api.requests[:]
    wrong = {"NOETL_PASSWORD": "wrong", "NOETL_LOGIN_TIMEOUT": "0"}
    report("apply", "noetl", "--annotate-job", settings=wrong)[0].expect(4)
    (body,) = api.bodies("/jobs/")
    assert body["metadata"]["annotations"]["noetl.io/schema-reason"] == "Refused"

    del api.requests[:]
    report()
    assert not api.bodies("/jobs/"), "only where it is asked for"


def statuses(api):
    """The last document of every target: {"database.bundle": {...}}."""
    found = {}
    for body in api.bodies("/configmaps/"):
        found |= {key: json.loads(text) for key, text in body.get("data", {}).items()}
        for document in found.values():
            status_schema.check(document)
    return found


def test_report__keeps_the_targets_of_a_run_apart(report, api, environment):
    wrong = {"POSTGRES_PASSWORD": "wrong", "NOETL_LOGIN_TIMEOUT": "0"}
    report("apply", "noetl", "workspace", settings=wrong)[0].expect(4)
    found = {key.rpartition(".")[2]: each for key, each in statuses(api).items()}
    assert found["noetl"]["phase"] == "Applied" and found["noetl"]["exitCode"] == 0
    assert found["noetl"]["error"] is None and found["noetl"]["finishedAt"]
    assert found["noetl"]["fingerprintAfter"] != found["noetl"]["fingerprintBefore"]
    assert found["workspace"]["phase"] == "Failed" and found["workspace"]["exitCode"] == 4
    assert found["workspace"]["reason"] == "Refused" and found["workspace"]["hint"]
    assert found["workspace"]["error"]["sqlstate"] in ("28P01", "3D000")


@pytest.mark.parametrize(
    ("arguments", "phase", "words"),
    [
        (["init", "catalog"], "Unchanged", "nothing to do"),
        (["reset", "catalog", "--yes"], "Applied", "reset"),
        (["partitions", "catalog"], "Unchanged", "no partition is due"),
    ],
)
def test_report__of_every_command_that_changes_something(report, api, arguments, phase, words):
    report("apply", "catalog")[0].expect(0)
    del api.requests[:]
    result, last_words = report(*arguments, settings={"NOETL_INIT_DB": "true"})
    result.expect(0)
    assert "warning" not in result.output
    (status,) = statuses(api).values()
    assert (status["phase"], status["exitCode"]) == (phase, 0) and status["finishedAt"]
    assert api.bodies("/events")[-1]["reason"] == phase
    assert words in status["message"] and words in last_words


BUSY = {
    "429": lambda: refusal(429, "too many requests", headers={"Retry-After": "1"}),
    "500": lambda: refusal(500, "etcdserver: request timed out"),
    "503": lambda: Answer(503, "upstream connect error"),
    "half an answer": lambda: Answer(cut_after=7),
}


@pytest.mark.parametrize("what", BUSY)
def test_report__is_tried_again(report, api, what):
    api.answers = [BUSY[what](), Answer()]
    result, _ = report()
    result.expect(0)
    assert "warning" not in result.output
    assert len([1 for _, path, _, _ in api.requests if path.endswith("/events")]) == 3


BROKEN = {
    "always 500": (lambda: refusal(500, "no etcd"), "500: no etcd"),
    "no JSON": (lambda: Answer(500, "<html>oops</html>"), "answered 500"),
    "a redirect": (
        lambda: Answer(302, "", headers={"Location": "https://127.0.0.1:1/"}),
        "redirect",
    ),
    "10 MB": (lambda: Answer(body="x" * 10_000_000), "its answer is larger than 1 MiB"),
    "422": (lambda: refusal(422, "note: too long"), "422: note: too long"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_report__that_is_not_taken_is_a_warning(report, api, what):
    make, says = BROKEN[what]
    api.answers = [make()]
    result, last_words = report()
    result.expect(0, "warning", says)
    assert result.seconds < 20
    assert "created" in last_words


def test_report__forbidden_names_the_rule_that_would_allow_it(report, api):
    api.answers = [refusal(403, 'events is forbidden: User "x" cannot create resource "events"')]
    result, _ = report()
    result.expect(
        0,
        "create events in namespace",
        r'{apiGroups: \["events.k8s.io"\], resources: \["events"\], verbs: \["create", "patch"\]}',
        r'{apiGroups: \[""\], resources: \["configmaps"\], '
        r'resourceNames: \["noetl-schema-status"\], verbs: \["create", "patch"\]}',
    )


def test_report__reads_a_replaced_token_again(report, api):
    report.token.write_text("expired")

    def renew():
        report.token.write_text("right-token")

    original = api._next_answer

    def next_answer(handler, body):
        answer = original(handler, body)
        if answer.status == 401:
            renew()
        return answer

    api._next_answer = next_answer
    result, _ = report()
    result.expect(0)
    assert "warning" not in result.output


def test_report__with_a_token_that_stays_refused(report):
    report.token.write_text("nobody's")
    report()[0].expect(0, "warning", "401")


def test_report__to_a_server_of_another_name_is_refused(report, authority):
    other = FakeApi(authority, names="DNS:other.example")
    try:
        report(url=other.url)[0].expect(0, "warning", "(?i)certificate|subject")
        assert other.requests == []
    finally:
        other.close()


def test_report__with_the_name_that_the_kubeconfig_gives(report, authority):
    other = FakeApi(authority, names="DNS:other.example")
    try:
        result, _ = report(url=other.url, cluster={"tls-server-name": "other.example"})
        result.expect(0)
        assert "warning" not in result.output
        # What stands before the API may go by it, and kubectl leaves it as it is.
        hosts = {headers["Host"] for _, _, headers, _ in other.requests}
        assert hosts == {other.url.removeprefix("https://")}
    finally:
        other.close()


def test_report__to_a_server_of_an_unknown_authority(report, tmp_path):
    from support.certificates import Authority

    folder = tmp_path / "other"
    folder.mkdir()
    other = FakeApi(Authority(folder, "Somebody Else"))
    try:
        report(url=other.url)[0].expect(0, "warning", "certificate")
        assert other.requests == []
    finally:
        other.close()


def test_report__to_nobody_costs_little(report):
    result, last_words = report(url="https://127.0.0.1:1")
    result.expect(0, "warning", "cannot create events", "--report off")
    assert result.output.count("warning") == 1  # nobody answers, whatever is asked
    assert result.seconds < 15 and "created" in last_words


def test_report__to_a_silent_server_is_bounded(report, api):
    silence = threading.Event()
    api.answers = [Answer(before=lambda: silence.wait(60))]
    result, last_words = report()
    silence.set()
    result.expect(0, "warning")
    assert result.seconds < 20 and "created" in last_words


@pytest.fixture
def report_targets(report, environment, tmp_path):
    """Runs apply on as many targets: a schema for each in one database."""

    def run(count, *arguments, **settings):
        targets = [{"name": f"t{number}", "NOETL_SCHEMA": f"t{number}"} for number in range(count)]
        file = tmp_path / "targets.yaml"
        file.write_text(json.dumps({"defaults": settings, "targets": targets}))
        return report("apply", "--targets", str(file), *arguments)

    return run


def test_report__of_targets_is_one_document(report_targets, api):
    result, last_words = report_targets(2, "--annotate-job")
    result.expect(0)
    assert [event["reason"] for event in api.bodies("/events")] == ["Applying", "Applied"]
    (document,) = statuses(api).values()
    assert (document["phase"], document["database"]) == ("Applied", None)
    assert (document["targets"]["total"], document["targets"]["applied"]) == (2, 2)
    assert last_words.startswith("2 targets: 2 applied, ")
    (body,) = api.bodies("/jobs/")
    assert body["metadata"]["annotations"]["noetl.io/schema-message"] == last_words.strip()


def test_report__of_a_shard_is_its_own(report_targets, api):
    report_targets(3, "--shards", "2", "--shard", "1")[0].expect(0)
    (key,) = statuses(api)
    assert key == "targets.1"
    document = statuses(api)[key]
    assert [document["targets"][word] for word in ("total", "shard", "shards")] == [1, 1, 2]
    managers = [path for method, path, *_ in api.requests if "/configmaps/" in path]
    assert all("fieldManager=noetl-schema%2Ftargets.1&" in path for path in managers)


def test_report__names_the_first_targets_that_fail(report_targets, api):
    result, last_words = report_targets(21, NOETL_PASSWORD="wrong", NOETL_LOGIN_TIMEOUT="0")
    result.expect(4)
    events = [(event["reason"], event["type"], event["note"]) for event in api.bodies("/events")]
    assert [reason for reason, _, _ in events] == ["Applying", *["Failed"] * 10, "Refused"]
    assert {kind for reason, kind, _ in events[1:]} == {"Warning"}
    assert re.match(r"target t\d+: exit 4: .*\. Hint: ", events[1][2])
    assert events[-1][2].startswith("21 of 21 targets failed: t")
    (document,) = statuses(api).values()
    assert document["targets"]["failed"] == 21 and len(document["targets"]["failures"]) == 20
    assert document["exitCode"] == 4 and document["reason"] == "Refused"
    assert "21 of 21 targets failed" in last_words
