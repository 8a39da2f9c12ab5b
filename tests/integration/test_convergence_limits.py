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


# A label that ALTER TYPE has added can be used in the same transaction by nobody (55P04).
ENUM = "create type mood as enum ('bad', 'good'); create table t (id int primary key, m mood default 'good'{});"
MORE = "create type mood as enum ('bad', 'fair', 'good'); create table t (id int primary key, m mood default 'good'{});"
NEW_LABELS = {
    "a default": (ENUM, MORE.replace("default 'good'", "default 'fair'")),
    "a check and a view": (
        ENUM.format(", a mood[]") + " create view v as select m from t; create function f(mood) returns int language sql as 'select 1';",
        MORE.format(" check (m <> 'fair'), a mood[]")
        + " create view v as select m from t where m <> 'fair'; create function f(mood) returns int language sql as 'select 1';",
    ),
    "its data": (ENUM, MORE + " insert into t values (3, 'fair') on conflict do nothing;"),
    "a file that may run again": (
        ENUM,
        "do $$ begin create type mood as enum ('bad', 'fair', 'good'); exception when duplicate_object then end $$;"
        " alter type mood add value if not exists 'fair' before 'good';"
        " create table if not exists t (id int primary key, m mood); alter table t alter m set default 'fair';",
    ),
}


@pytest.mark.parametrize("what", NEW_LABELS)
def test_convergence__uses_a_label_in_the_transaction_that_adds_it(program, ready, write, come_from, what):
    first, wanted = (text.replace("{}", "") for text in NEW_LABELS[what])
    go_to = come_from(first, "insert into t values (1, 'bad'), (2, 'good')")
    options = () if what == "a file that may run again" else PRUNE
    go_to(wanted, *options).expect(0, "definitions proved")
    assert ready.value("select string_agg(m::text, ' ' order by m) from noetl.t where id < 3") == "bad good"
    assert ready.value("select enum_range(null::noetl.mood)::text") == "{bad,fair,good}"
    go_to(wanted, *options).expect(0, "nothing to do")


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
