"""The program is killed with SIGKILL: a rerun needs no repair by hand."""

import random
import re
import signal
import time

import pytest

from support import administrators
from support.program import ROOT, Program
from support.scenarios import SCENARIOS
from support.share import SEED, in_share

MOMENTS = 50
# A backend that writes to a killed client says so; its transaction was rolled back.
EXPLAINED = ("connection to client lost", "terminating connection due to administrator")


def moments():
    chance = random.Random(SEED)
    return [
        (number, chance.uniform(0, 1.05), SCENARIOS[number % len(SCENARIOS)])
        for number in range(MOMENTS)
    ]


def crash_points():
    text = (ROOT / "src/base/crash_point.c").read_text()
    listed = re.search(r"crash_point_names\[\] = \{(.*?)NULL", text, re.DOTALL).group(1)
    return re.findall(r'"(\w+)"', listed)


def steps_of_every_server():
    """Roles that are made for a run belong to services, whose names a shared server has once."""
    return [point for point in crash_points() if not point.startswith("run_role_")]


RUN_ROLES = "select rolname from pg_roles where rolname ~ '^noetl_schema_run_'"


@pytest.mark.parametrize("number, part, scenario", in_share(moments(), every=8), ids=str)
def test_killed__at_a_random_moment(new_trial, reference_of, server, number, part, scenario):
    reference, seconds = reference_of(scenario, server)
    trial = new_trial(scenario, server)
    running = trial.start()
    time.sleep(part * seconds)  # the moment itself is what is tried
    if running.is_running:
        running.kill()
    assert running.wait().exit_code in (0, -signal.SIGKILL)
    trial.check(reference, *EXPLAINED)


@pytest.mark.parametrize("point", in_share(steps_of_every_server(), every=4))
def test_killed__at_a_step(new_trial, reference_of, server, crashing_binary, point):
    """Each step kills the program in at least one scenario, else the list has gone stale."""
    was_reached = False
    for scenario in SCENARIOS:
        reference, _ = reference_of(scenario, server)
        trial = new_trial(scenario, server, binary=crashing_binary)
        result = trial.start(NOETL_SCHEMA_CRASH_AT=point).wait()
        assert result.exit_code in (0, -signal.SIGKILL), result
        was_reached |= result.exit_code != 0
        trial.check(reference, *EXPLAINED)
        trial.close()
    assert was_reached, f"no scenario comes by {point}"


@pytest.mark.one_major
@pytest.mark.parametrize("model", ["superuser", "plain"])
@pytest.mark.parametrize("point", ["run_role_made", "run_role_connected", "run_role_dropped"])
def test_killed__while_a_role_of_the_run_stands_in(
    fresh_server, new_environment, crashing_binary, model, point
):
    """What is left can log in for a minute; the first run after that drops it, and no run minds it."""
    environment = new_environment(fresh_server)
    settings = environment.settings(**administrators.make(fresh_server, model))
    program = Program(crashing_binary, settings)
    arguments = ("apply", "system", "--ensure-role")
    killed = program.run(*arguments, settings={**settings, "NOETL_SCHEMA_CRASH_AT": point})
    assert killed.exit_code == -signal.SIGKILL, killed
    left = fresh_server.execute(RUN_ROLES)
    assert len(left) == (0 if point == "run_role_dropped" else 1)
    program.run(*arguments, limit_s=120).expect(0)
    assert fresh_server.execute(RUN_ROLES) == left
    for (role,) in left:
        fresh_server.execute(f"alter role {role} valid until '2001-01-01'")
    result = program.run(*arguments, "--force", limit_s=120).expect(0)
    assert fresh_server.execute(RUN_ROLES) == []
    assert ("had left behind" in result.output) == (left != [])
