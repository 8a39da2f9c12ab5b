"""When the chart's Job goes, and when it is made anew; no cluster is asked."""

import pytest

from support.chart import EXISTING, merged, only, rendered, template


def job_of(values):
    return only(rendered(merged(EXISTING, values)), "Job")


def test_hook__a_failed_job_stays_for_its_log():
    job = job_of({})
    assert "hook-failed" not in job["metadata"]["annotations"]["helm.sh/hook-delete-policy"]
    assert "ttlSecondsAfterFinished" not in job["spec"]


def test_job__is_named_by_its_revision_and_goes_in_the_end():
    job = job_of({"mode": "job"})
    assert job["metadata"]["name"] == "release-noetl-schema-1"  # the only one that template knows
    assert job["spec"]["ttlSecondsAfterFinished"] == 600


@pytest.mark.parametrize("mode", ["job", "cronjob"])
def test_job__may_stay(mode):
    values = merged(EXISTING, {"mode": mode, "job": {"ttlSecondsAfterFinished": "never"}})
    assert "ttlSecondsAfterFinished" not in template(values).stdout


def test_job__long_times_are_whole_numbers():
    job = {"ttlSecondsAfterFinished": 2592000, "activeDeadlineSeconds": 1000000}
    spec = job_of({"mode": "job", "job": job})["spec"]
    assert {key: str(spec[key]) for key in job} == {key: str(job[key]) for key in job}


def test_job__argo_cd_makes_it_anew():
    name = "argocd.argoproj.io/sync-options"
    made = job_of({"mode": "job"})["metadata"]["annotations"]
    assert made == {name: "Force=true,Replace=true"}
    own = {name: "Delete=false"}
    assert job_of({"mode": "job", "job": {"annotations": own}})["metadata"]["annotations"] == own
    assert name not in job_of({"mode": "hook"})["metadata"]["annotations"]
