"""A share of tests/faults/test_mutated_answers.py that `make test` can afford."""

import pytest

SESSIONS = 60


@pytest.mark.one_major
@pytest.mark.parametrize("seed", [1_000_000, 2_000_000])
def test_no_answer_makes_the_program_misuse_memory(mutated_runs, seed, record_property):
    tally = mutated_runs.run_until(SESSIONS, seed)
    record_property("mutated", str(tally))
    record_property("mutated sessions", tally.sessions)
    assert not tally.findings, "\n\n".join([str(tally), *tally.findings])
