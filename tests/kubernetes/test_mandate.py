"""A run whose deployment was given up ends without changing the database."""

import pytest

from support.schema_job import NAME, SchemaJob

pytestmark = pytest.mark.timeout(600)
ITS_INDEX = "noetl.ix_credential_type"
IS_THERE = f"select to_regclass('{ITS_INDEX}') is not null"
# The API server's cache may take a deleted account's token for ten seconds more.
CACHED_S = 15


def blocked_job(namespace, postgres):
    """A Job that finds an index missing and its table locked: it tries again and again."""
    SchemaJob(namespace, "first").apply().wait_complete(180)
    postgres.query(f"drop index {ITS_INDEX}")
    job = SchemaJob(namespace, environment={"NOETL_CHANGE_TIMEOUT": "10min"}, backoff_limit=0)
    return job


def is_trying(job):
    job.namespace.until(lambda: "trying again" in job.log(), 120, "the run waits for the lock")


def test_mandate__a_run_whose_account_was_deleted_changes_nothing(namespace, postgres, image):
    job = blocked_job(namespace, postgres)
    with postgres.session("begin; lock table noetl.credential;"):
        job.apply()
        job.wait_started()
        is_trying(job)
        namespace.kubectl("delete", "serviceaccount", NAME)
        postgres.query(f"select pg_sleep({CACHED_S})")
    job.wait_failed(120)
    ((exit_status, message),) = job.ends()
    assert exit_status == 8 and message.startswith("the run is no longer wanted"), message
    assert postgres.query(IS_THERE) == ["f"]


def test_mandate__a_run_whose_job_was_suspended_changes_nothing(namespace, postgres, image):
    """The Pod gets a SIGTERM, too: whichever comes first, the run ends with 12."""
    job = blocked_job(namespace, postgres)
    with postgres.session("begin; lock table noetl.credential;"):
        job.apply()
        pod = job.wait_started()
        is_trying(job)
        suspend = '{"spec":{"suspend":true}}'
        namespace.kubectl("patch", "job", job.name, "--type=merge", "-p", suspend)
        namespace.until(lambda: namespace.get("pod", pod) is None, 120, "the Pod is gone")
    assert postgres.query(IS_THERE) == ["f"]


def test_status__of_a_run_that_was_killed_says_until_when_it_counts(namespace, postgres, image):
    job = blocked_job(namespace, postgres)
    with postgres.session("begin; lock table noetl.credential;"):
        job.apply()
        pod = job.wait_started()
        is_trying(job)
        namespace.kubectl("delete", "pod", pod, "--grace-period=0", "--force")
        document = namespace.status()["noetl.noetl"]
    assert document["finishedAt"] is not None or document["until"] > document["updatedAt"]
