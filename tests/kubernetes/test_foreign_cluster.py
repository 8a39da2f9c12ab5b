"""The tests on a cluster of somebody else's: E2E_KUBECONFIG, from outside the cluster's network."""

import os
import re
import subprocess

import pytest

from support.chart import CACHE
from support.cluster import SCRIPTS, TREE
from support.relay import kubeconfig_from_outside

# A plain Job, one that finds a session at work, and Helm.
SOME = "the_job_makes_the_schema or pod_is_evicted or drift_makes_helm_test_fail"


@pytest.mark.timeout(600)
def test_foreign_cluster__needs_a_kubeconfig_and_not_the_network(
    cluster, image, postgres_image, tmp_path
):
    if not cluster.is_ours:
        pytest.skip("this is somebody else's cluster already")
    with kubeconfig_from_outside(cluster, tmp_path) as kubeconfig:
        done = subprocess.run(
            [TREE / ".ci/e2e", "-k", SOME, "-o", f"cache_dir={tmp_path}/cache"],
            env=os.environ | {
                "E2E_KUBECONFIG": str(kubeconfig),
                "E2E_LOAD_IMAGE": str(SCRIPTS / "load-image"),
                "JOBS": "1",
                "PATH": f"{CACHE / 'bin'}:{os.environ['PATH']}",
            },
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert re.search(r"=+ 3 passed in ", done.stdout), done.stdout
