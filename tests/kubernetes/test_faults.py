"""Each fault of support/fault_table.py: what kubectl describe says of it, how the Job ends, and
whether docs/troubleshooting.md tells so. UPDATE_DOCS=1 rewrites that part of the page.

All Jobs run at once on one PostgreSQL, so one process has them all.
"""

import contextlib
import copy
import os
import re
import types

import pytest

from support.certificates import Authority
from support.cluster import TREE, Namespace, Postgres
from support.cluster_fault import section
from support.fault import document
from support.fault_table import FAULTS, WRONG_PASSWORD
from support.schema_job import SchemaJob, end_of

pytestmark = pytest.mark.timeout(900)
PAGE = TREE / "docs/troubleshooting.md"
BEGIN = "<!-- from here on: written by tests/kubernetes/test_faults.py with UPDATE_DOCS=1 -->\n\n"
NAMESPACE = "noetl-schema-faults"
UNTOLD = re.compile(r" Not reported to the API:.* timed out .*", re.S)
JOB_LABEL = "batch.kubernetes.io/job-name"
END_REASONS = ("Failed", "Refused")  # of the Event with which a run says that it failed
HBA = "/var/lib/postgresql/data/pgdata/pg_hba.conf"


def test_troubleshooting__is_written_from_the_table():
    head, begin, written = PAGE.read_text().partition(BEGIN)
    if os.environ.get("UPDATE_DOCS") == "1":
        written = document(FAULTS) + section()
        PAGE.write_text(head + begin + written)
    assert begin and written == document(FAULTS) + section()


@pytest.fixture(scope="module")
def faults(cluster, image, postgres_image, tmp_path_factory):
    """Every fault's Job, begun; its lock held, where one is, until the tests are over."""
    namespace = Namespace(cluster, NAMESPACE)
    cluster.kubectl("delete", "namespace", NAMESPACE, "--ignore-not-found", timeout=180)
    cluster.kubectl("create", "namespace", NAMESPACE)
    server = start_server(namespace, tmp_path_factory.mktemp("tls"))
    prepare(server, FAULTS)
    keep_out(server, [fault for fault in FAULTS if fault.hba])
    jobs = {fault.name: job_of(namespace, fault) for fault in FAULTS}
    plain = [fault for fault in FAULTS if not fault.needs_tls]
    with contextlib.ExitStack() as held:
        run_before(server, [fault for fault in plain if fault.runs_before], jobs)
        for fault in plain:
            if fault.held:
                held.enter_context(session(server, fault))
        apply_together(namespace, [jobs[fault.name] for fault in plain])
        begin_tls(server, jobs)
        yield look(namespace, jobs)
    cluster.kubectl("delete", "namespace", NAMESPACE, "--wait=false")


def apply_together(namespace, jobs):
    """What several Jobs share, the Role and its like, is applied once."""
    objects = {}
    for each in (each for job in jobs for each in job.objects):
        objects[each["kind"], each["metadata"]["name"]] = each
    namespace.apply(list(objects.values()))


def look(namespace, jobs):
    """What there is to see of every Job once all have ended. A kubectl costs more than what it asks."""
    for condition in ("Complete", "Failed"):
        names = [f"job/{each.name}" for each in FAULTS if each.how_it_ends[1] == condition]
        namespace.kubectl("wait", *names, f"--for=condition={condition}", "--timeout=300s",
                          check=False, timeout=400)  # fmt: skip
    pods, events = namespace.list("pods"), namespace.events()
    described = namespace.kubectl("describe", "jobs").stdout
    texts = {text.split(None, 2)[1]: text for text in re.split(r"\n\n\n(?=Name:)", described)}
    seen = {}
    for each in namespace.list("jobs"):
        name = each["metadata"]["name"]
        own = [pod for pod in pods if pod["metadata"]["labels"].get(JOB_LABEL) == name]
        notes = [event["note"] for event in events if event["regarding"].get("name") == name
                 and event["reason"] in END_REASONS]  # fmt: skip
        seen[name] = types.SimpleNamespace(
            conditions={it["type"]: it.get("reason") for it in each["status"].get("conditions", [])},
            ends=[end_of(pod) for pod in own],
            notes=notes,
            description=texts[name],
            job=jobs.get(name),
        )
    return seen


def start_server(namespace, folder):
    authority, other = (Authority(made(folder / name)) for name in ("ca", "other"))
    key, certificate = authority.issue("elsewhere", "DNS:elsewhere.example")
    texts = {"server.key": key, "server.crt": certificate}
    namespace.tls = {"ca.crt": authority.certificate.read_text(),
                     "other.crt": other.certificate.read_text()}  # fmt: skip
    objects = namespace.manifests("k8s/postgres")
    stateful_set = next(each for each in objects if each["kind"] == "StatefulSet")
    pod = stateful_set["spec"]["template"]["spec"]
    pod["containers"][0]["args"] = ["-c", "fsync=off"]  # nothing here outlives a crash
    pod["volumes"] += [
        {"name": "tls", "secret": {"secretName": "server-tls", "defaultMode": 0o440}},
        {"name": "small", "emptyDir": {"medium": "Memory", "sizeLimit": "4Mi"}},
    ]
    pod["containers"][0]["volumeMounts"] += [
        {"name": "tls", "mountPath": "/tls"}, {"name": "small", "mountPath": "/small"},
    ]  # fmt: skip
    namespace.apply({
        "apiVersion": "v1", "kind": "Secret", "metadata": {"name": "server-tls"},
        "stringData": {name: path.read_text() for name, path in texts.items()},
    })  # fmt: skip
    namespace.apply(objects)
    namespace.apply(standby_of(pod))
    server = Postgres(namespace).wait()
    namespace.wait_for("pod/standby", "condition=Ready", 120)
    namespace.kubectl("exec", "postgres-0", "--", "mkdir", "/small/space")
    server.query("create tablespace small location '/small/space'", "postgres")
    server.query("grant create on tablespace small to public", "postgres")
    return server


STANDBY = """\
set -eu
PATH=$PATH:/usr/local/pgsql/bin  # of the tree's own image
echo "$POSTGRES_PASSWORD" >/tmp/password
initdb --username=postgres --pwfile=/tmp/password --no-sync --encoding=UTF8 --locale=C
echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
postgres --single -D "$PGDATA" postgres <<'END'
create role standby_only login password 'fault'
create database standby_only owner standby_only
END
touch "$PGDATA/standby.signal"
"""


def standby_of(pod):
    """A server that is in recovery until somebody promotes it, and a Service for it."""
    pod = copy.deepcopy(pod)
    (server,) = pod["containers"]
    server["volumeMounts"] = [
        each for each in server["volumeMounts"] if each["name"] not in ("tls", "small")
    ]
    pod["volumes"] = [each for each in pod["volumes"] if each["name"] not in ("tls", "small")]
    maker = {name: server[name] for name in ("image", "env", "securityContext", "volumeMounts")}
    pod["initContainers"] = [maker | {"name": "make", "command": ["/bin/sh", "-c", STANDBY]}]
    labels = {"app.kubernetes.io/name": "standby"}
    return [
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "standby", "labels": labels},
         "spec": pod},
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "standby"},
         "spec": {"selector": labels, "ports": [{"port": 5432}]}},
    ]  # fmt: skip


def made(folder):
    folder.mkdir()
    return folder


def prepare(server, faults):
    """Roles and databases, and what is wrong with them."""
    lines = []
    for fault in faults:
        lines += [
            "create role {role} login password 'fault'",
            "create database {role} owner {role} strategy file_copy",
            *fault.server_sql,
        ]
        if fault.database_sql:
            lines += ["\\connect {role}", *fault.database_sql, "\\connect postgres"]
        lines = [line.format(role=fault.role) for line in lines]
    server.script("".join(f"{line}{'' if line[0] == chr(92) else ';'}\n" for line in lines))


def keep_out(server, faults):
    put_first = f"cat - {HBA} >/tmp/pg_hba.conf && cat /tmp/pg_hba.conf >{HBA}"
    server.namespace.kubectl(
        "exec", "-i", "postgres-0", "--", "/bin/sh", "-c", put_first,
        stdin="".join(f"{fault.hba}\n".format(role=fault.role) for fault in faults),
    )  # fmt: skip
    server.query("select pg_reload_conf()", "postgres")


def job_of(namespace, fault):
    files = fault.files | (namespace.tls if fault.needs_tls else {})

    def change(job):
        pod = job["spec"]["template"]["spec"]
        if files:
            pod["volumes"].append({"name": "ddl", "configMap": {"name": f"{fault.name}-ddl"}})
            mount = {"name": "ddl", "mountPath": "/ddl", "readOnly": True}
            pod["containers"][0]["volumeMounts"].append(mount)
        if fault.account:
            pod["serviceAccountName"] = fault.account
        if fault.change is not None:
            fault.change(job)

    job = SchemaJob(namespace, fault.name, fault.arguments, fault.environment,
                    backoff_limit=1, change=change)  # fmt: skip
    if fault.account:
        job.objects.append({
            "apiVersion": "v1", "kind": "ServiceAccount",
            "metadata": {"name": fault.account, "namespace": namespace.name},
        })  # fmt: skip
    if files:
        job.objects.append({
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": {"name": f"{fault.name}-ddl", "namespace": namespace.name}, "data": files,
        })  # fmt: skip
    return job


def run_before(server, faults, jobs):
    firsts = {}
    for fault in faults:
        firsts[fault.name] = jobs[fault.name].copy(f"{fault.name}-before")
        if fault.arguments[0] == "verify":
            firsts[fault.name].container["args"] = ["apply", *fault.arguments[1:]]
        firsts[fault.name].objects += jobs[fault.name].objects
        firsts[fault.name].objects.remove(jobs[fault.name].job)
        firsts[fault.name].apply()
    for fault in faults:
        firsts[fault.name].wait_complete(180)
        for statement in fault.fault_sql:
            server.query(statement.format(role=fault.role), fault.role)


def session(server, fault):
    """A session that has run the fault's SQL, and stays."""
    return server.session(f"{fault.held.format(role=fault.role)};", fault.role)


def begin_tls(server, jobs):
    """Those that want a server with TLS come when the one that wants none is over."""
    jobs["no-tls"].wait_failed(300)
    for setting in ("ssl_key_file = '/tls/server.key'", "ssl_cert_file = '/tls/server.crt'",
                    "ssl = on"):  # fmt: skip
        server.query(f"alter system set {setting}", "postgres")
    server.query("select pg_reload_conf()", "postgres")
    apply_together(server.namespace, [jobs[fault.name] for fault in FAULTS if fault.needs_tls])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault__is_named_where_a_person_looks(faults, fault):
    pod_count, condition, reason = fault.how_it_ends
    found = faults[fault.name]
    assert condition in found.conditions, found
    assert reason in (None, found.conditions[condition])
    assert [end and end[0] for end in found.ends] == [fault.exit_status] * pod_count, found
    last_words = found.ends[0][1]
    if fault.waits:  # said when it begins, and once more when half of the time is spent
        assert pod_count <= found.job.log().count("waiting, for at most") <= 2 * pod_count
    if fault.only_pod_knows:
        assert found.notes == []
        assert any(fault.matches(tail) for tail in tails(last_words)), found
        assert last_words[:40] in found.job.describe_pods()
        return
    if not found.notes and UNTOLD.search(last_words):  # an API server that had no time: so be it
        found.notes.append(UNTOLD.sub("", last_words))
        found.description += found.notes[0]
    assert found.notes, found
    for note in found.notes:
        assert fault.matches(note), found
        assert note.split("\n")[0] in found.description
        assert WRONG_PASSWORD not in note
    assert last_words[:40] in {note[:40] for note in found.notes}
    if WRONG_PASSWORD in fault.environment.values():
        assert WRONG_PASSWORD not in last_words + found.job.log()


def tails(log):
    """The end of a log from each of its words on: where the sentence begins is not our concern."""
    log = re.sub(r"\n +hint: ", ". Hint: ", log)
    return [log[place:] for place in range(len(log))]
