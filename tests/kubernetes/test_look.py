"""k8s/look runs the program once more where its Pod is gone."""

from support.cluster import TREE
from support.schema_job import SchemaJob


def look(namespace, *arguments):
    script = TREE / "k8s/look"
    return namespace.cluster.run(script, "--namespace", namespace.name, *arguments, check=False)


def test_look__verifies_what_the_last_job_applied(namespace, postgres, image):
    SchemaJob(namespace).apply().wait_complete(240)
    done = look(namespace, "verify", "noetl")
    assert done.returncode == 0 and "as expected" in done.stdout, done
    postgres.query("drop index noetl.ix_credential_type")
    done = look(namespace, "verify", "noetl")
    assert done.returncode == 6 and "ix_credential_type" in done.stdout, done
    document = namespace.status()["noetl.noetl"]
    assert document["drifted"] is True and document["phase"] == "Applied"
    assert not [each for each in namespace.list("jobs") if "look" in each["metadata"]["name"]]
