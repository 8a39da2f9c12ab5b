"""Every plant, every command, every layout: no code of an owner runs as anybody else."""

import pytest

from support import planted, share
from support.hostile_roles import LAYOUTS, HostileRoles

PLANTS = {**planted.LEDGER, **planted.SCHEMA}


@pytest.mark.parametrize("plant", share.in_share(PLANTS, every=6))
@pytest.mark.parametrize("layout, with_passwords", LAYOUTS)
def test_planted__code_of_an_owner_runs_as_that_owner_alone(
    fresh_server, bare_program, tmp_path, layout, with_passwords, plant
):
    roles = HostileRoles(fresh_server, bare_program, tmp_path, layout, with_passwords)
    roles.provision()
    roles.plant(PLANTS[plant])
    assert roles.strangers() == set()
