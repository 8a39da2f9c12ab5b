"""A Deployment whose init containers see to the schema before its servers start."""

import pytest

from support.schema_job import SchemaJob, end_of, set_environment

pytestmark = pytest.mark.timeout(600)
REPLICAS = 3
SELECTOR = "--selector=app.kubernetes.io/name=noetl-server"


def server(namespace, **environment):
    """The example's Deployment; its server is an image that every cluster of ours has."""
    (deployment,) = namespace.manifests("k8s/init-container/server.yaml")
    pod = deployment["spec"]["template"]["spec"]
    set_environment(pod["initContainers"][0], environment)
    return deployment


def rights(namespace):
    return [each for each in SchemaJob(namespace).objects if each["kind"] != "Job"]


def wait_available(namespace, timeout_s=240):
    namespace.kubectl(
        "rollout", "status", "deployment/noetl-server", f"--timeout={timeout_s}s",
        timeout=timeout_s + 30,
    )  # fmt: skip


def said(namespace):
    """Exit status and last words of every Pod's init container, by the Pod's name."""
    return {
        pod["metadata"]["name"]: end_of(pod, "initContainerStatuses")
        for pod in namespace.list("pods", SELECTOR)
    }


def test_init_containers__one_applies_and_two_wait_for_it(namespace, postgres, image):
    namespace.apply([*rights(namespace), server(namespace)])
    wait_available(namespace)
    ends = said(namespace)
    assert [end[0] for end in ends.values()] == [0] * REPLICAS
    assert sorted(": created, version" in end[1] for end in ends.values()) == [False, False, True]
    assert postgres.query(
        "select outcome, count(*) from noetl_ledger.run where source = 'bundle:noetl' group by 1"
    ) == ["created|1"]
    # An init container's Events are about its Pod, where a person looks for them.
    reasons = {each["reason"] for pod in ends for each in namespace.events(pod)}
    assert {"Applied", "Unchanged"} <= reasons


def test_init_containers__wait_until_a_job_has_applied(namespace, postgres, image):
    namespace.apply([*rights(namespace), server(namespace, NOETL_INIT_DB="false")])
    log = ("logs", "deployment/noetl-server", "--container=noetl-schema")
    namespace.until(
        lambda: "waiting for the schema" in namespace.kubectl(*log, check=False).stdout,
        120, "an init container that waits",
    )  # fmt: skip
    assert not any(said(namespace).values())
    SchemaJob(namespace).apply().wait_complete(180)
    wait_available(namespace)
    assert [end[0] for end in said(namespace).values()] == [0] * REPLICAS
    assert postgres.query("select count(*) from noetl_ledger.run where source = 'bundle:noetl'"
                          ) == ["1"]  # fmt: skip
