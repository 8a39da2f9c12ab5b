"""The connection is cut at each message boundary: reported as such, or mended by the program."""

import pytest

from support.proxy import BACKEND, FRONTEND, Proxy
from support.scenarios import SCENARIOS
from support.share import of_stripe, stripes

# Cut in the middle, the server cannot finish a message or a login.
EXPLAINED = ("connection to client lost", "Connection reset by peer", "Broken pipe")
RETRY_HELPS = (0, 10, 13)


@pytest.fixture
def proxy(server):
    with Proxy.before(server) as proxy:
        yield proxy


def message_count(new_trial, scenario, server, proxy, direction):
    trial = new_trial(scenario, server, at=proxy)
    proxy.reset_counts()
    trial.start().wait().expect(0)
    proxy.settle()
    trial.close()
    return sum(message.direction == direction for message in proxy.messages)


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
    count = message_count(new_trial, scenario, server, proxy, direction)
    assert count > 5
    for number in of_stripe(stripe, count):
        trial = new_trial(scenario, server, at=proxy)
        proxy.cut_at(direction, number)
        result = trial.start().wait()
        proxy.never_cut()
        assert result.exit_code in RETRY_HELPS, f"cut at {direction} {number}\n{result}"
        trial.check(reference, *EXPLAINED)
        trial.close()
