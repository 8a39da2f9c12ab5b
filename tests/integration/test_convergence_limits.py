"""What a server's own rules ask of a run that brings an existing schema to its DDL."""

import pytest

from support import state
from support.program import Program

PRUNE = ("--managed-schemas", "noetl", "--prune")


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


# More than 10 MB, in the fewest rows.
LARGE = "alter table t alter pad set storage external; insert into t select n, repeat('x', 4000) from generate_series(1, 3000) n"
PADDED = "create table t (n int, pad text); create table small (n int);"
INDEXES = (
    "create table t (n int, pad text, note text); alter table t alter pad set storage external;"
    " create table small (n int); create table made (n int);"
    " create unique index concurrently t_n on t (n); comment on index t_n is 'by n';"
    " create index concurrently on t (note);"
    " create index concurrently small_n on small (n); create index concurrently made_n on made (n);"
)


def built_concurrently(ready):
    return [line.split("INDEX ")[-1].split(" ON")[0] for line in ready.server.log_text().splitlines()
            if "CREATE" in line and "INDEX CONCURRENTLY" in line and ready.database in line]


def test_convergence__builds_an_index_of_a_large_table_after_commit(ready, come_from):
    go_to = come_from(PADDED, LARGE)
    go_to(INDEXES, *PRUNE).expect(0, "t_n is built after COMMIT", "definitions proved")
    assert built_concurrently(ready) == ["CONCURRENTLY t_n"]
    indexes = "select string_agg(indexrelid::regclass::text, ' ' order by indexrelid::regclass::text collate \"C\") from pg_index where indisvalid and {}"
    of_schema = "indrelid::regclass::text in ('noetl.t', 'noetl.small', 'noetl.made')"
    assert ready.value(indexes.format(of_schema)) == "noetl.made_n noetl.small_n noetl.t_n noetl.t_note_idx"
    assert ready.value("select obj_description('noetl.t_n'::regclass)") == "by n"
    assert ready.value("select string_agg(state, ' ' order by id) from noetl_ledger.journal") == "begun done"
    go_to(INDEXES, *PRUNE).expect(0, "nothing to do")


@pytest.mark.one_major
def test_convergence__says_what_stays_when_an_index_cannot_be_built(ready, come_from):
    go_to = come_from(PADDED, LARGE + "; update t set n = 1 where n = 2")
    go_to(INDEXES, *PRUNE).expect(5, "index noetl.t_n", "all else of file:own is committed", "duplicate", "run apply again")
    assert ready.value("select count(*) from noetl.made") == 0
    assert ready.value("select indisvalid from pg_index where indexrelid = 'noetl.t_n'::regclass") is False
    ready.connect_as_owner().execute("update noetl.t set n = 0 where ctid = (select max(ctid) from noetl.t where n = 1)")
    go_to(INDEXES, *PRUNE).expect(0, "definitions proved")
    assert ready.value("select indisvalid from pg_index where indexrelid = 'noetl.t_n'::regclass") is True
    go_to(INDEXES, *PRUNE).expect(0, "nothing to do")


@pytest.mark.one_major
def test_convergence__builds_an_invalid_index_again(ready, come_from):
    text = "create table t (n int); create index t_n on t (n);"
    go_to = come_from(text)
    ready.execute("update pg_index set indisvalid = false where indexrelid = 'noetl.t_n'::regclass")
    go_to(text, *PRUNE).expect(0, "definitions proved")
    assert ready.value("select indisvalid from pg_index where indexrelid = 'noetl.t_n'::regclass") is True


INHERITED = "create table p (a int, b int); create table c (x int) inherits (p); create index c_a on c (a);"
LOCAL = "create table p (a int, b int); create table c (a int, b int, x int) inherits (p); create index c_a on c (a);"


def test_convergence__makes_inherited_columns_the_tables_own_too(ready, come_from):
    go_to = come_from(INHERITED, "insert into c (a, x) values (1, 2)")
    go_to(LOCAL, *PRUNE).expect(0, "definitions proved")
    assert ready.value("select a + x from noetl.c") == 3
    go_to(LOCAL, *PRUNE).expect(0, "nothing to do")


@pytest.mark.one_major
@pytest.mark.parametrize("check", ["", " check (b > 0)"], ids=["its own before", "a check of its parent"])
def test_convergence__names_a_column_that_cannot_become_so(ready, come_from, check):
    """What a table has detached from its parent is its own for good, checks as well."""
    first, wanted = (text.replace("b int)", f"b int{check})") for text in (INHERITED, LOCAL))
    go_to = come_from(first if check else wanted)
    before = state.snapshot(ready.connect())
    go_to(wanted if check else first, *PRUNE).expect(6, r"column noetl\.c\.a; changed: column noetl\.c\.b")
    assert state.difference(before, state.snapshot(ready.connect())) == []


@pytest.mark.parametrize("live", ["", "create table u (n int);"], ids=["new", "there"])
def test_convergence__makes_lists_of_literals_in_stored_expressions(ready, come_from, live):
    """They read back otherwise than they were written, and are made from another spelling."""
    wanted = "create table u (n int, v varchar(9), b bool generated always as (coalesce(v, 'x') in ('a', 'b')) stored);"
    view = " create materialized view m as select n from u where v in ('a', 'b');"
    go_to = come_from("create table t (n int);" + live)
    go_to("create table t (n int);" + wanted + view, *PRUNE).expect(0, "definitions proved")
    go_to("create table t (n int, m int);" + wanted + view, *PRUNE).expect(0, "1 statements bring")


def test_convergence__takes_what_has_no_other_spelling_for_the_same(program, ready, write, come_from):
    """No spelling of the check reads back as the check itself: what its text makes means the same."""
    wanted = "create table t (e text, n int{}); alter table t add constraint t_check check (array['a', 'b']::varchar[]::text[] @> array[e]);"
    go_to = come_from("create table t (e text);")
    go_to(wanted.format(""), *PRUNE).expect(0, r"constraint noetl\.t\.t_check reads back .*", "definitions proved")
    go_to(wanted.format(""), *PRUNE).expect(0, "nothing to do")
    program.run("verify", "--file", write(wanted.format("")), *PRUNE).expect(0)
    go_to(wanted.format(", m int"), *PRUNE).expect(0, "1 statements bring")
    ready.connect_as_owner().execute("comment on constraint t_check on noetl.t is 'by hand'")
    go_to(wanted.format(", m int, o int"), *PRUNE).expect(0, "2 statements bring")
