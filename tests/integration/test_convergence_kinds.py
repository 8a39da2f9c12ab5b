"""Kinds of objects that few schemas have: brought from one state to the other and back, with their rows."""

import pytest

TRIGGER = "create function f() returns trigger language plpgsql as 'begin return new; end';"
# The row of p is in p0 whether there are two partitions or four.
ROWS = (
    "insert into words values ('a'); insert into n values (row(1, null));"
    "insert into p select a from generate_series(1, 99) as a where satisfies_hash_partition('p'::regclass, 4, 0, a) limit 1"
)
ONE = (
    "create collation sorting (provider = icu, locale = 'de'); create table words (w text collate sorting primary key);"
    "create domain d as int check (value > 0); create type c as (x d, y d[]); create table n (r c);"
    "create text search dictionary short (template = simple, stopwords = english);"
    "create text search configuration texts (copy = simple);"
    "create table p (a int) partition by hash (a); create table p0 partition of p for values with (modulus 2, remainder 0);"
    "create table p1 partition of p for values with (modulus 2, remainder 1);"
    f"{TRIGGER} create trigger t after insert on p for each row execute function f();"
    "create table g (a int, b int generated always as (a + 1) stored) partition by range (a);"
    "create table g0 partition of g for values from (0) to (9);"
)
OTHER = (
    "create collation sorting (provider = icu, locale = 'en'); create table words (w text collate sorting primary key);"
    "create domain d as bigint check (value > 0); create type c as (x d, y d[]); create table n (r c);"
    "create text search dictionary short (template = simple, stopwords = english, accept = false);"
    "create text search configuration texts (copy = english);"
    "alter text search configuration texts alter mapping for asciiword with short;"
    "create table p (a int, b int) partition by hash (a); create table p0 partition of p for values with (modulus 4, remainder 0);"
    "create table p1 partition of p for values with (modulus 4, remainder 1);"
    "create table p2 partition of p for values with (modulus 4, remainder 2);"
    "create table p3 partition of p for values with (modulus 4, remainder 3);"
    f"{TRIGGER} create trigger t after insert on p for each row execute function f(); alter table p1 disable trigger t;"
    "create table g (a int, b int) partition by range (a); create table g0 partition of g for values from (0) to (9);"
)
FOUND = """
    select (select count(*) from words), (select count(*) from p), (select (r).x::int from n),
        (select tgenabled from pg_trigger where tgrelid = 'p1'::regclass and tgname = 't'),
        (select dictinitoption from pg_ts_dict where dictname = 'short'),
        (select format_type(typbasetype, typtypmod) from pg_type where typname = 'd'),
        (select count(*) from pg_attribute where attrelid = 'p0'::regclass and attname = 'b')
"""
FOUND_OF_ONE = (1, 1, 1, "O", "stopwords = 'english'", "integer", 0)
FOUND_OF_OTHER = (1, 1, 1, "D", "stopwords = 'english', accept = 'false'", "bigint", 1)


def test_convergence__of_rare_kinds_there_and_back(program, ready, write):
    options = ("--managed-schemas", "noetl", "--prune", "--destructive", "allow")
    program.run("apply", "--file", write(ONE)).expect(0)
    session = ready.connect_as_owner()
    session.execute(f"set search_path to noetl; {ROWS}")
    for text, found in ((OTHER, FOUND_OF_OTHER), (ONE, FOUND_OF_ONE)):
        program.run("apply", "--file", write(text), *options).expect(0, "definitions proved")
        assert session.execute(FOUND).fetchone() == found
        program.run("apply", "--file", write(text), *options).expect(0, "nothing to do")


DATABASE_ONE = "create extension hstore; create schema s; create table s.t (n int primary key); create publication p for table s.t;"
DATABASE_OTHER = (
    "alter default privileges grant usage on schemas to pg_monitor; create extension hstore; create schema s;"
    "create table s.t (n int primary key) with (fillfactor = 70, autovacuum_enabled = off);"
    "comment on extension hstore is 'ours'; create publication p for table s.t; grant usage on schema s to pg_monitor;"
    "alter default privileges in schema s grant select on tables to pg_monitor;"
)
DATABASE_FOUND = """
    select obj_description(oid, 'pg_extension') = 'ours', has_schema_privilege('pg_monitor', 's', 'usage'),
        (select count(*)::int from pg_default_acl),
        (select reloptions from pg_class where oid = 's.t'::regclass)
    from pg_extension where extname = 'hstore'
"""


def test_convergence__of_a_database_there_and_back(program, ready, write, postgres_major):
    settings = {
        **program.settings,
        "NOETL_SCHEMA": "public",
        "NOETL_USER": ready.server.user,
        "NOETL_PASSWORD": ready.server.password,
        "NOETL_MANAGED_SCHEMAS": "*",
    }
    of_schema = " create publication q for tables in schema s;" if postgres_major >= 15 else ""
    options = ("--prune", "--destructive", "allow")
    for text, found in (
        (DATABASE_ONE, (False, False, 0, None)),
        (DATABASE_OTHER + of_schema, (True, True, 2, ["fillfactor=70", "autovacuum_enabled=off"])),
        (DATABASE_ONE, (False, False, 0, None)),
    ):
        program.run("apply", "--file", write(text), *options, settings=settings).expect(0)
        assert ready.execute(DATABASE_FOUND) == [found]
        program.run("apply", "--file", write(text), *options, settings=settings).expect(0, "nothing to do")


def needed_function(type_name):
    return (
        f"create function lowest() returns {type_name} language sql immutable as 'select 3';"
        "create domain level as int default lowest() constraint floor check (value >= lowest());"
        "create table lake (n int primary key, depth level);"
    )


def test_convergence__of_a_function_that_a_domain_needs(program, ready, write):
    options = ("--managed-schemas", "noetl", "--prune", "--destructive", "allow")
    program.run("apply", "--file", write(needed_function("int"))).expect(0)
    session = ready.connect_as_owner()
    session.execute("set search_path to noetl; insert into lake values (1)")
    column = "select attnum from pg_attribute where attrelid = 'lake'::regclass and attname = 'depth'"
    for type_name in ("bigint", "int"):
        text = needed_function(type_name)
        program.run("apply", "--file", write(text), *options).expect(0, "definitions proved")
        assert session.execute(column).fetchone() == (2,)
        session.execute("insert into lake select count(*) + 1 from lake")
        program.run("apply", "--file", write(text), *options).expect(0, "nothing to do")
    assert session.execute("select count(*), sum(depth) from lake").fetchone() == (3, 9)


def test_convergence__of_a_column_of_a_domain_that_gets_its_default(program, ready, write):
    program.run("apply", "--file", write("create domain level as int; create table lake (n int primary key);")).expect(0)
    session = ready.connect_as_owner()
    session.execute("set search_path to noetl; insert into lake values (1)")
    text = "create domain level as int default 3 not null; create table lake (n int primary key, depth level);"
    options = ("--managed-schemas", "noetl", "--prune")
    program.run("apply", "--file", write(text), *options).expect(0, "definitions proved")
    assert session.execute("select depth from lake").fetchone() == (3,)


def test_convergence__of_foreign_objects_options_in_whatever_order(program, ready, write):
    ready.execute(f'alter role "{ready.owner}" superuser')
    options = ("--managed-schemas", "*", "--prune", "--destructive", "allow")
    text = (
        "create foreign data wrapper w options ({0}); create server s foreign data wrapper w options ({0});"
        "create foreign table t (n int options ({0})) server s options ({0});"
    )
    for given in ("b '1'", "a '2', b '1'", "b '3', a '2'", "c '1', a '2'"):
        script = write(text.format(given))
        program.run("apply", "--file", script, *options).expect(0, "definitions proved")
        program.run("apply", "--file", script, *options).expect(0, "nothing to do")


def generated(argument, label):
    return (
        f"create type state as enum ('new'{label}); create function state_of(n {argument}) returns state"
        " language plpgsql immutable as 'begin return enum_last(null::state); end';"
        "create table t (n int primary key, s state generated always as (state_of(n)) stored);"
    )


def test_convergence__of_a_generated_column_with_its_type_and_function(program, ready, write):
    options = ("--managed-schemas", "noetl", "--prune", "--destructive", "allow")
    one, other = generated("int", ""), generated("bigint", ", 'old'") + "create view v as select n from t where s = 'old';"
    program.run("apply", "--file", write(one)).expect(0)
    session = ready.connect_as_owner()
    session.execute("set search_path to noetl; insert into t values (1)")
    for text, found in ((other, "old"), (one, "new")):
        program.run("apply", "--file", write(text), *options).expect(0, "definitions proved")
        assert session.execute("select s::text from t").fetchone() == (found,)
        program.run("apply", "--file", write(text), *options).expect(0, "nothing to do")
