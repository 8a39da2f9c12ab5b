"""Many targets: an Indexed Job that shares them out, on a real PostgreSQL, one of them broken."""

import re

import pytest
import yaml

from support import status_schema
from support.chart import EXISTING, merged
from support.helm_release import HelmRelease
from support.schema_job import SchemaJob

pytestmark = pytest.mark.timeout(600)
NAME = "noetl-apply-targets"
# A schema for each in one database, and a database for each; shard 0 has every second one.
TENANTS = ("acme", "globex", "hooli", "initech")
OWNERS = ("stark", "umbrella", "wayne", "wonka")
BROKEN = "hooli"
TARGETS = [{"name": name, "NOETL_POSTGRES_DB": "tenants", "NOETL_SCHEMA": name} for name in TENANTS]
TARGETS += [{"name": name, "NOETL_POSTGRES_DB": name} for name in OWNERS]
DEFAULTS = {"NOETL_BUNDLES": "noetl"}


def file_of(targets, **defaults):
    document = {"defaults": DEFAULTS | defaults, "targets": targets}
    return yaml.safe_dump(document, sort_keys=False)


class TargetsJob(SchemaJob):
    """The Job of k8s/targets, with targets of the test's own."""

    def __init__(self, namespace, targets):
        super().__init__(namespace, NAME, manifest="k8s/targets/noetl-apply-targets.yaml")
        (config_map,) = namespace.manifests("k8s/targets/noetl-targets.yaml")
        config_map["data"] = {"targets.yaml": file_of(targets)}
        self.objects.append(config_map)

    def replace(self):
        """Runs it again, as the manifest tells people to."""
        self.namespace.kubectl("delete", "job", self.name, "--cascade=foreground")
        return self.apply()

    def field(self, name):
        return self.namespace.get(f"job/{self.name}")["status"].get(name)

    def counts(self):
        """What became of the targets of each shard; every document is as docs/status.md says."""
        documents = self.namespace.status()
        for document in documents.values():
            status_schema.check(document)
        words = ("total", "applied", "unchanged", "failed")
        return {
            key: {word: document["targets"][word] for word in words}
            for key, document in documents.items()
        }


def counts(total, applied=0, unchanged=0, failed=0):
    return {"total": total, "applied": applied, "unchanged": unchanged, "failed": failed}


def runs_of(postgres):
    """How many runs the ledgers have of each target's schema; a changed password is no run."""
    query = (
        "select schema_name, count(*) from noetl_ledger.run where fingerprint is not null"
        " group by 1 order by 1"
    )
    return {name: postgres.query(query, name) for name in ("tenants", *OWNERS)}


@pytest.fixture
def broken(postgres):
    """A PostgreSQL where a schema that is wanted belongs to somebody else."""
    for statement in (
        "create role stranger", "create role noetl login", "create database tenants owner noetl",
    ):  # fmt: skip
        postgres.query(statement, "postgres")
    postgres.query(f"create schema {BROKEN} authorization stranger", "tenants")
    return postgres


def check_who_failed(job):
    assert job.condition("Failed")["reason"] == "FailedIndexes"
    assert (job.field("failedIndexes"), job.field("completedIndexes")) == ("0", "1")
    assert sorted(exit_status for exit_status, _ in job.ends()) == [0, 4], "each Pod ran once"
    assert job.counts() == {
        "targets.0": counts(4, applied=3, failed=1),
        "targets.1": counts(4, applied=4),
    }
    document = job.namespace.status()["targets.0"]
    (failure,) = document["targets"]["failures"]
    assert (failure["name"], failure["exitCode"]) == (BROKEN, 4)
    assert (document["phase"], document["exitCode"]) == ("Failed", 4)
    return failure


def check_what_a_person_reads(job, failure):
    said = job.describe()
    assert f"target {BROKEN}: exit 4: {failure['message']}" in said
    assert failure["hint"] in said
    assert f"1 of 4 targets failed: {BROKEN} (exit 4)" in said
    assert "4 targets: 4 applied" in said, "the other shard's"
    assert f"--target {BROKEN}" in job.describe_pods(), "the termination message"
    (done,) = [message for exit_status, message in job.ends() if exit_status == 0]
    assert done.startswith("4 targets: 4 applied, ")


def check_rights(job):
    assert not re.search(r"warning .*(Kubernetes|API)|apiGroups", job.log())
    account = f"--as=system:serviceaccount:{job.namespace.name}:noetl-targets"
    for verb, what in (
        ("get", "secrets"), ("get", "configmaps/noetl-targets"), ("patch", f"jobs/{NAME}"),
    ):  # fmt: skip
        may = job.namespace.kubectl("auth", "can-i", verb, what, account, check=False)
        assert may.stdout.strip() == "no", (verb, what)


def test_targets__one_that_may_not_fails_its_shard_alone_and_a_rerun_does_what_is_left(
    namespace, broken, image
):
    job = TargetsJob(namespace, TARGETS).apply().wait_failed(300)
    failure = check_who_failed(job)
    check_what_a_person_reads(job, failure)
    check_rights(job)
    before = runs_of(broken)
    assert before["tenants"] == ["acme|1", "globex|1", "initech|1"]
    assert {name: before[name] for name in OWNERS} == dict.fromkeys(OWNERS, ["noetl|1"])

    statement = re.search(r"ALTER SCHEMA \S+ OWNER TO [^\s.;]+", failure["hint"])[0]
    broken.query(statement, "tenants")
    job.replace().wait_complete(180)
    assert job.counts() == {
        "targets.0": counts(4, applied=1, unchanged=3),
        "targets.1": counts(4, unchanged=4),
    }
    after = ["acme|1", "globex|1", f"{BROKEN}|1", "initech|1"]
    assert runs_of(broken) == before | {"tenants": after}


def test_targets__a_failure_that_time_cures_is_tried_again_and_nothing_else_is(
    namespace, postgres, image
):
    late = {
        "name": "late",
        "NOETL_POSTGRES_DB": "late",
        "POSTGRES_HOST": f"late.{namespace.name}.svc.cluster.local",
        "NOETL_WAIT_TIMEOUT": "2s",
    }
    job = TargetsJob(namespace, [TARGETS[0], TARGETS[4], late]).apply()
    unreachable = lambda: [text for status, text in job.ends() if status == 10]  # noqa: E731
    said = namespace.until(unreachable, 120, "a Pod that did not reach its server")
    assert "1 of 2 targets failed: late (exit 10)" in said[0]

    namespace.apply({
        "apiVersion": "v1", "kind": "Service", "metadata": {"name": "late"},
        "spec": {"selector": {"app.kubernetes.io/name": "postgres"}, "ports": [{"port": 5432}]},
    })  # fmt: skip
    job.wait_complete(240)
    assert job.counts() == {
        "targets.0": counts(2, applied=1, unchanged=1),
        "targets.1": counts(1, applied=1),
    }
    index = "batch.kubernetes.io/job-completion-index"
    assert [pod["metadata"]["labels"][index] for pod in job.pods()].count("1") == 1


def test_chart__hook_and_cronjob_work_on_all_targets(namespace, postgres, image):
    some = TARGETS[:1] + TARGETS[4:6]
    targets = {"targets": some, "defaults": DEFAULTS, "shards": 2}
    values = merged(EXISTING, {"bundles": [], "targets": targets})
    release = HelmRelease(namespace, "helm", values)
    assert "in each target" in release.upgrade(timeout_s=180).stdout
    applied = {key: each["targets"]["applied"] for key, each in namespace.status().items()}
    assert applied == {"targets.0": 2, "targets.1": 1}
    release.test()

    # The same in a Secret, with the only password that this release has.
    file = file_of(some, NOETL_PASSWORD="example-noetl")
    namespace.kubectl("create", "secret", "generic", "fleet", f"--from-literal=targets.yaml={file}")
    by_the_clock = {"mode": "cronjob", "bundles": [], "config": EXISTING["config"]}
    by_the_clock["targets"] = {"existingSecret": "fleet", "shards": 2}
    HelmRelease(namespace, "helm", by_the_clock, name="clock").upgrade()
    postgres.query("drop index noetl.ix_error_log_timestamp", "umbrella")
    namespace.kubectl("create", "job", "drift", "--from=cronjob/clock-noetl-schema-verify")
    namespace.wait_for("job/drift", "condition=Failed", 120)
    status = namespace.get("job/drift")["status"]
    assert (status["failedIndexes"], status["completedIndexes"]) == ("0", "1")
    pods = namespace.list("pods", "--selector=job-name=drift")
    ends = {
        pod["metadata"]["labels"]["batch.kubernetes.io/job-completion-index"]: pod["status"][
            "containerStatuses"
        ][0]["state"]["terminated"]
        for pod in pods
    }
    assert {index: end["exitCode"] for index, end in ends.items()} == {"0": 6, "1": 0}
    assert "umbrella (exit 6)" in ends["0"]["message"]
