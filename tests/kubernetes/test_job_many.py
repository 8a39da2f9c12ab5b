"""Many Jobs at once on one database: one does the work."""

import pytest

from support.schema_job import SchemaJob

COUNT = 20


@pytest.mark.timeout(900)
def test_jobs__twenty_at_once_are_one_run_and_nineteen_that_find_it_done(
    namespace, postgres, image
):
    first = SchemaJob(namespace, "at-once-0")
    jobs = [first] + [first.copy(f"at-once-{number}") for number in range(1, COUNT)]
    namespace.apply(first.objects + [job.job for job in jobs[1:]])
    for job in jobs:
        job.wait_complete(420)

    assert [len(job.pods()) for job in jobs] == [1] * COUNT
    assert postgres.query(
        "select outcome, count(*) from noetl_ledger.run where source = 'bundle:noetl' group by 1"
    ) == ["created|1"]
    created = [job.name for job in jobs if ": created, version" in job.ends()[0][1]]
    assert len(created) == 1
    assert {each["exitCode"] for each in namespace.status().values()} == {0}
