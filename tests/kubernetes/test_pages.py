"""Runs the blocks of shell in the pages on a cluster, in their order, and the commands of the chart's notes."""

import os
import re
import shutil

import pytest

from support import pages
from support.chart import EXISTING, MODES, merged
from support.cluster import TREE, Postgres
from support.helm_release import HelmRelease
from support.program import default_binary
from support.schema_job import SchemaJob

BLOCKS = pages.run_in(pages.CLUSTER)
# What a reader's machine has, and this one has otherwise.
STUBS = {
    "sudo": 'exec "$@"',
    "apt-get": 'exec /usr/bin/apt-get --yes --no-upgrade "$@"',
    "make": f'exec /usr/bin/make -C {TREE} "$@"',
    "kind": '[ "$1 $2" = "load image-archive" ] || exit 2; exec ${LOAD_IMAGE} "$3"',
}


class Reader:
    """Somebody with a cluster, its programs and the program in the PATH, in a copy of the tree."""

    def __init__(self, namespace, folder):
        self.namespace = namespace
        self.cluster = namespace.cluster
        self.folder = folder
        self.values = {}
        for name in ("k8s", "helm"):
            shutil.copytree(TREE / name, folder / name)
        (folder / "build").symlink_to(TREE / "build")
        bin_folder = folder / "bin"
        bin_folder.mkdir()
        for name, script in STUBS.items():
            (bin_folder / name).write_text(f"#!/bin/sh\n{script}\n")
            (bin_folder / name).chmod(0o755)
        (bin_folder / "noetl-schema").symlink_to(default_binary())
        load = os.environ.get("E2E_LOAD_IMAGE") or TREE / "tests/cluster/load-image"
        self.environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("NOETL", "PG"))
        } | {
            "PATH": f"{bin_folder}:{os.environ['PATH']}", "DESTDIR": str(folder / "installed"),
            "NOETL_SCHEMA_STATE": f"/var/tmp/{folder.name}-{os.getpid()}", "LOAD_IMAGE": str(load),
        }  # fmt: skip
        if not self.cluster.is_ours:
            self.environment["KUBECONFIG"] = self.cluster.kubeconfig

    def run(self, text):
        filled = pages.filled_in(text, self.values)
        return pages.run(filled, self.folder, self.environment, self.cluster.prefix, limit_s=600)

    def uninstall(self):
        """The blocks of a page are often alternatives."""
        for name in self.namespace.helm("list", "--short", "--all").stdout.split():
            self.namespace.helm("uninstall", name, "--wait", "--timeout=60s")


def start_server(reader):
    reader.cluster.kubectl("apply", "-k", "k8s/postgres")
    return Postgres(reader.namespace).wait()


def start_server_and_apply(reader):
    start_server(reader)
    reader.cluster.kubectl("apply", "-f", "k8s/postgres/noetl-apply-schema.yaml")
    SchemaJob(reader.namespace).wait_complete(180)


def prepare_config_from(reader):
    """The host of the settings is a name that only Pods can find."""
    start_server_and_apply(reader)
    address = reader.namespace.get("service", "postgres")["spec"]["clusterIP"]
    reader.environment["POSTGRES_HOST"] = address


def prepare_chart(reader):
    start_server(reader)
    (reader.folder / "010.sql").write_text("create table if not exists invoice (id bigint);\n")
    (reader.folder / "020.sql").write_text("create table if not exists payment (id bigint);\n")


def prepare_operations(reader):
    """A Job and a CronJob that k8s/look makes others of."""
    start_server_and_apply(reader)
    values = merged(EXISTING, {"mode": "cronjob", "fullnameOverride": "noetl"})
    HelmRelease(reader.namespace, "helm", values).upgrade()


PREPARE = {
    "README.md": lambda reader: None,
    "docs/config-from.md": prepare_config_from,
    "docs/gitops.md": start_server,
    "docs/operations.md": prepare_operations,
    "docs/status.md": start_server_and_apply,
    "docs/targets.md": start_server,
    "helm/noetl-schema/README.md": prepare_chart,
}


@pytest.fixture
def reader(postgres_namespace, image, postgres_image, tmp_path):
    reader = Reader(postgres_namespace, tmp_path)
    yield reader
    pages.run("make destroy", reader.folder, reader.environment)


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("page", BLOCKS)
def test_page__its_blocks_run(page, reader):
    PREPARE[page](reader)
    for block in BLOCKS[page]:
        reader.run(block.text)
        reader.uninstall()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("mode", MODES)
def test_notes__every_command_runs(mode, namespace, postgres, image):
    postgres.provision()
    if mode != "hook":
        HelmRelease(namespace, "helm", name="first").upgrade()
    release = HelmRelease(namespace, "helm", merged(EXISTING, {"mode": mode}))
    notes = release.upgrade().stdout
    commands = re.findall(r"^  ((?:kubectl|helm) .*)$", notes, re.M)
    assert commands
    for command in commands:
        namespace.cluster.run("bash", "-c", command)
