"""What a server's own rules ask of a run that brings an existing schema to its DDL."""

import pytest

from support import state
from support.program import Program

PRUNE = ("--managed-schemas", "noetl", "--prune")


@pytest.fixture
def come_from(program, ready, write):
    """Applies a first state, and gives a function that applies another."""

    def begin(first, rows=""):
        program.run("apply", "--file", write(first)).expect(0)
        if rows:
            ready.connect_as_owner().execute("set search_path to noetl; " + rows)
        return lambda text, *arguments: program.run("apply", "--file", write(text), *arguments)

    return begin


@pytest.mark.one_major
def test_convergence__that_needs_more_locks_than_there_are_is_refused_before_it_begins(
    binary, new_server, new_environment, write
):
    small = {"max_locks_per_transaction": 10, "max_connections": 15}
    ready = new_environment(on=new_server(settings=small).start())
    ready.create_owner_and_database()
    program = Program(binary, ready.settings())
    tables = [f"create table if not exists t{n} (id int primary key, words text);" for n in range(40)]
    owner = ready.connect_as_owner()
    owner.execute("create schema noetl")
    for first in range(0, 40, 10):
        owner.execute("set search_path to noetl;" + "".join(tables[first : first + 10]))
    before = state.snapshot(ready.connect())
    script = write("".join(tables))
    for options in (PRUNE, ("--managed-schemas", "*"), ()):
        for command in ("apply", "plan"):
            program.run(command, "--file", script, *options).expect(
                5, "160 locks", "room for 150", "max_locks_per_transaction to 11"
            )
    assert state.difference(before, state.snapshot(ready.connect())) == []
    # What others have made in the schema does not count.
    program.run("apply", "--file", write("".join(tables[:30]))).expect(0)
