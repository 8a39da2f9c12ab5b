"""Many copies at once: one applies, the rest find it done, nobody fails, the log is clean."""

import pytest

from support.state import appliers

COPIES = 20
PROBE_FAILURES = ("does not exist", "password authentication failed", "permission denied for data")


@pytest.mark.timeout(300)
def test_stampede__from_an_existing_empty_database(program, environment, server):
    environment.create_owner_and_database()
    mark = server.log_mark()
    running = [program.start("apply", "noetl") for _ in range(COPIES)]
    results = [each.wait(120).expect(0) for each in running]
    log = server.log_text(mark)
    assert len(appliers(log, "create table if not exists event_log (")) == 1
    assert server.log_errors(mark) == []
    assert len(results) == COPIES
    program.run("verify", "noetl").expect(0)


@pytest.mark.timeout(300)
def test_stampede__from_nothing_with_ensure_role(program, environment, server):
    mark = server.log_mark()
    running = [
        program.start("apply", "noetl", "workspace", "--ensure-role") for _ in range(COPIES)
    ]
    for each in running:
        each.wait(120).expect(0)
    log = server.log_text(mark)
    assert len(appliers(log, "create table if not exists event_log (")) == 1
    unexplained = [
        line
        for line in server.log_errors(mark)
        if " FATAL: " not in line or not any(text in line for text in PROBE_FAILURES)
    ]
    assert unexplained == []
    program.run("verify", "noetl", "workspace").expect(0)


@pytest.mark.one_major
@pytest.mark.timeout(300)
def test_stampede__of_different_bundles_in_one_database(program, environment, server):
    program.run("apply", "noetl", "--ensure-role").expect(0)
    mark = server.log_mark()
    running = [
        program.start("apply", bundle, "--ensure-role")
        for bundle in ("catalog", "noetl", "workspace") * 4
    ]
    for each in running:
        each.wait(120).expect(0)
    assert [line for line in server.log_errors(mark) if " FATAL: " not in line] == []
    program.run("verify", "catalog", "noetl", "workspace").expect(0)
