"""The chart in mode hook on a real cluster, by Helm 3 and Helm 4."""

import pytest

from support.chart import EXISTING, PROGRAMS, merged
from support.helm_release import HelmRelease, settings_of

JOB = "demo-noetl-schema"
WRONG_PASSWORD = {"secret": {"data": {"NOETL_ADMIN_PASSWORD": "not-the-password"}}}
LOGS = {"helm": [], "helm4": ["--logs"]}  # Helm 3 deletes a Pod before it asks for its log
SETTINGS_OF_THE_TEST = {("ConfigMap", f"{JOB}-test"), ("Secret", f"{JOB}-test")}
# Refused at any time; a wrong password is not noticed when there is nothing to do.
WRONG_ARGUMENT = {"extraArgs": ["--no-such-option"]}

both_helms = pytest.mark.parametrize("program", PROGRAMS)
pytestmark = pytest.mark.timeout(300)


def phases(namespace):
    return {key: each["phase"] for key, each in namespace.status().items()}


@both_helms
def test_hook__installs_upgrades_rolls_back_and_uninstalls(namespace, postgres, image, program):
    release = HelmRelease(namespace, program, settings_of(namespace))

    installed = release.upgrade("--wait").stdout
    assert "kubectl logs -l batch.kubernetes.io/job-name=demo-noetl-schema" in installed, "the notes"
    assert phases(namespace) == dict.fromkeys(["noetl.noetl", "demo_noetl.workspace"], "Applied")
    assert postgres.query("select count(*) from noetl.event_log") == ["0"]
    assert release.left() == SETTINGS_OF_THE_TEST, "what the hook needed goes with it"

    tested = release.test(*LOGS[program]).stdout
    assert 'schema "noetl"' in tested or not LOGS[program]
    assert release.left() == SETTINGS_OF_THE_TEST

    release.upgrade("--wait")
    assert release.status() == "deployed"
    assert phases(namespace)["noetl.noetl"] == "Unchanged"

    release.rollback(1, "--wait")
    assert (release.status(), release.revision()) == ("deployed", 3)

    release.uninstall()
    assert release.status() is None
    assert release.left() == set()
    assert postgres.query("select count(*) from noetl.event_log") == ["0"], "the data stay"


@both_helms
def test_hook__a_failure_keeps_its_log_and_needs_no_repair(namespace, postgres, image, program):
    release = HelmRelease(namespace, program, settings_of(namespace))

    failed = release.upgrade(values=WRONG_PASSWORD, check=False)
    assert failed.returncode != 0
    assert release.status() == "failed"
    assert "password authentication failed" in failed.stdout + failed.stderr, "Helm shows the log"
    assert ("Job", JOB) in release.left()
    assert "password authentication failed" in namespace.kubectl("logs", f"job/{JOB}").stdout
    described = namespace.kubectl("describe", f"job/{JOB}").stdout
    assert "password authentication failed" in described

    release.upgrade()
    assert release.status() == "deployed"
    assert phases(namespace)["noetl.noetl"] == "Applied"
    assert release.left() == SETTINGS_OF_THE_TEST


@both_helms
def test_hook__installs_again_over_the_job_of_a_failure(namespace, postgres, image, program):
    release = HelmRelease(namespace, program, settings_of(namespace))
    release.upgrade(values=WRONG_PASSWORD, check=False)
    release.uninstall()
    assert ("Job", JOB) in release.left(), "Helm does not know what hooks have left"

    release.upgrade()
    assert release.status() == "deployed"
    assert release.left() == SETTINGS_OF_THE_TEST


@both_helms
def test_hook__a_failed_upgrade_is_rolled_back_and_keeps_its_log(
    namespace, postgres, image, program
):
    release = HelmRelease(namespace, program, settings_of(namespace))
    release.upgrade("--wait")

    flag = {"helm": "--atomic", "helm4": "--rollback-on-failure"}[program]
    failed = release.upgrade(flag, values=WRONG_ARGUMENT, check=False)
    assert failed.returncode != 0
    assert (release.status(), release.revision()) == ("deployed", 3)
    assert "no-such-option" in namespace.kubectl("logs", f"job/{JOB}").stdout

    release.upgrade("--wait")
    assert release.status() == "deployed"


@both_helms
def test_hook__a_failed_install_is_undone_and_keeps_its_log(namespace, postgres, image, program):
    release = HelmRelease(namespace, program, settings_of(namespace))
    flag = {"helm": "--atomic", "helm4": "--rollback-on-failure"}[program]
    assert release.upgrade(flag, values=WRONG_PASSWORD, check=False).returncode != 0
    assert release.status() is None
    assert "password authentication failed" in namespace.kubectl("logs", f"job/{JOB}").stdout

    release.upgrade()
    assert release.status() == "deployed"


@both_helms
def test_hook__may_run_after_the_releases_own_objects(namespace, postgres, image, program):
    events = {"hook": {"events": ["post-install", "post-upgrade"]}}
    release = HelmRelease(namespace, program, merged(EXISTING, events))
    assert "install without --wait" in release.upgrade().stdout
    assert phases(namespace)["noetl.noetl"] == "Applied"
    release.upgrade()
    assert phases(namespace)["noetl.noetl"] == "Unchanged"


def test_hook__drift_makes_helm_test_fail(namespace, postgres, image):
    release = HelmRelease(namespace, "helm")
    release.upgrade()
    postgres.query("alter table noetl.event_log alter column timestamp drop default")
    tested = release.test("--logs", check=False)
    assert tested.returncode != 0
    assert "event_log" in tested.stdout + tested.stderr


def test_hook__without_rights_the_schema_is_made_all_the_same(namespace, postgres, image):
    release = HelmRelease(namespace, "helm", merged(EXISTING, {"rbac": {"create": False}}))
    release.upgrade()
    assert postgres.query("select count(*) from noetl.event_log") == ["0"]
    assert namespace.status() == {}


@both_helms
def test_hook__says_itself_what_it_waited_for_before_helm_gives_up(
    namespace, postgres, image, program
):
    """With one number for both, and nothing else that would end the wait."""
    data = namespace.get("configmap/postgres-config")["data"] | {"POSTGRES_HOST": "nowhere"}
    values = {"config": {"data": data}, "secret": EXISTING["secret"], "hook": {"timeout": 40}}
    failed = HelmRelease(namespace, program, values).upgrade(check=False, timeout_s=40)
    assert failed.returncode != 0
    said = failed.stdout + failed.stderr
    assert "gave up after" in said and "cannot resolve host" in said, "Helm shows the log"
    assert "timed out waiting for the condition" not in said
    namespace.wait_for(f"job/{JOB}", "condition=Failed", 10)


def test_hook__that_helm_gave_up_changes_nothing_later(namespace, postgres, image):
    """An umbrella chart whose Secret comes after the hook: the Job is over before the Secret is there."""
    late = {"secret": {"existingSecret": "late"}, "hook": {"timeout": 30}}
    release = HelmRelease(namespace, "helm", merged(EXISTING, late))
    assert release.upgrade(check=False, timeout_s=30).returncode != 0
    namespace.wait_for(f"job/{JOB}", "condition=Failed", 30)
    secret = namespace.get("secret/postgres-secret")["data"]
    namespace.apply({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "late"}, "data": secret})
    namespace.until(lambda: not namespace.list("pods", f"--selector=job-name={JOB}") or all(
        pod["status"]["phase"] in ("Failed", "Succeeded")
        for pod in namespace.list("pods", f"--selector=job-name={JOB}")
    ), what="no Pod of the Job runs")  # fmt: skip
    assert postgres.query("select 1 from pg_database where datname = 'noetl'", "postgres") == []
