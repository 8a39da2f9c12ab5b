"""Why a Job has no Pod: what kubectl describe job says is what docs/troubleshooting.md has a row for."""

import re

import pytest

from support.chart import EXISTING, merged
from support.cluster import TREE
from support.helm_release import HelmRelease

pytestmark = pytest.mark.timeout(200)
JOB = "demo-noetl-schema-1"
PAGE = (TREE / "docs/troubleshooting.md").read_text()


def rows():
    section = PAGE.partition("## No Pod at all")[2].partition("\n## ")[0]
    first = re.findall(r"^\| (`.*?) \|", section, re.M)
    return [re.findall(r"`([^`]+)`", row) for row in first]


def quota(name, hard):
    return {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": name},
            "spec": {"hard": hard}}  # fmt: skip


FULL = quota("full", {"pods": "0"})
NEEDS_LIMITS = quota("limits", {"limits.cpu": "4"})
CASES = {
    "exceeded quota": ([FULL], {}),
    "failed quota": ([NEEDS_LIMITS], {}),
    "violates PodSecurity": ([], {"securityContext": {"allowPrivilegeEscalation": True}}),
    "error looking up service account": ([], {"serviceAccount": {"create": False, "name": "gone"}}),
}


@pytest.mark.parametrize("said", CASES)
def test_job__without_a_pod_says_why(namespace, said):
    objects, values = CASES[said]
    if objects:
        namespace.apply(objects)
    HelmRelease(namespace, "helm", merged(EXISTING, {"mode": "job"}, values)).upgrade()
    namespace.until(
        lambda: said in namespace.kubectl("describe", "job", JOB).stdout, what=f"{said!r}"
    )
    described = namespace.kubectl("describe", "job", JOB).stdout
    assert "FailedCreate" in described
    (row,) = [row for row in rows() if row[0] == said]
    assert all(word in described for word in row)
    assert namespace.list("pods") == []
