"""Two versions of the program side by side do not fight: the older one finds itself superseded."""

import pytest

from support import state

NEWER_RUN = """
with newest as (
  select * from noetl_ledger.run where source = 'bundle:noetl' order by id desc limit 1
), recorded as (
  insert into noetl_ledger.run (run, recorded_at, database_name, schema_name, source, outcome,
    version, checksum, fingerprint, statement_count, started_at, finished_at, tool_version,
    server_version)
  select gen_random_uuid(), now(), database_name, schema_name, source, 'changed', version + 1,
    repeat('f', 64), fingerprint, 1, now(), now(), '99.0', server_version
  from newest
  returning run
)
insert into noetl_ledger.promise (run, kinds, identities, hashes)
select recorded.run, kinds, identities, hashes
from recorded
cross join newest
join noetl_ledger.promise on promise.run = newest.run
"""

RUNS = "select outcome, version from noetl_ledger.run where source = 'bundle:noetl' order by id"


@pytest.fixture
def upgraded(program, environment):
    """As a newer program has left it."""
    program.run("apply", "noetl", "--ensure-role").expect(0)
    environment.execute(NEWER_RUN)
    environment.execute("create table noetl.of_the_newer_version ()")
    return environment


def test_older_version__is_superseded_and_writes_nothing(program, upgraded):
    before = state.snapshot(upgraded.connect())
    result = program.run("apply", "noetl", "--ensure-role")
    result.expect(0, "(?i)newer|superseded")
    assert len(result.output.splitlines()) == 1
    assert state.difference(before, state.snapshot(upgraded.connect())) == []


def test_older_version__applies_when_forced(program, upgraded):
    newer = upgraded.execute(RUNS)
    program.run("apply", "noetl", "--ensure-role", "--force").expect(0)
    assert len(upgraded.execute(RUNS)) == len(newer) + 1
    program.run("apply", "noetl").expect(0)


def test_older_version__counts_as_ready_in_wait(program, upgraded):
    program.run("wait", "--for", "schema", "--wait-timeout", "5s").expect(0)


def test_ledger__is_only_added_to_and_survives_reset(program, upgraded):
    runs = upgraded.execute(RUNS)
    program.run("reset", "noetl", "--yes", "--force").expect(0)
    assert upgraded.execute(RUNS)[: len(runs)] == runs
    program.run("verify", "noetl").expect(0)
