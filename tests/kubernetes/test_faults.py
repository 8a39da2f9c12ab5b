"""Each fault of support/fault_table.py: what kubectl describe says of it, how the Job ends, and
whether docs/troubleshooting.md tells so. UPDATE_DOCS=1 writes that page anew.

All Jobs run at once on one PostgreSQL, so one process has them all.
"""

import contextlib
import os
import re
import subprocess
import types

import pytest

from support.certificates import Authority
from support.cluster import TREE, Namespace, Postgres
from support.fault import document
from support.fault_table import FAULTS
from support.schema_job import SchemaJob

pytestmark = [pytest.mark.timeout(900), pytest.mark.xdist_group("faults")]
PAGE = TREE / "docs/troubleshooting.md"
NAMESPACE = "noetl-schema-faults"
HBA = "/var/lib/postgresql/data/pgdata/pg_hba.conf"


def test_troubleshooting__is_written_from_the_table():
    if os.environ.get("UPDATE_DOCS") == "1":
        PAGE.write_text(document(FAULTS))
    assert PAGE.read_text() == document(FAULTS)


@pytest.fixture(scope="module")
def faults(cluster, image, postgres_image, tmp_path_factory):
    """Every fault's Job, begun; its lock held, where one is, until the tests are over."""
    namespace = Namespace(cluster, NAMESPACE)
    cluster.kubectl("delete", "namespace", NAMESPACE, "--ignore-not-found", timeout=180)
    cluster.kubectl("create", "namespace", NAMESPACE)
    server = start_server(namespace, tmp_path_factory.mktemp("tls"))
    jobs = {}
    with contextlib.ExitStack() as held:
        plain = [fault for fault in FAULTS if not fault.needs_tls]
        prepare(server, FAULTS)
        keep_out(server, next(fault for fault in plain if fault.name == "not-in-hba"))
        jobs = {fault.name: job_of(namespace, fault) for fault in FAULTS}
        run_before(server, [fault for fault in plain if fault.runs_before], jobs)
        for fault in plain:
            if fault.held:
                held.enter_context(session(server, fault))
            jobs[fault.name].apply()
        begin_tls(server, jobs)
        yield jobs
    cluster.kubectl("delete", "namespace", NAMESPACE, "--wait=false")


def start_server(namespace, folder):
    authority, other = (Authority(made(folder / name)) for name in ("ca", "other"))
    key, certificate = authority.issue("elsewhere", "DNS:elsewhere.example")
    texts = {"server.key": key, "server.crt": certificate}
    namespace.tls = {"ca.crt": authority.certificate.read_text(),
                     "other.crt": other.certificate.read_text()}  # fmt: skip
    objects = namespace.manifests("k8s/postgres")
    stateful_set = next(each for each in objects if each["kind"] == "StatefulSet")
    pod = stateful_set["spec"]["template"]["spec"]
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
    server = Postgres(namespace).wait()
    namespace.kubectl("exec", "postgres-0", "--", "mkdir", "/small/space")
    server.query("create tablespace small location '/small/space'", "postgres")
    server.query("grant create on tablespace small to public", "postgres")
    return server


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


def keep_out(server, fault):
    put_first = f"cat - {HBA} >/tmp/pg_hba.conf && cat /tmp/pg_hba.conf >{HBA}"
    server.namespace.kubectl(
        "exec", "-i", "postgres-0", "--", "/bin/sh", "-c", put_first,
        stdin=f"host all {fault.role} all reject\n",
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
        if fault.change is not None:
            fault.change(job)

    job = SchemaJob(namespace, fault.name, fault.arguments, fault.environment,
                    backoff_limit=1, change=change)  # fmt: skip
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


@contextlib.contextmanager
def session(server, fault):
    """A session that has run the fault's SQL, and stays."""
    cluster = server.namespace.cluster
    place = f"host={server.address()} user=postgres dbname={fault.role} application_name=holder"
    with subprocess.Popen(
        [*cluster.prefix, "env", f"PGPASSWORD={server.password()}", "psql", "-X", "-q", place],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as psql:  # fmt: skip
        print(f"{fault.held.format(role=fault.role)};", file=psql.stdin)
        print("select 'held';", file=psql.stdin, flush=True)
        while "held" not in psql.stdout.readline():
            assert psql.poll() is None
        yield
        psql.stdin.close()
        psql.wait(30)


def begin_tls(server, jobs):
    """Those that want a server with TLS come when the one that wants none is over."""
    jobs["no-tls"].wait_failed(300)
    for setting in ("ssl_key_file = '/tls/server.key'", "ssl_cert_file = '/tls/server.crt'",
                    "ssl = on"):  # fmt: skip
        server.query(f"alter system set {setting}", "postgres")
    server.query("select pg_reload_conf()", "postgres")
    for fault in FAULTS:
        if fault.needs_tls:
            jobs[fault.name].apply()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault__is_named_where_a_person_looks(faults, fault):
    job = faults[fault.name].wait_failed(300)
    found = types.SimpleNamespace(
        reason=job.condition("Failed")["reason"],
        ends=job.ends(),
        note=next((each["note"] for each in job.events() if each["reason"] in ("Failed", "Refused")), None),
    )
    expected = (2, "BackoffLimitExceeded") if fault.is_retried else (1, "PodFailurePolicy")
    assert [end[0] for end in found.ends] == [fault.exit_status] * expected[0], found
    assert found.reason == expected[1]
    if fault.only_pod_knows:
        assert any(fault.matches(tail) for tail in tails(found.ends[0][1])), found
        return
    assert found.note is not None, found
    assert fault.matches(found.note), found
    assert found.note.split("\n")[0] in job.describe()
    assert found.ends[0][1][:40] == found.note[:40]
    assert "not-this-one" not in found.note + found.ends[0][1] + job.log()


def tails(log):
    """The end of a log from each of its words on: where the sentence begins is not our concern."""
    log = re.sub(r"\n +hint: ", ". Hint: ", log)
    return [log[place:] for place in range(len(log))]
