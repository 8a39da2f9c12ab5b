"""From a random schema to a changed one and back: each arrival is what psql makes, and rows stay."""

import pytest

from support import random_schema
from support.random_trial import RandomTrial

PAIR_COUNT = 20
PAIRS_A_TEST = 5
SEEDS = [
    range(first, min(first + PAIRS_A_TEST, PAIR_COUNT))
    for first in range(0, PAIR_COUNT, PAIRS_A_TEST)
]


@pytest.fixture
def trial(environment, program, tmp_path):
    return RandomTrial(environment, program, tmp_path)


@pytest.mark.one_major
@pytest.mark.parametrize("seeds", SEEDS, ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_convergence_random__there_and_back(trial, seeds):
    for seed in seeds:
        trial.go_there_and_back(random_schema.make_pair(seed))


def test_convergence_random__on_every_major(trial):
    trial.go_there_and_back(random_schema.make_pair(PAIR_COUNT))
