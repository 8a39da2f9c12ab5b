"""The commands beside apply, through PgBouncer in transaction mode: no session outlives a transaction."""

import json

import pytest

PARTITION_COUNT = """
select count(*) from pg_class where relispartition and relname ~ '^event_p[0-9]{8}$'
"""


@pytest.fixture
def program(bare_program, environment, new_pgbouncer):
    environment.create_owner_and_database()
    bouncer = new_pgbouncer("transaction", default_pool_size=10)
    program = bare_program.with_settings(
        environment.settings(POSTGRES_HOST=bouncer.host, POSTGRES_PORT=bouncer.port)
    )
    program.run("apply", "noetl", "catalog").expect(0)
    return program


@pytest.mark.one_major
def test_pgbouncer__partitions_by_ten_at_once_are_made_once(program, environment):
    assert environment.value(PARTITION_COUNT) == 4
    for attempt in range(5):
        environment.execute(
            "do $$ declare p text; begin for p in select oid::regclass from pg_class"
            " where relispartition and relname ~ '^event_p[0-9]{8}$' and relkind = 'r'"
            " loop execute 'drop table ' || p; end loop; end $$"
        )
        mark = environment.server.log_mark()
        running = [program.start("partitions") for _ in range(10)]
        for each in running:
            each.wait().expect(0)
        assert environment.value(PARTITION_COUNT) == 4
        assert environment.server.log_errors(mark) == [], attempt
    made = "select count(*) from noetl_ledger.run where outcome = 'partitioned'"
    assert environment.value(made) == 4 * 6


@pytest.mark.one_major
def test_pgbouncer__reset_status_wait_and_export(program, environment, tmp_path):
    environment.execute("insert into noetl.workload (execution_id) values (7)")
    environment.execute("insert into noetl.event_log (execution_id, event_type) values (7, 'x')")
    program.run("export", "execution-logs", "--id", 7, cwd=tmp_path).expect(0)
    assert len(json.loads((tmp_path / "logs/event_log.json").read_text())) == 1
    program.run("wait", "noetl", "catalog").expect(0)
    program.run("reset", "--yes").expect(0)
    assert environment.value("select count(*) from noetl.workload") == 0
    states = json.loads(program.run("status", "--output", "json").expect(0).stdout)
    assert states["targets"][0]["state"] == "as_recorded"
    program.run("verify", "noetl", "catalog").expect(0)
