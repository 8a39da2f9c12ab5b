"""The plain manifests, as the README's quick start applies them."""


def test_manifests__the_job_makes_the_schema_and_says_so(namespace, postgres, image):
    namespace.apply(namespace.manifests("k8s/postgres/noetl-apply-schema.yaml"))
    namespace.wait_for("job/noetl-apply-schema", "condition=Complete")

    assert postgres.query("select count(*) from noetl.event_log") == ["0"]
    assert {each["reason"] for each in namespace.events("noetl-apply-schema")} >= {"Applied"}
    outcomes = {key: each["outcome"] for key, each in namespace.status().items()}
    assert outcomes == {"noetl.noetl": "created", "demo_noetl.workspace": "adopted"}
