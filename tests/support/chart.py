"""Helm on the chart of the tree, without a cluster."""

import os
import shutil
import subprocess
from pathlib import Path

import yaml

TREE = Path(__file__).resolve().parent.parent.parent
CHART = TREE / "helm/noetl-schema"
PROGRAMS = ("helm", "helm4")
MODES = ("hook", "job", "cronjob", "library")

# The least that says where the server is.
EXISTING = {
    "config": {"existingConfigMap": "postgres-config"},
    "secret": {"existingSecret": "postgres-secret"},
}


def helm(program, *arguments, stdin=None):
    """Runs the Helm that the cluster's scripts have built, or the one of the PATH."""
    cache = os.environ.get("CLUSTER_CACHE") or (
        Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "noetl-schema/cluster"
    )
    found = shutil.which(program, path=f"{cache}/bin:{os.environ['PATH']}")
    if found is None:
        raise AssertionError(f"{program} is missing: tests/cluster/build makes it")
    return subprocess.run(
        [found, *map(str, arguments)], input=stdin, capture_output=True, text=True, check=False
    )


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
