"""Ten thousand sessions whose answers were changed on the way, by every command.

The program is built with the address and undefined behaviour sanitizers, and none of them finds
anything; how many sessions it were is in the summary. A seed that found something finds it again.
"""

import pytest

from support.share import in_share, rounds

PARTS = 40
SESSIONS_OF_A_PART = rounds(full=250, share=100)
SEEDS_OF_A_PART = 10_000


@pytest.mark.one_major
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", in_share(range(PARTS), every=PARTS))
def test_no_answer_makes_the_program_misuse_memory(mutated_runs, part, record_property):
    tally = mutated_runs.run_until(SESSIONS_OF_A_PART, 1 + part * SEEDS_OF_A_PART)
    record_property("mutated", str(tally))
    record_property("mutated sessions", tally.sessions)
    assert not tally.findings, "\n\n".join([str(tally), *tally.findings])
