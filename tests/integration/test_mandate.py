"""A run in a Pod asks whether its Job is still wanted before it locks, and before what stays."""

import json
import threading

import pytest
import yaml

from support.api_caller import POD
from support.fake_api import Answer, refusal

pytestmark = pytest.mark.one_major

OWN_JOB = "/apis/batch/v1/namespaces/mine/jobs/noetl-apply-schema"
IN_JOB = POD | {"POD_NAMESPACE": None}


def job(uid=POD["JOB_UID"], **spec):
    deleted = {"deletionTimestamp": "2026-12-01T00:00:00Z"} if spec.pop("deleted", False) else {}
    body = {"kind": "Job", "metadata": {"uid": uid, **deleted}, "spec": spec}
    return Answer(200, json.dumps(body))


def in_turn(*answers):
    """Each answer once, then the last again and again."""
    left = list(answers)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def questions(api):
    return [path for method, path, _, _ in api.requests if method == "GET"]


def is_made(environment, schema="noetl"):
    return environment.value("select to_regnamespace(%s) is not null", [schema])


GONE = refusal(404, "jobs.batch not found")
UNWANTED = {
    "gone": (GONE, 12, "is gone"),
    "another": (job("9f"), 12, "is another one of that name by now"),
    "suspended": (job(suspend=True), 12, "is suspended"),
    "deleted": (job(deleted=True), 12, "is being deleted"),
    "account": (refusal(401, "Unauthorized"), 8, "does not accept the token"),
}


@pytest.mark.parametrize("case", UNWANTED)
def test_mandate__an_unwanted_run_does_not_begin(pod, api, program, ready, case):
    answer, status, words = UNWANTED[case]
    api.at[OWN_JOB] = answer
    pod.run(program, "apply", "noetl", settings=IN_JOB).expect(status, f"no longer wanted.*{words}")
    assert not is_made(ready)
    assert len(questions(api)) == (2 if case == "account" else 1)


@pytest.mark.parametrize("case", UNWANTED)
def test_mandate__what_is_unwanted_by_then_is_not_committed(pod, api, program, ready, case):
    answer, status, words = UNWANTED[case]
    api.at[OWN_JOB] = in_turn(job(), answer)
    pod.run(program, "apply", "noetl", settings=IN_JOB).expect(status, words)
    assert not is_made(ready)
    assert not is_made(ready, "noetl_ledger")
    api.at[OWN_JOB] = job()
    pod.run(program, "apply", "noetl", settings=IN_JOB).expect(0, "created")


def test_mandate__an_unwanted_run_makes_no_role(pod, api, program, environment):
    api.at[OWN_JOB] = GONE
    pod.run(program, "apply", "noetl", "--ensure-role", settings=IN_JOB).expect(12, "no longer wanted")
    role = "select count(*) from pg_roles where rolname = %s"
    assert environment.value(role, [environment.owner], dbname="postgres") == 0


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_mandate__what_tells_nothing_keeps_no_run_back(pod, api, program, ready, status):
    api.at[OWN_JOB] = api.at["/version"] = refusal(status, "not now")
    pod.run(program, "apply", "noetl", settings=IN_JOB).expect(0, "created")
    assert is_made(ready)


def test_mandate__an_api_that_does_not_answer_costs_a_second_a_question(pod, api, program, ready):
    never = threading.Event()
    api.answers = [Answer(before=lambda: never.wait(20))]
    settings = IN_JOB | {"NOETL_STATUS_CONFIGMAP": "x", "JOB_UID": POD["JOB_UID"]}
    result = pod.run(program, "apply", "noetl", settings=settings).expect(0, "created")
    never.set()
    assert len(questions(api)) == 2
    assert result.seconds < 2 + 2 * 2.5 + 4, "two questions, and the reports' own budgets"


def test_mandate__without_the_right_the_account_alone_is_asked_about(pod, api, program, ready):
    api.at[OWN_JOB] = refusal(403, "jobs.batch is forbidden")
    api.at["/version"] = in_turn(Answer(200, "{}"), refusal(401, "Unauthorized"))
    pod.run(program, "apply", "noetl", settings=IN_JOB).expect(8, "does not accept the token")
    assert not is_made(ready)
    assert questions(api) == [OWN_JOB, "/version", OWN_JOB, "/version", "/version"]


def test_mandate__without_a_job_the_account_alone_is_asked_about(pod, api, program, ready):
    api.at["/version"] = refusal(401, "Unauthorized")
    of_no_job = {**IN_JOB, "JOB_NAME": None, "JOB_UID": None}
    pod.run(program, "apply", "noetl", settings=of_no_job).expect(8)
    assert not is_made(ready)


def test_mandate__a_token_that_was_renewed_is_read_again(pod, api, program, ready):
    def refuse_once():
        pod.token.write_text(api.token)
        api.at[OWN_JOB] = job()
        return refusal(401, "Unauthorized")

    api.at[OWN_JOB] = refuse_once
    pod.run(program, "apply", "noetl", settings=IN_JOB).expect(0, "created")


def test_mandate__a_run_with_nothing_to_do_asks_nobody(pod, api, program, ready):
    program.run("apply", "noetl").expect(0)
    api.at[OWN_JOB] = GONE
    pod.run(program, "apply", "noetl", settings=IN_JOB).expect(0, "nothing to do")
    assert questions(api) == []
    pod.run(program, "verify", "noetl", settings=IN_JOB).expect(0)
    assert questions(api) == []


def test_mandate__no_step_outside_a_transaction_is_begun_that_is_unwanted(
    pod, api, program, ready, write
):
    file = write(
        "create table t (a int, b int);\n"
        "-- noetl-schema: outside\ncreate index concurrently if not exists t_a on t (a);\n"
        "-- noetl-schema: outside\ncreate index concurrently if not exists t_b on t (b);\n"
    )

    def until_the_first_index():
        return GONE if ready.value("select to_regclass('noetl.t_a') is not null") else job()

    api.at[OWN_JOB] = until_the_first_index
    pod.run(program, "apply", "--file", file, settings=IN_JOB).expect(12, "is gone")
    assert ready.value("select to_regclass('noetl.t_b') is null")
    api.at[OWN_JOB] = job()
    pod.run(program, "apply", "--file", file, settings=IN_JOB).expect(0)
    assert ready.value("select to_regclass('noetl.t_b') is not null")


def test_mandate__each_of_many_targets_asks(pod, api, program, ready, tmp_path):
    targets = tmp_path / "targets.yaml"
    names = [{"name": "one", "NOETL_SCHEMA": "one"}, {"name": "two", "NOETL_SCHEMA": "two"}]
    targets.write_text(yaml.safe_dump({"targets": names}))
    api.at[OWN_JOB] = GONE
    result = pod.run(program, "apply", "--targets", targets, settings=IN_JOB)
    result.expect(12, "2 failed|no longer wanted")
    assert not is_made(ready, "one") and not is_made(ready, "two")


def test_mandate__partitions_are_not_committed_unwanted(pod, api, program, ready):
    program.run("apply", "catalog").expect(0)
    names = "select string_agg(relname, ' ' order by relname) from pg_class where relispartition and relkind = 'r'"
    last = ready.value("select max(relname) from pg_class where relname ~ '^event_p[0-9]{8}$'")
    ready.connect_as_owner().execute(f"drop table noetl_catalog.{last}")
    before = ready.value(names)
    api.at[OWN_JOB] = in_turn(job(), GONE)
    pod.run(program, "partitions", "catalog", settings=IN_JOB).expect(12)
    assert ready.value(names) == before


def test_mandate__a_kubeconfig_is_not_asked(report, api):
    """It may be of another cluster than that of the Job."""
    api.at["/apis/batch/v1/namespaces/postgres/jobs/noetl-apply-schema"] = GONE
    report()[0].expect(0)
    assert questions(api) == []
