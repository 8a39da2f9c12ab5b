"""The server dies with kill -9 in mid-apply and comes back: a rerun ends well."""

import pytest

from support.proxy import FRONTEND, Proxy
from support.scenarios import SCENARIOS
from support.share import rounds

# What a recovering server says of itself and of the connections it lost.
EXPLAINED = ("the database system is", "terminating connection", "connection to client lost")
RETRY_HELPS = (0, 10, 13)
DURABLE = {"synchronous_commit": "on"}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(rounds(full=6, share=1)))
def test_server_killed__in_mid_apply(new_trial, reference_of, new_server, scenario, part):
    server = new_server(settings=DURABLE).start()
    reference, _ = reference_of(scenario, server)
    with Proxy.before(server) as proxy:
        counted = new_trial(scenario, server, at=proxy)
        proxy.reset_counts()
        counted.start().wait().expect(0)
        proxy.settle()
        counted.close()
        sent = sum(message.direction == FRONTEND for message in proxy.messages)
        trial = new_trial(scenario, server, at=proxy)
        proxy.call_at(FRONTEND, max(1, sent * (part + 1) // (rounds(6, 1) + 1)), server.kill)
        running = trial.start()
        assert proxy.was_called.wait(30)
        server.start()
        result = running.wait(120)
    assert result.exit_code in RETRY_HELPS, result
    trial.check(reference, *EXPLAINED)
    trial.close()
