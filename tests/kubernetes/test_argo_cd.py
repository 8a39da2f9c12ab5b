"""The chart as Argo CD reads it, by Argo CD's own engine: hooks, waves, replacing and pruning."""

import shutil

import pytest

from support.application import Application
from support.chart import EXISTING, merged
from support.helm_release import HelmRelease, settings_of

NAME = "demo-noetl-schema"
WITHOUT_TEST = {"tests": {"enabled": False}}  # its settings would be plain objects
WRONG_PASSWORD = {"secret": {"data": {"NOETL_ADMIN_PASSWORD": "not-the-password"}}}
WRONG_ARGUMENT = {"extraArgs": ["--no-such-option"]}
NEEDS = {"ServiceAccount", "Secret", "ConfigMap", "Role", "RoleBinding"}
# For a server that is to find the schema there.
SERVER = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "server"}}

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(autouse=True)
def argo_sync(cluster):
    if not cluster.is_ours and shutil.which("argo-sync") is None:
        pytest.skip("argo-sync is not in the PATH: tests/cluster/build makes it")


def order(answer):
    return [(each.get("hook", ""), each["kind"], each["name"]) for each in answer["resources"]]


def until_kinds_are(namespace, kinds):
    """Argo CD deletes in the foreground: it does not wait for the end of what it deletes."""
    release = HelmRelease(namespace, "helm")
    namespace.until(
        lambda: {kind for kind, _ in release.left()} == kinds, what=f"left are just {kinds}"
    )


def phase(namespace):
    return namespace.status()["noetl.noetl"]["phase"]


def test_hook__runs_before_the_rest_at_every_sync(namespace, postgres, image):
    app = Application(namespace, merged(settings_of(namespace), WITHOUT_TEST))

    failed = app.sync(WRONG_PASSWORD, beside=[SERVER], check=False)
    assert failed["phase"] == "Failed"
    assert failed["outOfSync"] == ["ConfigMap/server"], "not made; hooks do not count"
    assert "password authentication failed" in namespace.kubectl("logs", f"job/{NAME}").stdout
    described = namespace.kubectl("describe", f"job/{NAME}").stdout
    assert "password authentication failed" in described
    # Argo CD takes a further attempt that begins by only deleting for a failed one.
    until_kinds_are(namespace, {"Job", "Pod"})
    assert namespace.get(f"job/{NAME}")["metadata"].get("finalizers") is None

    made = app.sync(beside=[SERVER])
    *needs, job, server = order(made)
    assert {(hook, kind) for hook, kind, _ in needs} == {("PreSync", kind) for kind in NEEDS}
    assert (job, server) == (("PreSync", "Job", NAME), ("", "ConfigMap", "server"))
    assert phase(namespace) == "Applied"
    assert postgres.query("select count(*) from noetl.event_log") == ["0"]
    until_kinds_are(namespace, set())

    again = app.sync(beside=[SERVER])
    assert job in order(again)
    assert phase(namespace) == "Unchanged"
    assert (again["outOfSyncBefore"], again["health"]) == ([], "Healthy")

    assert order(app.sync_nothing()) == [server]
    assert namespace.get("configmap/server") is None


def test_hook__may_run_after_the_rest(namespace, image):
    """It fails here, for that takes no server."""
    values = {
        "config": {"data": {"POSTGRES_HOST": "db"}},
        "hook": {"events": ["post-install", "post-upgrade"]},
    }
    app = Application(namespace, merged(values, WITHOUT_TEST, WRONG_ARGUMENT))
    failed = app.sync(beside=[SERVER], check=False)
    assert failed["phase"] == "Failed"
    assert failed["outOfSync"] == []
    assert order(failed)[0] == ("", "ConfigMap", "server")
    assert order(failed)[-1] == ("PostSync", "Job", NAME)


def test_job__is_made_anew_at_every_sync(namespace, postgres, image):
    stays = {"mode": "job", "job": {"ttlSecondsAfterFinished": "never"}}
    app = Application(namespace, merged(settings_of(namespace), WITHOUT_TEST, stays))
    job = f"job/{NAME}-1"

    app.sync()
    namespace.wait_for(job, "condition=Complete")
    assert phase(namespace) == "Applied"
    first = namespace.get(job)["metadata"]["uid"]

    again = app.sync()
    assert (again["outOfSyncBefore"], again["outOfSync"]) == ([], [])
    namespace.wait_for(job, "condition=Complete")
    assert namespace.get(job)["metadata"]["uid"] != first
    assert phase(namespace) == "Unchanged"

    changed = app.sync(WRONG_ARGUMENT)
    assert changed["outOfSyncBefore"] == [f"Job/{NAME}-1"], "hence an automated sync"
    namespace.wait_for(job, "condition=Failed")

    app.sync_nothing()
    until_kinds_are(namespace, set())


def test_cronjob__is_in_sync_with_what_the_cluster_makes_of_it(namespace):
    app = Application(namespace, merged(EXISTING, {"mode": "cronjob"}))
    synced = app.sync()
    assert ("", "CronJob", f"{NAME}-verify") in order(synced)
    assert "Pod" not in {kind for _, kind, _ in order(synced)}, "the Pod of helm test is left out"
    assert (synced["outOfSync"], synced["health"]) == ([], "Healthy")
