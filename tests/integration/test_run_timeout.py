"""NOETL_RUN_TIMEOUT ends every wait of a run, whatever the other times say, with the run's own words."""

import re

import pytest
import yaml

from support.other_sessions import advisory_locks
from support.polling import until
from support.program import Program

pytestmark = pytest.mark.one_major
SPENT = "when NOETL_RUN_TIMEOUT was spent"


@pytest.mark.parametrize("command", ["apply", "wait", "verify", "init", "partitions", "reset"])
def test_run_timeout__ends_the_wait_for_a_server(program, command):
    arguments = ("--yes",) if command == "reset" else ()
    nowhere = {"POSTGRES_HOST": "127.0.0.1", "POSTGRES_PORT": "1"}
    result = program.run(command, *arguments, "--run-timeout", "1s", settings=program.settings | nowhere)
    result.expect(10, rf"gave up after \d+ attempts in [01]\.\d s, {SPENT}: .*Connection refused")
    assert result.seconds < 3


def test_run_timeout__ends_the_wait_for_a_schema(program, environment):
    environment.create_owner_and_database()
    result = program.run("wait", "noetl", "--run-timeout", "1s")
    result.expect(10, f"is not recorded as applied from bundle:noetl after 1 s, {SPENT}")


def test_run_timeout__ends_the_wait_for_another_run(program, ready, write):
    holder = program.start("apply", "--name", "noetl", "--file", write("select pg_sleep(30);"))
    until(lambda: advisory_locks(ready.connect(), ready.database))
    result = program.run("apply", "noetl", "--run-timeout", "1s")
    result.expect(11, rf"after \d s, {SPENT}: ")
    holder.terminate().wait().expect(12)


def test_run_timeout__ends_the_attempts_of_a_change(program, environment):
    environment.create_owner_and_database()
    program.run("apply", "noetl").expect(0)
    with environment.connect_as_owner() as blocker:
        blocker.execute("drop index noetl.ix_credential_type")
        blocker.execute("begin; lock table noetl.credential")
        result = program.run("apply", "noetl", "--run-timeout", "2s", "--lock-timeout", "100ms")
        result.expect(13, rf"gave up after \d+ attempts, {SPENT}")


def test_run_timeout__is_one_for_all_targets(binary, environment, tmp_path):
    """Two at a time would otherwise wait twice as long as one."""
    nowhere = {"POSTGRES_HOST": "127.0.0.1", "POSTGRES_PORT": 1}
    targets = tmp_path / "targets.yaml"
    names = [{"name": f"t{number}", **nowhere} for number in range(3)]
    targets.write_text(yaml.safe_dump({"targets": names}))
    program = Program(binary, environment.settings())
    result = program.run("apply", "--targets", targets, "--jobs", "1", "--run-timeout", "2s")
    result.expect(10, SPENT)
    assert result.seconds < 5
    assert len(re.findall(rf"gave up after 1 attempt in 0\.\d s, {SPENT}", result.output)) >= 2


@pytest.mark.parametrize("value", ["0", "100ms", "soon"])
def test_run_timeout__of_no_time_is_refused(program, value):
    program.run("apply", "noetl", "--run-timeout", value).expect(3, "--run-timeout|NOETL_RUN_TIMEOUT")
