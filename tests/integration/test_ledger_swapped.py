"""A ledger of another role that changes between the check and the reading runs nobody's code."""

import pytest

from support.hostile_roles import HostileRoles

TRAP = """
create function auth_service.trap() returns boolean language plpgsql as $$
begin raise log 'PLANTED run by %', current_user; return true; end $$;
grant usage on schema auth_service to public;
grant execute on function auth_service.trap() to public;
revoke select on noetl_ledger_auth_service.run from noetl
"""
PLANTED = """
create function auth_service.planted(bigint) returns bigint immutable language plpgsql as $$
begin raise log 'PLANTED run by %', current_user; return 1; end $$;
grant usage on schema auth_service to public;
grant execute on function auth_service.planted(bigint) to public
"""
SWAP = """
grant select on noetl_ledger_auth_service.run to noetl;
alter table noetl_ledger_auth_service.run enable row level security;
create policy planted on noetl_ledger_auth_service.run using (auth_service.trap())
"""
WAITS = "select exists (select from pg_stat_activity where usename = 'noetl' and wait_event_type = 'Lock')"


def test_ledger_swapped__what_was_not_locked_is_not_read(fresh_server, bare_program, tmp_path):
    """Without SELECT the table is not locked: its owner grants it while the reading waits for a lock."""
    roles = HostileRoles(fresh_server, bare_program, tmp_path, "schemas", False)
    roles.provision()
    owner = {"user": "auth_service", "password": roles.passwords["AUTH_SERVICE_PASSWORD"]}
    fresh_server.execute(TRAP, dbname="noetl", **owner)
    mark = fresh_server.log_mark()
    with fresh_server.connect("noetl", autocommit=False, **owner) as session:
        session.execute("lock table noetl_ledger_auth_service.run in access exclusive mode")
        running = roles.program.start("status", "system")
        while running.is_running and not fresh_server.value(WAITS):
            pass
        session.execute(SWAP)
        session.commit()
    running.wait().expect(4, "table run is new, or role noetl may not read it")
    assert "PLANTED" not in fresh_server.log_text(mark).replace("raise log 'PLANTED", "")


STATISTICS = """
create statistics noetl_ledger_auth_service.planted on (version + auth_service.planted(1)), source
	from noetl_ledger_auth_service.run
"""
INDEX = """
create index planted on noetl_ledger_auth_service.run (id) where auth_service.planted(1) = 1
"""


@pytest.mark.majors(14, 15, 16, 17, 18)
@pytest.mark.parametrize("plant", [STATISTICS, INDEX], ids=["statistics", "index"])
@pytest.mark.parametrize("command", ["status", "verify", "wait"])
def test_ledger_swapped__what_the_planner_would_run_is_not_run(
    fresh_server, bare_program, tmp_path, command, plant
):
    """ACCESS SHARE keeps its owner from neither, after any check: so another's ledger is never planned for."""
    roles = HostileRoles(fresh_server, bare_program, tmp_path, "schemas", False)
    roles.provision()
    owner = {"user": "auth_service", "password": roles.passwords["AUTH_SERVICE_PASSWORD"]}
    fresh_server.execute(PLANTED, dbname="noetl", **owner)
    mark = fresh_server.log_mark()
    with fresh_server.connect("noetl", autocommit=False, **owner) as session:
        session.execute("reindex index noetl_ledger_auth_service.run_pkey")
        running = roles.program.start(command, "system")
        while running.is_running and not fresh_server.value(WAITS):
            pass
        session.execute(plant)
        session.commit()
    assert running.wait().exit_code in (0, 4, 6)
    assert "PLANTED run by noetl" not in fresh_server.log_text(mark)
