"""A hundred copies at once, round after round: one applies, nobody fails, the log is clean."""

import pytest

from support.environment import Environment
from support.program import Program
from support.scenarios import PROBES
from support.share import rounds
from support.state import appliers

COPIES = 100
CREATES = "create table if not exists event_log ("


def stampede(server, binary, arguments, makes_database):
    environment = Environment(server)
    try:
        if makes_database:
            environment.create_owner_and_database()
        program = Program(binary, environment.settings())
        mark = server.log_mark()
        running = [program.start(*arguments) for _ in range(COPIES)]
        for each in running:
            each.wait(240).expect(0)
        assert len(appliers(server.log_text(mark), CREATES)) == 1
        explained = () if makes_database else PROBES
        assert [
            line
            for line in server.log_errors(mark)
            if not any(text in line for text in explained)
        ] == []
        program.run("verify", *[part for part in arguments[1:] if part[0] != "-"]).expect(0)
    finally:
        environment.close()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("number", range(rounds(full=20, share=1)))
def test_stampede__of_a_hundred_on_an_empty_database(server, binary, number):
    stampede(server, binary, ("apply", "noetl"), makes_database=True)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("number", range(rounds(full=20, share=1)))
def test_stampede__of_a_hundred_from_nothing(server, binary, number):
    stampede(server, binary, ("apply", "noetl", "workspace", "--ensure-role"), False)
