"""The program is killed with SIGKILL: a rerun needs no repair by hand."""

import random
import re
import signal
import time

import pytest

from support.program import ROOT
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


@pytest.mark.parametrize("point", crash_points())
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
