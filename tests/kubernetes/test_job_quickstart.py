"""The README's way into Kubernetes, word for word, from nothing to a schema and back to nothing."""

import re

import pytest

from support import status_schema
from support.cluster import TREE, Postgres
from support.schema_job import NAME, SchemaJob

SHORT_TTL = """
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - {k8s}
patches:
  - target: {{kind: Job, name: noetl-apply-schema}}
    patch: |
      - {{op: replace, path: /spec/ttlSecondsAfterFinished, value: 1}}
"""


def quick_start():
    """The kubectl commands of the README's block of shell that has some, without their comments."""
    blocks = re.findall(r"```sh\n(.*?)```", (TREE / "README.md").read_text(), re.S)
    (block,) = [each for each in blocks if "kubectl apply" in each]
    return [line.split("#")[0].split() for line in block.splitlines() if line.startswith("kubectl")]


@pytest.mark.timeout(600)
def test_quick_start__ends_with_the_schema_and_leaves_nothing(
    cluster, image, postgres_image, postgres_namespace, tmp_path
):
    job = SchemaJob(postgres_namespace)
    said = []
    for words in quick_start():
        said.append(cluster.run(*words).stdout)

    check_what_a_person_reads(job, "".join(said))
    check_what_is_there(postgres_namespace)
    check_second_run(cluster, job)
    check_time_to_live(cluster, job, tmp_path)


def check_what_a_person_reads(job, said):
    events = {each["reason"]: each["note"] for each in job.events()}
    assert {"Applying", "Applied"} <= events.keys()
    assert re.search(r"Normal\s+Applied\s.*schema \"noetl\" in database \"noetl\": created", said)
    told = re.findall(r"^  \w+ +(\w+) .* noetl\.io/noetl-schema ", said, re.M)
    assert [each for each in told if each != "Waiting"] == [
        "Provisioning", "Applying", "Applied", "Applying", "Applied"
    ], "in the order in which it happened"  # fmt: skip
    assert 'bundle:noetl: schema "noetl" in database "noetl": created' in said  # the log
    ((exit_status, message),) = job.ends()
    assert exit_status == 0
    assert message.startswith('bundle:noetl: schema "noetl" in database "noetl": created')
    assert "WARN" not in job.log()


def check_what_is_there(namespace):
    documents = namespace.status()
    for document in documents.values():
        status_schema.check(document)
    assert documents["noetl.noetl"]["phase"] == "Applied"
    assert documents["noetl.noetl"]["exitCode"] == 0
    assert documents["demo_noetl.workspace"]["exitCode"] == 0
    postgres = Postgres(namespace)
    assert postgres.query("select count(*) from noetl.event_log") == ["0"]
    assert postgres.query(
        "select datname, pg_get_userbyid(datdba) from pg_database where not datistemplate"
        " and datname <> 'postgres' order by 1"
    ) == ["demo_noetl|demo", "noetl|noetl"]


def check_second_run(cluster, job):
    cluster.kubectl("replace", "--force", "-f", "k8s/postgres/noetl-apply-schema.yaml")
    job.wait_complete(120)
    assert "Unchanged" in {each["reason"] for each in job.events()}


def check_time_to_live(cluster, job, folder):
    """Ten minutes is long for a test: an overlay makes it a second."""
    overlay = folder / "short"
    overlay.mkdir()
    k8s = "../" * len(overlay.parts[1:]) + str(TREE / "k8s").lstrip("/")
    (overlay / "kustomization.yaml").write_text(SHORT_TTL.format(k8s=k8s))
    cluster.kubectl("apply", "-k", overlay)
    job.namespace.wait_for(f"job/{NAME}", "delete", 90)
    job.namespace.until(lambda: not job.pods(), 60, "the Job's Pods are gone")
