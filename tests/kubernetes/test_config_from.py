"""Settings by the Kubernetes API: a Job whose ConfigMap and Secret live in another namespace."""

import base64
import re

import pytest
import yaml

from support.chart import PROGRAMS
from support.cluster import TREE
from support.helm_release import HelmRelease
from support.schema_job import SchemaJob

pytestmark = pytest.mark.timeout(600)
RULE = re.compile(r"A Role with this rule allows it: (\{.*?\})")
EXAMPLE = TREE / "k8s/config-from"


def reading_job(namespace, source, name="reads", **environment):
    """A Job without any volume, which reads what the namespace source has."""

    def change(job):
        pod = job["spec"]["template"]["spec"]
        del pod["volumes"], pod["containers"][0]["volumeMounts"]
        kept = [each for each in pod["containers"][0]["env"] if each["name"] != "NOETL_CONFIG_DIR"]
        pod["containers"][0]["env"] = kept

    words = f"{source.name}/postgres-config:{source.name}/secret/postgres-secret"
    environment = {"NOETL_CONFIG_FROM": words} | environment
    return SchemaJob(namespace, name, environment=environment, change=change)


def rights(source, reader):
    """Role and RoleBinding of k8s/config-from, as they are applied in the namespace source."""
    objects = list(yaml.safe_load_all((EXAMPLE / "rights.yaml").read_text()))
    for each in objects:
        each["metadata"]["namespace"] = source.name
        for subject in each.get("subjects", []):
            subject["namespace"] = reader.name
    return objects


@pytest.fixture
def reader(new_namespace):
    """Where the Job runs; the PostgreSQL with its settings is in the test's own namespace."""
    return new_namespace()


def test_config_from__a_job_without_volumes_reads_another_namespace(namespace, postgres, image, reader):
    namespace.apply(rights(namespace, reader))
    job = reading_job(reader, namespace).apply().wait_complete(180)
    assert postgres.query("select count(*) from noetl.event_log") == ["0"]
    assert {each["reason"] for each in job.events()} >= {"Applied"}
    account = f"--as=system:serviceaccount:{reader.name}:noetl-apply-schema"
    for verb, what, answer in (
        ("get", "configmaps/postgres-config", "yes"), ("get", "secrets/postgres-secret", "yes"),
        ("list", "secrets", "no"), ("get", "secrets", "no"), ("watch", "configmaps", "no"),
        ("get", "secrets/other", "no"), ("patch", "configmaps/postgres-config", "no"),
    ):  # fmt: skip
        may = namespace.kubectl("auth", "can-i", verb, what, account, check=False)
        assert may.stdout.strip() == answer, (verb, what)


def test_config_from__without_the_right_describe_names_the_rules(namespace, reader, image):
    """No PostgreSQL is needed to be refused."""
    job = reading_job(reader, namespace, NOETL_LOGIN_TIMEOUT="2s").apply().wait_failed(180)
    assert job.condition("Failed")["reason"] == "PodFailurePolicy"
    ((exit_status, message),) = job.ends()
    assert exit_status == 4
    role = rights(namespace, reader)[0]
    for text in (message, job.log()):
        found = [yaml.safe_load(rule) for rule in RULE.findall(text)]
        assert [rule for rule in role["rules"] if rule not in found] == [], text
    described = job.describe()
    assert f'cannot get configmaps "postgres-config" in namespace "{namespace.name}"' in described
    assert re.search(r'resourceNames: \["postgres-config"\], verbs: \["get"\]', described)


def test_config_from__what_comes_late_is_waited_for(namespace, postgres, image, reader):
    secret = namespace.get("secret/postgres-secret")
    namespace.kubectl("delete", "secret", "postgres-secret")
    job = reading_job(reader, namespace, NOETL_LOGIN_TIMEOUT="120s").apply()
    waiting = job.wait_event("Waiting")
    assert "403" in waiting and 'configmaps "postgres-config"' in waiting
    namespace.apply(rights(namespace, reader))
    namespace.until(
        lambda: any('secrets "postgres-secret" not found' in each["note"] for each in job.events()),
        what="an Event that says which Secret is not there",
    )
    metadata = {"name": "postgres-secret"}
    values = {key: base64.b64decode(text).decode() for key, text in secret["data"].items()}
    namespace.apply(
        {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "stringData": values}
    )
    job.wait_complete(180)
    assert [exit_status for exit_status, _ in job.ends()] == [0]
    for text in (*values.values(), *(secret["data"].values())):
        assert len(text) < 8 or text not in job.log() + job.describe_pods()


@pytest.mark.parametrize("program", PROGRAMS)
def test_config_from__the_chart_reads_another_namespace(namespace, postgres, image, reader, program):
    sources = [{"configMap": "postgres-config"}, {"secret": "postgres-secret"}]
    values = {"configFrom": [{"namespace": namespace.name, **each} for each in sources]}
    release = HelmRelease(reader, program, values)
    release.upgrade("--wait")
    assert postgres.query("select count(*) from noetl.event_log") == ["0"]
    # What the hook may read is gone with it; what "helm test" may read stays.
    of_release = "--selector=app.kubernetes.io/instance=demo"
    names = [each["metadata"]["name"] for each in namespace.list("roles,rolebindings", of_release)]
    assert names == [f"demo-noetl-schema-test-{reader.name}"] * 2
    assert release.left() == {("ServiceAccount", "demo-noetl-schema-test")}
    release.test()
    release.uninstall()
    assert namespace.list("roles,rolebindings", of_release) == [] and release.left() == set()
