"""On a standby what only reads does its work, and what writes waits for the primary."""

import json

import pytest

from support.environment import Environment
from support.program import Program


@pytest.fixture(scope="module")
def applied(binary, test_session, postgres_major):
    """An environment with a schema, and its settings to reach it on a standby of its server."""
    environment = Environment(test_session.new_server(postgres_major).start())
    run = Program(binary, environment.settings()).run
    run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    with environment.connect_as_owner() as session:
        session.execute("insert into noetl.workload (execution_id) values (7)")
        session.execute(
            "insert into noetl.event_log (execution_id, event_id, event_type) values (7, 1, 'only')"
        )
    standby = test_session.new_standby(environment.server)
    yield environment.settings(
        POSTGRES_HOST=standby.host, POSTGRES_PORT=standby.port, NOETL_WAIT_TIMEOUT="0"
    )
    for server in (standby, environment.server):
        test_session.destroy(server)


@pytest.fixture
def run(binary, applied):
    return Program(binary, applied).run


def test_standby__status_tells_how_the_schema_stands(run):
    told = json.loads(run("status", "noetl", "--output", "json").expect(0).stdout)
    assert told["targets"][0]["state"] == "as_recorded"


def test_standby__verify_compares_and_tries_the_ways_in(run):
    run("verify", "noetl", "workspace").expect(0)


def test_standby__export_reads_the_events(run):
    rows = json.loads(
        run("export", "execution-logs", "--id", 7, "--output-file", "-").expect(0).stdout
    )
    assert [row["event_type"] for row in rows] == ["only"]


@pytest.mark.parametrize(
    "command",
    [
        ("apply", "noetl"),
        ("apply", "noetl", "--ensure-role"),
        ("wait", "noetl"),
        ("wait", "--for", "database"),
        ("partitions", "catalog"),
        ("reset", "noetl", "--yes"),
        ("reset", "noetl"),
    ],
    ids=" ".join,
)
def test_standby__what_is_to_write_wants_the_primary(run, command):
    run(*command).expect(10, "is in recovery", "Point POSTGRES_HOST at the primary")
