"""Each fault of support/cluster_fault.py is said where docs/troubleshooting.md tells to look."""

import json

import pytest

from support.cluster import Namespace, Postgres
from support.cluster_fault import CLUSTER_FAULTS, JOB
from support.schema_job import SchemaJob

pytestmark = pytest.mark.timeout(600)
NAMESPACE = "noetl-schema-cluster-faults"


@pytest.fixture(scope="module")
def jobs(cluster, image, postgres_image):
    """Every fault's Job, begun."""
    namespace = Namespace(cluster, NAMESPACE)
    cluster.kubectl("delete", "namespace", NAMESPACE, "--ignore-not-found", timeout=180)
    cluster.kubectl("create", "namespace", NAMESPACE)
    Postgres(namespace).apply().wait()
    made = {fault.name: job_of(namespace, fault) for fault in CLUSTER_FAULTS}
    for job in made.values():
        job.apply()
    yield made
    cluster.kubectl("delete", "namespace", NAMESPACE, "--wait=false")


def job_of(namespace, fault):
    job = SchemaJob(namespace, fault.name, fault.arguments, fault.environment,
                    backoff_limit=0, change=fault.change)  # fmt: skip
    if fault.files:
        pod = job.job["spec"]["template"]["spec"]
        pod["volumes"].append({"name": "ddl", "configMap": {"name": f"{fault.name}-ddl"}})
        mount = {"name": "ddl", "mountPath": "/ddl", "readOnly": True}
        pod["containers"][0]["volumeMounts"].append(mount)
        namespace.kubectl("create", "--filename=-", stdin=config_map(f"{fault.name}-ddl", fault.files))
    return job


def config_map(name, files):
    return json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": files})


@pytest.mark.parametrize("fault", CLUSTER_FAULTS, ids=lambda fault: fault.name)
def test_cluster_fault__is_named_where_a_person_looks(jobs, fault):
    job = jobs[fault.name]
    describe = job.describe if fault.where == JOB else job.describe_pods
    job.namespace.until(lambda: fault.matches(describe()), 120, f"{fault.where} says {fault.says}")
