"""The plain manifests, as the README's quick start applies them."""

import re

import pytest
import yaml

from support.cluster import TREE


@pytest.mark.parametrize(
    "path",
    [
        "k8s",
        "k8s/postgres",
        "k8s/postgres/noetl-apply-schema.yaml",
        "k8s/init-container/server.yaml",
        "k8s/network-policy/noetl-schema.yaml",
        "k8s/targets",
        "k8s/targets/noetl-targets.yaml",
        "k8s/targets/noetl-apply-targets.yaml",
    ],
)
def test_manifests__the_api_server_takes_every_one(new_namespace, path):
    namespace = new_namespace(**{"pod-security.kubernetes.io/warn": "restricted"})
    done = namespace.apply(
        namespace.manifests(path), arguments=("--dry-run=server", "--validate=strict")
    )
    assert "Warning" not in done.stderr


def in_vain():
    """Exit statuses of which the page says that trying again does not help."""
    rows = re.findall(r"^\| (\d+) \|.*\| (no|yes) \|$", (TREE / "docs/exit-status.md").read_text(), re.M)
    assert {status for status, helps in rows if helps == "yes"} == {"10", "11", "12", "13"}
    return [int(status) for status, helps in rows if helps == "no"]


@pytest.mark.parametrize("path", sorted((TREE / "k8s").rglob("*.yaml")), ids=lambda path: path.name)
def test_manifests__a_job_ends_at_once_where_trying_again_is_in_vain(path):
    for each in yaml.safe_load_all(path.read_text()):
        if each["kind"] != "Job":
            continue
        disrupted, failed = each["spec"]["podFailurePolicy"]["rules"]
        assert disrupted["action"] == "Ignore"
        assert failed["onExitCodes"]["values"] == in_vain()


def test_manifests__the_job_makes_the_schema_and_says_so(namespace, postgres, image):
    namespace.apply(namespace.manifests("k8s/postgres/noetl-apply-schema.yaml"))
    namespace.wait_for("job/noetl-apply-schema", "condition=Complete")

    assert postgres.query("select count(*) from noetl.event_log") == ["0"]
    assert {each["reason"] for each in namespace.events("noetl-apply-schema")} >= {"Applied"}
    outcomes = {key: each["outcome"] for key, each in namespace.status().items()}
    assert outcomes == {"noetl.noetl": "created", "demo_noetl.workspace": "adopted"}
