"""A thousand random changes there and back, and some of them killed at every step."""

import signal

import pytest

from support import random_schema, state
from support.program import Program
from support.random_trial import RandomTrial
from support.share import in_share, of_stripe, stripes

PAIRS = range(20, 1020)  # the first twenty are among the integration tests
STEPS = ("planned", "round_done", "converged", "recorded", "committed")
ALLOW = ("--destructive", "allow")


@pytest.fixture
def new_trial_of(environment, tmp_path):
    return lambda binary: RandomTrial(environment, Program(binary), tmp_path)


@pytest.mark.one_major
@pytest.mark.parametrize("stripe", stripes())
def test_convergence_random__there_and_back(new_trial_of, binary, stripe):
    trial = new_trial_of(binary)
    for seed in of_stripe(stripe, PAIRS):
        trial.go_there_and_back(random_schema.make_pair(seed))


class Killing:
    """One change, killed at one step after another."""

    def __init__(self, trial, pair):
        self.trial = trial
        self.pair = pair
        self.rows = trial.begin(pair)
        self.before = trial.snapshot()

    def kill_at(self, point):
        """False where the change does not come by; afterwards the schema is as before the change."""
        killed = self.trial.apply(self.pair.after, *ALLOW, NOETL_SCHEMA_CRASH_AT=point)
        assert killed.exit_code in (0, -signal.SIGKILL), killed
        if killed.exit_code != 0 and point != "committed":
            assert state.difference(self.before, self.trial.snapshot()) == [], point
        self.trial.arrive(self.pair, self.pair.after, *ALLOW)
        assert self.trial.checksums(self.pair) == self.rows, point
        self.trial.arrive(self.pair, self.pair.before, *ALLOW)
        self.before = self.trial.snapshot()
        return killed.exit_code != 0


@pytest.mark.one_major
@pytest.mark.parametrize("seed", in_share(range(20), every=20))
def test_convergence_random__killed_at_every_step(new_trial_of, crashing_binary, seed):
    killing = Killing(new_trial_of(crashing_binary), random_schema.make_pair(seed))
    for point in STEPS:
        assert killing.kill_at(point), point
    count = 1
    while killing.kill_at(f"step_run:{count}"):
        count += 1
    assert count > 1
