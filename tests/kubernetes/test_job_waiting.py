"""A Job that comes too early, or is disturbed, ends Complete without anybody's help."""

import json

import pytest

from support.schema_job import NAME, SchemaJob, end_of

pytestmark = pytest.mark.timeout(600)
BUSY_TABLE, ITS_INDEX = "noetl.credential", "noetl.ix_credential_type"


def without(objects, *kinds):
    return [each for each in objects if each["kind"] not in kinds]


def only(objects, *kinds):
    return [each for each in objects if each["kind"] in kinds]


def check_done(job, postgres):
    job.wait_complete(240)
    assert postgres.query("select count(*) from noetl.event_log") == ["0"]
    assert {each["exitCode"] for each in job.namespace.status().values()} == {0}


def test_job__applied_before_postgres_waits_for_it(namespace, postgres_image, image, postgres_of):
    objects = namespace.manifests("k8s/postgres")
    namespace.apply(only(objects, "ConfigMap", "Secret"))
    job = SchemaJob(namespace).apply()
    assert job.wait_event("Waiting").startswith('cannot resolve host "postgres.')
    namespace.apply(objects)
    check_done(job, postgres_of(namespace))
    ((exit_status, message),) = job.ends()
    assert exit_status == 0 and 'database "noetl": created' in message


def test_job__applied_before_its_settings_starts_when_they_come(
    namespace, postgres_image, image, postgres_of
):
    job = SchemaJob(namespace).apply()

    def kubelet_says(words):
        namespace.until(lambda: words in job.describe_pods(), 120, f"kubelet says {words}")

    objects = namespace.manifests("k8s/postgres")
    kubelet_says('configmap "postgres-config" not found')
    namespace.apply(only(objects, "ConfigMap"))
    kubelet_says('secret "postgres-secret" not found')
    namespace.apply(objects)
    check_done(job, postgres_of(namespace))


def busy_table(postgres):
    """Somebody has a table locked for as long as this lasts."""
    return postgres.session(f"begin; lock table {BUSY_TABLE};")


def job_in_the_middle(namespace, postgres):
    """A Job that finds an index missing and its table locked: it tries again and again."""
    SchemaJob(namespace, "first").apply().wait_complete(180)
    postgres.query(f"drop index {ITS_INDEX}")
    # Under load, minutes may go by before the table is free.
    return SchemaJob(namespace, environment={"NOETL_CHANGE_TIMEOUT": "10min"})


def is_trying(job):
    job.namespace.until(lambda: "trying again" in job.log(), 120, "the run waits for the lock")


def test_job__in_the_middle_of_a_restart_of_postgres(namespace, postgres, image):
    job = job_in_the_middle(namespace, postgres)
    with busy_table(postgres):
        job.apply()
        job.wait_started()
        is_trying(job)
        namespace.kubectl("exec", "postgres-0", "--", "/bin/sh", "-c", "kill -INT 1")
    namespace.wait_for("pod/postgres-0", "condition=Ready", 120)
    check_done(job, postgres)


def test_job__whose_pod_is_deleted_in_the_middle(namespace, postgres, image):
    job = job_in_the_middle(namespace, postgres)
    with busy_table(postgres):
        job.apply()
        pod = job.wait_started()
        is_trying(job)
        end = end_of_deleted(namespace, pod)
        assert end[0] == 12 and end[1].startswith("interrupted by SIGTERM")
    check_done(job, postgres)
    assert pod not in {each["metadata"]["name"] for each in job.pods()}


def end_of_deleted(namespace, pod):
    """Deletes a Pod and tells how its program ended; a finalizer keeps the Pod to be looked at."""
    keep = '{"metadata":{"finalizers":["noetl.io/looked-at"]}}'
    namespace.kubectl("patch", "pod", pod, "--type=merge", "-p", keep)
    namespace.kubectl("delete", "pod", pod, "--wait=false")
    end = namespace.until(lambda: end_of(namespace.get("pod", pod)), 60, "the Pod ends")
    namespace.kubectl("patch", "pod", pod, "--type=merge", "-p", '{"metadata":{"finalizers":null}}')
    return end


def test_job__whose_node_is_drained(namespace, postgres, image, cluster):
    """Evicted, as a drain does it; the failure does not count (DisruptionTarget is ignored)."""
    job = job_in_the_middle(namespace, postgres)
    job.job["spec"]["backoffLimit"] = 0
    # A drain knows no namespaces: only this label keeps it from other tests' Pods.
    job.job["spec"]["template"]["metadata"].setdefault("labels", {})["drain"] = namespace.name
    with busy_table(postgres):
        job.apply()
        pod = job.wait_started()
        is_trying(job)
        node = namespace.get("pod", pod)["spec"]["nodeName"]
        cluster.kubectl("cordon", node)
        try:
            cluster.kubectl(
                "drain", node, "--ignore-daemonsets", "--disable-eviction=false",
                f"--pod-selector=drain={namespace.name}", "--timeout=90s",
            )  # fmt: skip
        finally:
            cluster.kubectl("uncordon", node)
    check_done(job, postgres)
    assert namespace.get(f"job/{NAME}")["status"].get("failed", 0) == 0


def test_job__whose_pod_is_evicted(namespace, postgres, image):
    """By the Eviction API, as autoscalers and deschedulers do it."""
    job = job_in_the_middle(namespace, postgres)
    job.job["spec"]["backoffLimit"] = 0
    with busy_table(postgres):
        job.apply()
        pod = job.wait_started()
        is_trying(job)
        eviction = {"apiVersion": "policy/v1", "kind": "Eviction",
                    "metadata": {"name": pod, "namespace": namespace.name}}  # fmt: skip
        namespace.kubectl(
            "create", "--raw", f"/api/v1/namespaces/{namespace.name}/pods/{pod}/eviction",
            "--filename=-", stdin=json.dumps(eviction),
        )  # fmt: skip
        namespace.wait_for(f"pod/{pod}", "delete", 120)
    check_done(job, postgres)
    assert namespace.get(f"job/{NAME}")["status"].get("failed", 0) == 0
    assert pod not in {each["metadata"]["name"] for each in job.pods()}
