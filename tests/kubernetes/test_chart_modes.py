"""The chart's other modes on a real cluster: job, cronjob, library."""

import json

import pytest

from support.certificates import Authority
from support.chart import EXISTING, MODES, PROGRAMS, merged, template
from support.helm_release import HelmRelease

COUNT_PARTITIONS = (
    "select count(*) from pg_inherits where inhparent = 'noetl_catalog.event'::regclass"
)
LAST_PARTITION = """
    select max(inhrelid::regclass::text) from pg_inherits
    where inhparent = 'noetl_catalog.event'::regclass and inhrelid::regclass::text ~ '_p[0-9]+$'
"""
both_helms = pytest.mark.parametrize("program", PROGRAMS)
pytestmark = pytest.mark.timeout(300)


def phase(namespace):
    return namespace.status()["noetl.noetl"]["phase"]


@both_helms
def test_job__installs_upgrades_rolls_back_and_uninstalls(namespace, postgres, image, program):
    release = HelmRelease(namespace, program, merged(EXISTING, {"mode": "job"}))
    wait = ("--wait", "--wait-for-jobs")

    assert "condition=Complete job/demo-noetl-schema-1" in release.upgrade(*wait).stdout
    assert phase(namespace) == "Applied"
    assert ("Job", "demo-noetl-schema-1") in release.left()

    release.upgrade(*wait)
    assert phase(namespace) == "Unchanged"
    jobs = {name for kind, name in release.left() if kind == "Job"}
    assert jobs == {"demo-noetl-schema-2"}

    release.rollback(1, *wait)
    assert release.status() == "deployed"
    jobs = {name for kind, name in release.left() if kind == "Job"}
    assert jobs == {"demo-noetl-schema-1"}

    release.test()
    release.uninstall()
    namespace.until(lambda: not release.left(), what="everything gone")


@both_helms
def test_job__a_failed_one_leaves_a_release_that_the_next_upgrade_mends(
    namespace, postgres, image, program
):
    release = HelmRelease(namespace, program, merged(EXISTING, {"mode": "job"}))
    wrong = {"extraArgs": ["--no-such-option"]}
    # Helm 3 does not see that a plain Job has failed, so it is not given long.
    failed = release.upgrade("--wait", "--wait-for-jobs", values=wrong, check=False, timeout_s=15)
    assert failed.returncode != 0
    assert release.status() == "failed"
    namespace.wait_for("job/demo-noetl-schema-1", "condition=Failed")
    assert "no-such-option" in namespace.kubectl("logs", "job/demo-noetl-schema-1").stdout

    release.upgrade("--wait", "--wait-for-jobs")
    assert release.status() == "deployed"
    assert phase(namespace) == "Applied"


def test_job__installs_where_its_old_job_is_still_there(namespace, postgres, image):
    release = HelmRelease(namespace, "helm", merged(EXISTING, {"mode": "job"}))
    release.upgrade("--wait", "--wait-for-jobs")
    for secret in namespace.list("secrets", "--selector=owner=helm"):  # the release is forgotten
        namespace.kubectl("delete", "secret", secret["metadata"]["name"])
    assert release.status() is None
    release.upgrade("--wait", "--wait-for-jobs")
    assert release.status() == "deployed"


def test_cronjob__looks_after_partitions_and_finds_drift(namespace, postgres, image):
    first = {"bundles": ["noetl", "catalog"]}
    HelmRelease(namespace, "helm", merged(EXISTING, first), name="first").upgrade()
    release = HelmRelease(namespace, "helm", merged(EXISTING, first, {"mode": "cronjob"}))
    release.upgrade()

    (made,) = postgres.query(COUNT_PARTITIONS)
    (last,) = postgres.query(LAST_PARTITION)
    postgres.query(f"drop table {last}")
    for name in ("partitions", "verify"):
        cronjob = f"cronjob/demo-noetl-schema-{name}"
        namespace.kubectl("create", "job", f"{name}-now", f"--from={cronjob}")
        namespace.wait_for(f"job/{name}-now", "condition=Complete")
    assert postgres.query(COUNT_PARTITIONS) == [made]

    postgres.query("drop index noetl.ix_error_log_timestamp")
    namespace.kubectl("create", "job", "drift", "--from=cronjob/demo-noetl-schema-verify")
    namespace.wait_for("job/drift", "condition=Failed")
    (pod,) = namespace.list("pods", "--selector=job-name=drift")
    ended = pod["status"]["containerStatuses"][0]["state"]["terminated"]
    assert ended["exitCode"] == 6
    assert "ix_error_log_timestamp" in ended["message"], "kubectl describe pod says what is missing"
    (event,) = [each for each in namespace.events("drift") if each["reason"] == "Failed"]
    assert "ix_error_log_timestamp" in event["note"], "and kubectl describe job as well"
    release.uninstall()
    namespace.until(lambda: not release.left(), what="everything gone")


@both_helms
def test_library__another_charts_replicas_wait_for_the_schema(
    namespace, postgres, image, program, server_chart
):
    postgres.provision()
    values = {"noetl-schema": {"bundles": ["noetl"]}}
    release = HelmRelease(namespace, program, values, chart=server_chart)
    release.upgrade("--wait")
    pods = namespace.list("pods", "--selector=app=server")
    codes = [
        pod["status"]["initContainerStatuses"][0]["state"]["terminated"]["exitCode"] for pod in pods
    ]
    assert codes == [0, 0, 0]
    assert postgres.query("select count(*) from noetl_ledger.run where outcome = 'created'") == [
        "1"
    ]

    # A roll-out that only waits finds the schema there.
    release.upgrade("--wait", values={"noetl-schema": {"initContainer": {"apply": False}}})
    assert release.status() == "deployed"


@pytest.mark.parametrize("mode", MODES)
def test_chart__the_api_server_takes_every_mode(namespace, mode):
    values = {
        "mode": mode,
        "config": {"data": {"POSTGRES_HOST": "db"}},
        "secret": {"data": {"NOETL_PASSWORD": "p"}},
        "tls": {"mode": "verify-full", "ca": {"secret": "ca"}, "client": {"secret": "client"}},
        "image": {"digest": "sha256:" + "0" * 64},
        "networkPolicy": {"enabled": mode != "library"},
        "job": {"annotate": True},
        "tolerations": [{"key": "dedicated", "operator": "Exists"}],
        "affinity": {
            "nodeAffinity": {
                "preferredDuringSchedulingIgnoredDuringExecution": [
                    {
                        "weight": 1,
                        "preference": {"matchExpressions": [{"key": "a", "operator": "Exists"}]},
                    }
                ]
            }
        },
    }
    text = template(values).stdout.replace('namespace: "here"', f"namespace: {namespace.name}")
    done = namespace.apply(text, arguments=("--dry-run=server", "--validate=strict"))
    assert "Warning" not in done.stderr


def serve_tls(postgres, authority):
    """Restarts the namespace's PostgreSQL with a certificate; it loses its data."""
    key, certificate = authority.issue("server", f"DNS:{postgres.host}")
    make_secret(postgres.namespace, "server-tls", authority, key, certificate)
    options = {
        "ssl": "on",
        "ssl_cert_file": "/tls/tls.crt",
        "ssl_key_file": "/tls/tls.key",
        "ssl_ca_file": "/tls/ca.crt",
    }
    container = {
        "name": "postgres",
        "args": [word for name, value in options.items() for word in ("-c", f"{name}={value}")],
        "volumeMounts": [{"name": "tls", "mountPath": "/tls"}],
    }
    volume = {"name": "tls", "secret": {"secretName": "server-tls", "defaultMode": 0o440}}
    patch = {"spec": {"template": {"spec": {"containers": [container], "volumes": [volume]}}}}
    postgres.namespace.kubectl("patch", "statefulset", "postgres", f"--patch={json.dumps(patch)}")
    postgres.wait()


def make_secret(namespace, name, authority, key, certificate):
    namespace.kubectl(
        "create", "secret", "generic", name, f"--from-file=ca.crt={authority.certificate}",
        f"--from-file=tls.crt={certificate}", f"--from-file=tls.key={key}",
    )  # fmt: skip


def test_tls__a_clients_key_is_mounted_as_libpq_wants_it(namespace, postgres, image, tmp_path):
    authority = Authority(tmp_path)
    serve_tls(postgres, authority)
    make_secret(namespace, "client-tls", authority, *authority.issue("noetl"))

    tls = {"ca": {"secret": "client-tls"}, "client": {"secret": "client-tls"}}
    values = merged(EXISTING, {"tls": {"mode": "verify-full"} | tls})
    HelmRelease(namespace, "helm", values).upgrade()
    assert phase(namespace) == "Applied"

    # As kubelet mounts a Secret by itself, 0644, libpq refuses it: hence the mode and fsGroup.
    as_kubelet_does = {
        "extraVolumes": [{"name": "open", "secret": {"secretName": "client-tls"}}],
        "extraVolumeMounts": [{"name": "open", "mountPath": "/open"}],
        "extraEnv": [{"name": "PGSSLKEY", "value": "/open/tls.key"}],
    }
    release = HelmRelease(namespace, "helm", merged(values, as_kubelet_does), name="open")
    refused = release.upgrade(check=False)
    assert refused.returncode != 0
    assert "group or world access" in refused.stdout + refused.stderr
