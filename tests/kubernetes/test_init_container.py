"""A Deployment whose init containers see to the schema before its servers start."""

import pytest

from support.schema_job import SchemaJob
from support.server_deployment import ServerDeployment

pytestmark = pytest.mark.timeout(600)
REPLICAS = 3


def test_init_containers__one_applies_and_two_wait_for_it(namespace, postgres, image):
    postgres.provision()
    server = ServerDeployment(namespace).apply().wait_available()
    ends = server.ends()
    assert [end[0] for end in ends.values()] == [0] * REPLICAS
    assert sorted(": created, version" in end[1] for end in ends.values()) == [False, False, True]
    assert sorted(": nothing to do" in end[1] for end in ends.values()) == [False, True, True]
    assert postgres.query(
        "select outcome, count(*) from noetl_ledger.run where source = 'bundle:noetl' group by 1"
    ) == ["created|1"]
    # An init container's Events are about its Pod, where a person looks for them.
    reasons = {each["reason"] for pod in ends for each in namespace.events(pod)}
    assert {"Applied", "Unchanged"} <= reasons


def test_init_containers__wait_until_a_job_has_applied(namespace, postgres, image):
    server = ServerDeployment(namespace, environment={"NOETL_INIT_DB": "false"}).apply()
    log = ("logs", f"deployment/{server.name}", "--container=noetl-schema")
    namespace.until(
        lambda: "waiting for the schema" in namespace.kubectl(*log, check=False).stdout,
        120, "an init container that waits",
    )  # fmt: skip
    assert not any(server.ends().values())
    SchemaJob(namespace).apply().wait_complete(180)
    server.wait_available()
    assert [end[0] for end in server.ends().values()] == [0] * REPLICAS
    assert postgres.query("select count(*) from noetl_ledger.run where source = 'bundle:noetl'"
                          ) == ["1"]  # fmt: skip


def test_server__beside_the_init_container_has_neither_token_nor_passwords(
    namespace, postgres, image
):
    postgres.provision()
    server = ServerDeployment(namespace).apply().wait_available()
    for pod in server.pods():
        name = pod["metadata"]["name"]
        # It told of its run, so it had the token.
        assert {each["reason"] for each in namespace.events(name)} & {"Applied", "Unchanged"}
        for path in ("/var/run/secrets/kubernetes.io", "/etc/noetl"):
            seen = namespace.kubectl("exec", name, "--container=server", "--", "ls", path, check=False)
            assert seen.returncode != 0 and "No such file" in seen.stderr, path
