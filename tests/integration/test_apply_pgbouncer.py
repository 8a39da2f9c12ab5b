"""Through PgBouncer: session mode as if it were not there, transaction mode within its means."""

import pytest

from support.other_sessions import advisory_locks
from support.seeds import NOETL_TABLES
from support.state import tables


@pytest.fixture
def through(bare_program, environment, new_pgbouncer):
    def program(pool_mode, **settings):
        # A role that was refused is tried again after this time; 15 s unless set.
        bouncer = new_pgbouncer(pool_mode, server_login_retry=1, **settings)
        return bare_program.with_settings(
            environment.settings(POSTGRES_HOST=bouncer.host, POSTGRES_PORT=bouncer.port)
        )

    return program


def test_pgbouncer__session_mode(through, environment):
    program = through("session")
    program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    assert NOETL_TABLES <= set(tables(environment.connect(), "noetl"))
    program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    program.run("verify", "noetl", "workspace").expect(0)
    assert advisory_locks(environment.connect(), environment.database) == []


def test_pgbouncer__transaction_mode(through, environment):
    environment.create_owner_and_database()
    program = through("transaction")
    program.run("apply", "noetl").expect(0)
    assert NOETL_TABLES <= set(tables(environment.connect(), "noetl"))
    program.run("apply", "noetl").expect(0)
    program.run("verify", "noetl").expect(0)
    assert advisory_locks(environment.connect(), environment.database) == []


def test_pgbouncer__transaction_mode_provisions_or_asks_for_a_direct_address(
    through, environment
):
    """A session lock through such a pooler stays on a server connection that others get."""
    result = through("transaction").run("apply", "noetl", "workspace", "--ensure-role")
    with environment.server.connect() as session:
        assert advisory_locks(session, "postgres", "template1", environment.database) == []
    if result.exit_code != 0:
        result.expect(3, "(?i)pooler|pgbouncer", "(?i)own address|direct")


@pytest.mark.one_major
def test_pgbouncer__transaction_mode_cannot_hold_a_lock_over_steps(through, environment, tmp_path):
    """CREATE INDEX CONCURRENTLY has no transaction to hold a lock in: a direct address is asked for."""
    environment.create_owner_and_database()
    script = tmp_path / "concurrent.sql"
    script.write_text(
        "create table if not exists a (n int);\n"
        "create index concurrently if not exists a_n on a (n);\n"
    )
    result = through("transaction").run("apply", "--file", script)
    result.expect(3, "(?i)pooler|pgbouncer", "(?i)own address|direct")
    assert advisory_locks(environment.connect(), environment.database) == []


@pytest.mark.one_major
def test_pgbouncer__transaction_mode_stampede_has_one_applier(through, environment):
    environment.create_owner_and_database()
    program = through("transaction", default_pool_size=10)
    mark = environment.server.log_mark()
    running = [program.start("apply", "noetl") for _ in range(10)]
    for each in running:
        each.wait(120).expect(0)
    log = environment.server.log_text(mark)
    assert log.count("create table if not exists event_log (") == 1
    assert environment.server.log_errors(mark) == []
