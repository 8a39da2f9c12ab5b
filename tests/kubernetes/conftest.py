"""Fixtures for tests on a real cluster; tests/support/cluster.py has what they give.

The cluster is brought up if it is not, and left up: "make e2e" takes it down.
"""

import os
import re
import secrets
import shutil
import subprocess
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

from support import newer_program
from support.cluster import MANIFESTS_NAMESPACE, SCRIPTS, TREE, Cluster, Namespace, Postgres

FAILED = pytest.StashKey[bool]()
# Whose tests share one server, one engine or the namespace of the manifests: they stay in one process.
TOGETHER = {
    "tests/kubernetes/test_faults.py": "server",
    "tests/kubernetes/test_faults_of_cluster.py": "cluster",
    "tests/kubernetes/test_image_docker.py": "engine",
    "tests/kubernetes/test_job_quickstart.py": "namespace",
    "tests/kubernetes/test_pages.py": "namespace",
}


class TogetherScheduling(LoadScopeScheduling):
    """Each test by itself, but for those files. (--dist=loadgroup does nothing with this pytest.)"""

    def _split_scope(self, nodeid):
        return TOGETHER.get(nodeid.partition("::")[0], nodeid)


def pytest_xdist_make_scheduler(config, log):
    return TogetherScheduling(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="session")
def cluster():
    """The cluster; cluster.kubectl(...) and cluster.run("helm", ...) work on it."""
    return Cluster()


@pytest.fixture(scope="session")
def image(cluster):
    """The reference of the program's image, known to the cluster."""
    archive = Path(os.environ.get("NOETL_SCHEMA_IMAGE", TREE / "build/noetl-schema-image.tar"))
    if not archive.exists():
        pytest.fail(f"{archive} is missing: make image, or set NOETL_SCHEMA_IMAGE", pytrace=False)
    cluster.load(archive)
    return subprocess.run(
        [TREE / "tools/image", "--print-reference"], capture_output=True, text=True, check=True
    ).stdout.strip()


def load_later(cluster, release):
    """The reference of a later release's image, known to the cluster."""
    if not cluster.is_ours and not os.environ.get("E2E_LOAD_IMAGE"):
        pytest.skip("later releases are in no registry: E2E_LOAD_IMAGE has to load them")
    cluster.load(release.image())
    return release.reference


@pytest.fixture(scope="session")
def newer_image(cluster):
    """A release whose bundle "noetl" has more in it."""
    return load_later(cluster, newer_program.NEWER)


@pytest.fixture(scope="session")
def refused_image(cluster):
    """A release between the two, whose bundle is refused by some data."""
    return load_later(cluster, newer_program.REFUSED)


@pytest.fixture(scope="session")
def postgres_image(cluster):
    """The PostgreSQL that k8s/postgres names, known to the cluster."""
    if cluster.is_ours:
        archive = subprocess.run(
            [SCRIPTS / "postgres-image", "17"], stdout=subprocess.PIPE, text=True, check=True
        )
        cluster.load(archive.stdout.strip())


@pytest.fixture
def new_namespace(cluster, request):
    """A function that makes namespaces where Pod Security "restricted" is enforced."""
    made = []

    def make(**labels):
        words = re.sub(r"[^a-z0-9]+", "-", request.node.name.removeprefix("test_").lower())
        name = f"{words[:40].strip('-')}-{secrets.token_hex(3)}"
        labels = {"pod-security.kubernetes.io/enforce": "restricted"} | labels
        namespace = Namespace(cluster, name)
        namespace.apply({
            "apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}
        })  # fmt: skip
        made.append(namespace)
        return namespace

    yield make
    for namespace in made:
        if request.node.stash.get(FAILED, False):
            print(f"==== namespace {namespace.name}\n{namespace.describe()}")
        cluster.kubectl("delete", "namespace", namespace.name, "--wait=false")


@pytest.fixture
def namespace(new_namespace):
    """A namespace of the test's own."""
    return new_namespace()


@pytest.fixture
def postgres_namespace(cluster):
    """The namespace that manifests and pages name; it is not there before, nor after."""

    def delete():
        cluster.kubectl(
            "delete", "namespace", MANIFESTS_NAMESPACE, "--ignore-not-found", timeout=180
        )

    delete()
    yield Namespace(cluster, MANIFESTS_NAMESPACE)
    delete()


@pytest.fixture
def postgres_of():
    """A function that waits for the PostgreSQL of a namespace."""
    return lambda namespace: Postgres(namespace).wait()


@pytest.fixture
def postgres(namespace, postgres_image):
    """A PostgreSQL in the namespace, with postgres-config and postgres-secret; it serves."""
    return Postgres(namespace).apply().wait()


@pytest.fixture
def server_chart(tmp_path):
    """A chart of somebody else's, with the tree's chart as its dependency."""
    copy = tmp_path / "server"
    shutil.copytree(Path(__file__).parent / "charts/server", copy)
    shutil.copytree(TREE / "helm/noetl-schema", copy / "charts/noetl-schema")
    return copy
