"""Releases of the chart that bring a newer bundle: up, back, and out of one that the data refuse."""

import pytest

from support.chart import EXISTING, PROGRAMS, merged
from support.helm_release import HelmRelease
from support.newer_program import NEWER, REFUSED, present_version

# Whoever writes a row moves its xmin.
CREDENTIALS = "select xmin, id, name, type, data_encrypted from noetl.credential order by name"
TWO_OF_A_TYPE = """
    insert into noetl.credential (name, type, data_encrypted)
    values ('first', 'postgres', 'a'), ('second', 'postgres', 'b')
"""
COLUMNS = """
    select count(*) from pg_attribute
    where attrelid = 'noetl.credential'::regclass and attname = 'rotated_at'
"""
RUNS = "select version, outcome from noetl_ledger.run where source = 'bundle:noetl' order by id"
WAIT = {"hook": ("--wait",), "job": ("--wait", "--wait-for-jobs")}

modes = pytest.mark.parametrize("mode", WAIT)
both_helms = pytest.mark.parametrize("program", PROGRAMS)
pytestmark = pytest.mark.timeout(600)


class Upgrades:
    """A release of the chart; the program's is chosen by the image's tag."""

    def __init__(self, namespace, program, mode):
        self.release = HelmRelease(namespace, program, merged(EXISTING, {"mode": mode}))
        self.namespace = namespace
        self.wait = WAIT[mode]

    def upgrade(self, later=None, **options):
        values = {"image": {"tag": later.tool_version}} if later else {}
        return self.release.upgrade(*self.wait, values=values, **options)

    def ended(self):
        """The release's status, and what the run said of bundle "noetl"."""
        status = self.namespace.status()["noetl.noetl"]
        return self.release.status(), status["phase"], status["exitCode"]


@modes
@both_helms
def test_upgrade__to_a_newer_bundle_and_back(
    namespace, postgres, image, newer_image, program, mode
):
    upgrades = Upgrades(namespace, program, mode)
    upgrades.upgrade()
    postgres.query(TWO_OF_A_TYPE)
    rows = postgres.query(CREDENTIALS)
    upgrades.upgrade(NEWER)
    assert upgrades.ended() == ("deployed", "Applied", 0)
    applied = [f"{present_version()}|created", f"{NEWER.bundle_version}|changed"]
    assert postgres.query(RUNS) == applied
    assert postgres.query(COLUMNS) == ["1"]

    upgrades.release.rollback(1, *upgrades.wait)
    if mode == "hook":
        assert upgrades.ended() == ("deployed", "Applied", 0), "a rollback runs no hook"
        upgrades.upgrade()  # the other way back
    assert upgrades.ended() == ("deployed", "Superseded", 0)
    upgrades.upgrade(NEWER)
    assert upgrades.ended() == ("deployed", "Unchanged", 0)
    assert postgres.query(RUNS) == applied
    assert postgres.query(CREDENTIALS) == rows


@modes
@both_helms
def test_upgrade__that_the_data_refuse_is_mended_by_the_next(
    namespace, postgres, image, refused_image, newer_image, program, mode
):
    upgrades = Upgrades(namespace, program, mode)
    upgrades.upgrade()
    postgres.query(TWO_OF_A_TYPE)
    rows = postgres.query(CREDENTIALS)

    # Helm 3 does not see that a plain Job has failed, so it is not given long.
    timeout_s = {"hook": 90, "job": 15}[mode]
    assert upgrades.upgrade(REFUSED, check=False, timeout_s=timeout_s).returncode != 0
    job = {"hook": "demo-noetl-schema", "job": "demo-noetl-schema-2"}[mode]
    namespace.wait_for(f"job/{job}", "condition=Failed")
    assert upgrades.ended() == ("failed", "Failed", 5)
    described = namespace.kubectl("describe", f"job/{job}").stdout
    assert 'could not create unique index "uq_credential_type"' in described
    assert "900_later.sql:2" in described, "the place in the DDL"
    assert postgres.query(COLUMNS) == ["0"], "nothing is half done"
    assert postgres.query(RUNS) == [f"{present_version()}|created"]

    upgrades.upgrade(NEWER)
    assert upgrades.ended() == ("deployed", "Applied", 0)
    assert postgres.query(RUNS)[1:] == [f"{NEWER.bundle_version}|changed"]
    assert postgres.query(CREDENTIALS) == rows
