"""The connection is cut at each message boundary: reported as such, or mended by the program."""

import pytest

from support.proxy import BACKEND, FRONTEND, Proxy
from support.scenarios import SCENARIOS
from support.share import is_share, of_stripe, stripes

# Cut in the middle, the server cannot finish a message or a login.
EXPLAINED = ("connection to client lost", "Connection reset by peer", "Broken pipe")
RETRY_HELPS = (0, 10, 13)


@pytest.fixture
def proxy(server):
    with Proxy.before(server) as proxy:
        yield proxy


def boundaries(messages, direction):
    """Numbers (from 1) of the messages of a side to cut at: all of them, in CI some.

    A script's answers come as long runs of like messages; in CI the first, the second, one in the
    middle and the last of such a run stand for the rest.
    """
    names = [message.name for message in messages if message.direction == direction]
    if not is_share():
        return list(range(1, len(names) + 1))
    numbers = []
    start = 0
    while start < len(names):
        end = start
        while end < len(names) and names[end] == names[start]:
            end += 1
        numbers += sorted({start, min(start + 1, end - 1), (start + end) // 2, end - 1})
        start = end
    return [number + 1 for number in numbers]


def messages_of(new_trial, scenario, server, proxy):
    trial = new_trial(scenario, server, at=proxy)
    proxy.settle()
    proxy.reset_counts()
    trial.start().wait().expect(0)
    proxy.settle()
    trial.close()
    return list(proxy.messages)


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("direction", [FRONTEND, BACKEND])
@pytest.mark.parametrize("stripe", stripes())
@pytest.mark.parametrize(
    "scenario", [SCENARIOS[0], SCENARIOS[2], SCENARIOS[3]], ids=lambda scenario: scenario.name
)
def test_cut__at_each_message(
    new_trial, reference_of, server, proxy, scenario, stripe, direction
):
    reference, _ = reference_of(scenario, server)
    numbers = boundaries(messages_of(new_trial, scenario, server, proxy), direction)
    assert len(numbers) > 5
    for number in of_stripe(stripe, numbers):
        trial = new_trial(scenario, server, at=proxy)
        proxy.settle()
        proxy.cut_at(direction, number)
        result = trial.start().wait()
        proxy.never_cut()
        assert result.exit_code in RETRY_HELPS, f"cut at {direction} {number}\n{result}"
        trial.check(reference, *EXPLAINED)
        trial.close()
