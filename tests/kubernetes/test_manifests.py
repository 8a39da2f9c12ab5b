"""The plain manifests, as the README's quick start applies them."""

import pytest


@pytest.mark.parametrize(
    "path",
    [
        "k8s",
        "k8s/postgres",
        "k8s/postgres/noetl-apply-schema.yaml",
        "k8s/init-container/server.yaml",
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


def test_manifests__the_job_makes_the_schema_and_says_so(namespace, postgres, image):
    namespace.apply(namespace.manifests("k8s/postgres/noetl-apply-schema.yaml"))
    namespace.wait_for("job/noetl-apply-schema", "condition=Complete")

    assert postgres.query("select count(*) from noetl.event_log") == ["0"]
    assert {each["reason"] for each in namespace.events("noetl-apply-schema")} >= {"Applied"}
    outcomes = {key: each["outcome"] for key, each in namespace.status().items()}
    assert outcomes == {"noetl.noetl": "created", "demo_noetl.workspace": "adopted"}
