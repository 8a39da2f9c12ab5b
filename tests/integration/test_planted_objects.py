"""No command runs an owner's code as anybody but that owner (docs/security.md).

The whole product of plants, commands and layouts is in tests/faults.
"""

import pytest

from support import planted
from support.hostile_roles import FEW_COMMANDS, LAYOUTS, HostileRoles

# What every command could read, and what it could come by; the other plants are met by a few commands.
FOR_EVERY_COMMAND = {
    "view in place of runs": planted.LEDGER["view in place of runs"],
    "everything in the schema": planted.EVERYTHING_IN_THE_SCHEMA,
}


@pytest.mark.one_major
@pytest.mark.parametrize("plant", FOR_EVERY_COMMAND)
@pytest.mark.parametrize("layout, with_passwords", LAYOUTS)
def test_planted__code_of_an_owner_runs_as_that_owner_alone(
    fresh_server, bare_program, tmp_path, layout, with_passwords, plant
):
    roles = HostileRoles(fresh_server, bare_program, tmp_path, layout, with_passwords)
    roles.provision()
    roles.plant(FOR_EVERY_COMMAND[plant])
    assert roles.strangers() == set()


@pytest.mark.one_major
@pytest.mark.parametrize("part", range(3))
def test_planted__whatever_is_in_the_place_of_a_ledger(fresh_server, bare_program, tmp_path, part):
    roles = HostileRoles(fresh_server, bare_program, tmp_path, "schemas", False)
    roles.provision()
    for name, statements in list(planted.LEDGER.items())[part::3]:
        roles.plant(statements)
        assert roles.strangers(FEW_COMMANDS) == set(), name
        roles.clean()


@pytest.mark.one_major
def test_planted__traps_do_work(fresh_server, bare_program, tmp_path):
    """A test that could not fail would prove nothing: a superuser who reads a planted ledger is caught."""
    roles = HostileRoles(fresh_server, bare_program, tmp_path, "schemas", True)
    roles.provision()
    mark = fresh_server.log_mark()
    roles.plant(planted.LEDGER["view in place of runs"])
    fresh_server.execute("select count(*) from noetl_ledger_auth_service.run", dbname="noetl")
    ran = planted.runners(fresh_server.log_text(mark))
    assert ("auth_service", "postgres") in ran
    assert fresh_server.value("select rolsuper from pg_roles where rolname = 'auth_service'")
