"""Helm on the chart of the tree, without a cluster."""

import functools
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

TREE = Path(__file__).resolve().parent.parent.parent
CHART = TREE / "helm/noetl-schema"
PROGRAMS = ("helm", "helm4")
MODES = ("hook", "job", "cronjob", "library")
CACHE = Path(
    os.environ.get("CLUSTER_CACHE")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "noetl-schema/cluster"
)

# The least that names the server.
EXISTING = {
    "config": {"existingConfigMap": "postgres-config"},
    "secret": {"existingSecret": "postgres-secret"},
}


@functools.cache
def path_of(program):
    """Helm 3 ("helm") or Helm 4 ("helm4"): built by the cluster's scripts, or from the PATH."""
    built = CACHE / "bin" / program
    if built.exists():
        return str(built)
    version = {"helm": "v3.", "helm4": "v4."}[program]
    for name in ("helm", "helm3", "helm4"):
        found = shutil.which(name)
        command = [found, "version", "--template={{.Version}}"]
        if found and subprocess.check_output(command, text=True).startswith(version):
            return found
    missing = f"Helm {version[1]} is missing: tests/cluster/build makes it"
    if os.environ.get("E2E_KUBECONFIG"):  # having both is not required
        pytest.skip(missing)
    raise AssertionError(missing)


def helm(program, *arguments, stdin=None):
    """Runs a Helm."""
    command = [path_of(program), *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)


def template(values, program="helm", chart=CHART, release="release", arguments=()):
    """What Helm says of values: done.returncode, done.stdout, done.stderr."""
    return helm(
        program,
        "template",
        release,
        chart,
        "--namespace=here",
        "--values=-",
        *arguments,
        stdin=yaml.safe_dump(values),
    )


def rendered(values, **options):
    """The objects that the chart makes of values, by (kind, name)."""
    done = template(values, **options)
    assert done.returncode == 0, done.stderr
    objects = [each for each in yaml.safe_load_all(done.stdout) if each]
    return {(each["kind"], each["metadata"]["name"]): each for each in objects}


def only(objects, kind):
    """The one object of a kind."""
    (found,) = [each for (its_kind, _), each in objects.items() if its_kind == kind]
    return found


def merged(*parts):
    """Values laid over one another, as Helm does it; lists are replaced."""
    whole = {}
    for part in parts:
        for key, value in part.items():
            both = isinstance(value, dict) and isinstance(whole.get(key), dict)
            whole[key] = merged(whole[key], value) if both else value
    return whole
