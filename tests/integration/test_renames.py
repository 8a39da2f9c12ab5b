"""Renames that the DDL asks for: done before anything is compared, so that rows stay."""

import json
import re

import pytest

from support import state
from support.owner_psql import psql

PRUNE = ("--managed-schemas", "noetl", "--prune")

BEFORE = """
create type mood as enum ('bad', 'good');
create sequence numbers;
create table accounts (
    id int primary key, login text unique, feeling mood, s serial, i int generated always as identity,
    constraint login_given check (login <> ''), check (id > 0)
);
create index by_login on accounts (login);
create index on accounts (feeling);
create function old_name(a int, m mood) returns int language sql as 'select a';
create view seen as select id, login from accounts;
create materialized view kept as select 1 as n;
"""
AFTER = """
create type feeling as enum ('bad', 'good'); -- @renamed from=mood
create sequence counters; -- @renamed from=numbers
create table users ( -- @renamed from=accounts
    id int primary key,
    user_name text unique, -- @renamed from=login
    feeling feeling,
    s serial,
    i int generated always as identity,
    -- @renamed from=login_given
    constraint name_given check (user_name <> ''),
    check (id > 0)
);
create index on users (feeling);
create index by_name on users (user_name); -- @renamed from=by_login
-- @renamed from=old_name
create function new_name(a int, m feeling) returns int language sql as 'select a';
create view shown as select id, user_name from users; -- @renamed from=seen
create materialized view stored as select 1 as n; -- @renamed from=kept
"""
RENAMES = (
    'alter type "noetl"."mood" rename to "feeling"',
    'alter table "noetl"."users" rename column "login" to "user_name"',
    'alter view "noetl"."seen" rename to "shown"',
)
OIDS = (
    "select array[to_regclass('noetl.%s')::oid, to_regclass('noetl.%s')::oid, to_regclass('noetl.%s')::oid,"
    " to_regclass('noetl.%s')::oid, to_regtype('noetl.%s')::oid, (select oid from pg_proc where proname = '%s')]::text"
)


@pytest.mark.parametrize("options", [PRUNE, ()], ids=["pruned", "as it comes"])
def test_renames__of_all_kinds_keep_rows_and_objects(program, ready, write, come_from, options):
    go_to = come_from(BEFORE, "insert into accounts values (1, 'x', 'bad'), (2, 'y', null);")
    before = ready.value(OIDS % ("accounts", "by_login", "numbers", "kept", "mood", "old_name"))
    done = go_to(AFTER, *options).expect(0, "definitions proved")
    assert 'alter table "noetl"."accounts" rename to "users"' in done.stderr
    assert ready.value(OIDS % ("users", "by_name", "counters", "stored", "feeling", "new_name")) == before
    assert ready.value("insert into noetl.users (id) values (3) returning s * 10 + i") == 33
    assert ready.value("select string_agg(user_name, ',' order by id) from noetl.shown") == "x,y"
    go_to(AFTER, *options).expect(0, "nothing to do")
    assert "rename" not in go_to(AFTER + "-- again", *options).expect(0).stderr
    program.run("verify", "--file", write(AFTER), *options).expect(0)
    assert state.tables(ready.connect(), "noetl") == ["users"]


@pytest.mark.one_major
def test_renames__where_the_ddl_alone_would_make_an_empty_table(ready, come_from):
    go_to = come_from("create table if not exists a (n int);", "insert into a values (1);")
    go_to("-- @renamed from=a\ncreate table if not exists b (n int);").expect(0)
    assert ready.value("select n from noetl.b") == 1
    assert state.tables(ready.connect(), "noetl") == ["b"]


@pytest.mark.one_major
def test_renames__make_room_for_each_other(ready, come_from):
    go_to = come_from("create table t (c int, b int);", "insert into t values (1, 2);")
    chain = "create table t (b int, -- @renamed from=c\n a int -- @renamed from=b\n, n int);"
    go_to(chain).expect(0)
    assert ready.value("select b * 10 + a from noetl.t") == 12
    go_to(chain + "-- again").expect(0)


@pytest.mark.one_major
@pytest.mark.parametrize("options", [PRUNE, ()], ids=["pruned", "as it comes"])
def test_renames__are_refused_where_both_names_exist(ready, come_from, options):
    go_to = come_from("create table a (n int); create table b (n int);")
    before = state.snapshot(ready.connect())
    go_to("create table c (n int);\ncreate table b (n int); -- @renamed from=a", *options).expect(
        6, 'table "noetl"."a"', '"b"', "both", "own.sql:2")
    assert state.difference(before, state.snapshot(ready.connect())) == []


@pytest.mark.one_major
def test_renames__of_the_schema(program, ready, write):
    program.run("apply", "--file", write("create schema one; create table one.t (n int);"),
                "--managed-schemas", "one").expect(0)
    ready.connect_as_owner().execute("insert into one.t values (1)")
    program.run("apply", "--file", write("create schema if not exists two; -- @renamed from=one\ncreate table two.t (n int);"),
                "--managed-schemas", "one,two", "--destructive", "allow").expect(0)
    assert ready.value("select n from two.t") == 1
    assert ready.value("select to_regnamespace('one') is null")


@pytest.mark.one_major
def test_renames__are_refused_to_who_does_not_own_it(ready, come_from):
    go_to = come_from("create table a (n int);")
    ready.execute("create role someone; alter table noetl.a owner to someone")
    try:
        go_to("create table b (n int); -- @renamed from=a").expect(
            4, 'table "noetl"."a"', "someone", "GRANT someone TO", "own.sql:1")
    finally:
        ready.execute("drop owned by someone; drop role someone")


@pytest.mark.one_major
@pytest.mark.parametrize("command", [("apply",), ("plan",), ("reset", "--yes")], ids=["apply", "plan", "reset"])
def test_renames__misspelt_are_refused_with_their_place(program, write, come_from, command):
    come_from("create table a (n int);")
    program.run(*command, "--file", write("create table b (\n n int -- @renamed form=m\n);")).expect(
        3, "misspelt annotation", "own.sql:2:")


@pytest.mark.one_major
def test_renames__are_the_hint_where_a_column_would_be_lost(ready, come_from):
    go_to = come_from("create table t (id int, login text, n int);", "insert into t values (1, 'x', 2);")
    wanted = "create table t (id int, user_name text, n int);"
    go_to(wanted, *PRUNE).expect(7, "-- @renamed from=login", "user_name", "--allow 'column:noetl.t.login'")
    go_to(wanted, *PRUNE, "--destructive", "allow").expect(0)
    assert ready.value("select user_name is null from noetl.t")


def test_renames__come_first_in_a_plan_whose_sql_gets_there(program, ready, write, come_from):
    come_from(BEFORE, "insert into accounts values (1, 'x', 'bad'), (2, 'y', null);")
    before = state.snapshot(ready.connect())
    planned = program.run("plan", "--file", write(AFTER), *PRUNE, "--output", "json").expect(0)
    (schema,) = json.loads(planned.stdout)["schemas"]
    statements = [step["statements"][0] for step in schema["steps"]]
    assert statements[0] == 'alter type "noetl"."mood" rename to "feeling"'
    assert 'alter table "noetl"."users" rename column "login" to "user_name"' in statements
    assert (schema["steps"][0]["kind"], schema["steps"][0]["object"]) == ("enum", "noetl.mood")
    assert not [step for step in schema["steps"] if step["action"] == "drop" and step["kind"] != "view"]
    script = program.run("plan", "--file", write(AFTER), *PRUNE, "--output", "sql").expect(0).stdout
    assert "NOT COMPLETE" not in script
    assert state.difference(before, state.snapshot(ready.connect())) == []
    psql(ready, script)
    program.run("plan", "--file", write(AFTER), *PRUNE, "--check").expect(0, "nothing to do")
    program.run("apply", "--file", write(AFTER), *PRUNE).expect(0, "definitions proved")
    assert ready.value("select string_agg(user_name, ',' order by id) from noetl.shown") == "x,y"


@pytest.mark.one_major
def test_renames__as_a_plan_shows_them(program, write, come_from):
    come_from("create table a (n int);")
    done = program.run("plan", "--file", write("create table b (n int); -- @renamed from=a")).expect(0)
    lines = done.stdout.splitlines()
    assert re.fullmatch(r"  safe         alter table noetl.a \(\S*own.sql:1:25\): renames it, and what it holds stays", lines[1])
    assert lines[2:4] == [
        '               alter table "noetl"."a" rename to "b";',
        "               locks noetl.a: ACCESS EXCLUSIVE, readers and writers wait",
    ]
    assert "rename" not in done.stderr
    assert "runs the DDL itself again" not in done.stdout


@pytest.mark.one_major
@pytest.mark.parametrize("command", ["plan", "apply"])
def test_renames__of_the_schema_of_the_settings(program, ready, write, come_from, command):
    come_from("create table a (n int);", "insert into a values (1);")
    ready.connect_as_owner().execute("alter schema noetl rename to older")
    done = program.run(command, "--file", write("-- @renamed from=older\ncreate schema if not exists noetl;"
                                                "create table a (n int, m int);")).expect(0)
    assert 'alter schema "older" rename to "noetl"' in done.output
    assert command == "plan" or ready.value("select n from noetl.a") == 1


@pytest.mark.one_major
def test_renames__do_not_hide_what_a_plan_would_lose(ready, program, write, come_from):
    come_from("create table a (n int, gone text);", "insert into a values (1, 'x'), (2, 'y');")
    wanted = write("create table b (n bigint); -- @renamed from=a")
    shown = program.run("plan", "--file", wanted, *PRUNE).expect(0).stdout
    assert "drops the column; loses 2 rows" in shown
    assert "readers and writers wait while 2 rows" in shown
    program.run("apply", "--file", wanted, *PRUNE).expect(7, r"column noetl.b.gone \(2 rows")


@pytest.mark.one_major
@pytest.mark.parametrize("command", ["plan", "apply"])
def test_renames__take_nothing_from_another_source(ready, program, write, command):
    program.run("apply", "--name", "one", "--file", write("create table a (n int);")).expect(0)
    program.run(command, "--name", "two", "--file", write("create table b (n int); -- @renamed from=a")).expect(
        6, "a rename that file:two asks for", "noetl.a", "file:one")
    assert state.tables(ready.connect(), "noetl") == ["a"]


@pytest.mark.one_major
def test_renames__come_before_statements_outside_a_transaction(ready, come_from):
    go_to = come_from("create table a (n int);", "insert into a values (1);")
    go_to("create table if not exists b (n int); -- @renamed from=a\n"
          "create index concurrently if not exists i on b (n);").expect(0)
    assert ready.value("select n from noetl.b") == 1


@pytest.mark.one_major
def test_renames__of_what_was_promised_keep_the_promise(program, ready, write):
    """What goes from a table that is renamed at once was promised under the old name."""
    program.run("apply", "--file", write("create table old (id int, gone int);")).expect(0)
    new = write("-- @renamed from=old\ncreate table new (id int);\n")
    program.run("plan", "--file", new).expect(0, r"drop column noetl\.new\.gone")
    program.run("apply", "--file", new).expect(7, r"column noetl\.new\.gone")
    program.run("apply", "--file", new, "--allow", "column:noetl.new.gone").expect(0)
    columns = "select count(*) from pg_attribute where attrelid = 'noetl.new'::regclass and attname = 'gone'"
    assert ready.value(columns) == 0
