"""status: how schemas stand and what the ledger tells, for people and for programs."""

import json

import pytest

from support import by_hand


def read(program, *arguments):
    return json.loads(program.run("status", "--output", "json", *arguments).expect(0).stdout)


def state(program, *arguments):
    return read(program, *arguments)["targets"][0]["state"]


@pytest.fixture
def applied(program, environment):
    program.run("apply", "noetl", "--ensure-role").expect(0)
    return environment


def test_status__of_what_was_applied(program, applied):
    report = read(program)
    (target,) = report["targets"]
    assert target["bundle"] == "noetl" and target["source"] == "bundle:noetl"
    assert (target["database"], target["schema"]) == (applied.database, "noetl")
    assert target["state"] == "as_recorded" and target["fingerprint_is_as_recorded"]
    assert target["recorded_version"] == target["version"]
    run = report["runs"][0]
    assert run["outcome"] == "created" and run["run"] == target["recorded_run"]
    assert run["database"] == applied.database and run["statement_count"] > 50
    assert run["started"] <= run["finished"] and run["finished"].endswith("Z")


def test_status__for_people_is_a_table(program, applied):
    result = program.run("status").expect(0)
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["BUNDLE", "DATABASE", "SCHEMA", "VERSION", "STATE"]
    assert lines[1].split()[:4] == ["noetl", applied.database, "noetl", "1"]
    assert lines[1].endswith("as recorded")
    assert lines[3] == f'Last runs recorded in database "{applied.database}", ledger "noetl_ledger":'
    assert "created" in lines[5]
    assert all(line == line.rstrip() for line in lines)


def test_status__follows_what_happens(program, applied):
    applied.execute("create table noetl.somebody_elses (n int)")
    assert state(program) == "moved"
    by_hand.shift_recorded_versions(applied, 1)
    assert state(program) == "newer"
    by_hand.shift_recorded_versions(applied, -2)
    assert state(program) == "older"
    applied.execute("drop schema noetl cascade")
    assert state(program) == "absent"


def test_status__of_a_schema_that_no_run_recorded(program, environment):
    by_hand.create(environment, "noetl", "noetl")
    report = read(program)
    assert report["targets"][0]["state"] == "not_recorded" and report["runs"] == []
    assert "recorded_version" not in report["targets"][0]
    assert "Last runs" not in program.run("status").expect(0).stdout


def test_status__of_partitions(program, applied):
    program.run("apply", "catalog").expect(0)
    assert state(program, "catalog") == "as_recorded"
    applied.execute(
        "do $$ begin execute (select 'drop table ' || max(oid::regclass::text) from pg_class"
        " where relname like 'event\\_p2%' and relkind = 'r'); end $$"
    )
    assert state(program, "catalog") == "partition_due"


def test_status__limits_the_runs_newest_first(program, applied):
    for _ in range(3):
        program.run("reset", "--yes").expect(0)
    runs = read(program, "--limit", "2")["runs"]
    assert [run["outcome"] for run in runs] == ["reset", "reset"]
    assert runs[0]["finished"] >= runs[1]["finished"]
    program.run("status", "--limit", "0").expect(2)


def test_status__changes_nothing_and_waits_for_nobody(program, applied):
    blocker = applied.connect(autocommit=False)
    blocker.execute("lock table noetl.event_log in access exclusive mode")
    assert state(program) == "as_recorded"


def test_status__of_several_bundles(program, applied):
    program.run("apply", "workspace", "--ensure-role").expect(0)
    report = read(program, "noetl", "workspace", "catalog")
    assert [target["state"] for target in report["targets"]] == [
        "as_recorded",
        "as_recorded",
        "absent",
    ]
    assert {run["database"] for run in report["runs"]} == {
        applied.database,
        applied.workspace_database,
    }
