"""What a source is responsible for: what its DDL makes, what it promised, what its DDL drops. All else stays."""

import re

import pytest

from support import state

KEPT = """
create table if not exists kept (id int primary key, n int);
create or replace function used() returns int language sql as 'select 1';
"""
# Behind KEPT; each is gone when the DDL no longer has it.
PROMISED = """
create table t (n int constraint positive check (n > 0), m int);
create index t_m on t (m); create statistics st on n, m from t;
create rule r as on delete to t do instead nothing;
create sequence s; create view v as select n from t; create materialized view mv as select n from t;
create type mood as enum ('a'); create domain d as int constraint small check (value < 9);
create type pair as (a int, b int); create type span as range (subtype = int);
create collation c from "C";
create function f(a int, b text default 'x') returns int language sql as 'select 1';
create procedure p(a int) language sql as 'select 1';
create aggregate total(int) (sfunc = int4pl, stype = int, initcond = '0');
create operator === (leftarg = int, rightarg = int, function = int4eq);
create text search dictionary dict (template = pg_catalog.simple);
create text search configuration conf (copy = pg_catalog.simple);
create function g() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before insert on kept for each row execute function g();
create policy po on kept using (n = 1); create index kept_n on kept (n);
alter table kept add column extra text; alter table kept add constraint checked check (n > 0);
alter table kept alter n set default 5; comment on table kept is 'seen'; alter table kept enable row level security;
alter default privileges grant select on tables to public;
"""


@pytest.fixture
def apply(program, write):
    return lambda text, *arguments: program.run("apply", "--file", write(text), *arguments)


def refused_unchanged(ready, run, *expected):
    before = state.snapshot(ready.connect())
    run().expect(7, *expected)
    assert state.difference(before, state.snapshot(ready.connect())) == []


def test_objects__that_were_promised_go_with_the_ddl(program, ready, write, apply):
    apply(KEPT + PROMISED).expect(0)
    ready.connect_as_owner().execute("insert into noetl.kept values (1, 1, 'x')")
    apply(KEPT, "--destructive", "allow").expect(0, "no longer", "definitions proved")
    program.run("verify", "--file", write(KEPT), "--managed-schemas", "noetl", "--prune").expect(0)
    assert ready.execute("select * from noetl.kept") == [(1, 1)]
    apply(KEPT, "--destructive", "allow").expect(0, "nothing to do")


@pytest.mark.one_major
@pytest.mark.parametrize(
    "made, words, flag",
    [
        ("create table t (n int); insert into t values (1), (2);", r"table noetl\.t \(2 rows", "table:noetl.t"),
        ("create function f(a int) returns int language sql as 'select a';", r"noetl\.f\(a integer\)|noetl\.f", "function:"),
        ("create view v as select 1 as n;", r"view noetl\.v", "view:noetl.v"),
    ],
)
def test_objects__that_were_promised_go_by_the_policy(ready, apply, made, words, flag):
    apply(KEPT + made).expect(0)
    refused_unchanged(ready, lambda: apply(KEPT), words, "--allow '" + flag)


@pytest.mark.one_major
def test_objects__that_somebody_changed_go_by_name_alone(program, ready, write, apply):
    apply(KEPT + "create function f() returns int language sql as 'select 1'; create table t (n int);").expect(0)
    ready.execute("create or replace function noetl.f() returns int language sql as 'select 2'")
    ready.execute("alter table noetl.t alter n type bigint")
    told = r"function noetl\.f\(\) was changed by somebody", r"table noetl\.t was changed by somebody"
    flags = "--allow", "function:noetl.f()", "--allow", "table:noetl.t"
    refused_unchanged(ready, lambda: apply(KEPT, "--destructive", "allow"), *told, r"--allow 'function:noetl\.f\(\)'")
    program.run("plan", "--file", write(KEPT), "--destructive", "allow").expect(0, r"refused without --allow 'function:noetl\.f\(\)'")
    apply(KEPT, *flags).expect(0)
    assert ready.value("select to_regproc('noetl.f') is null and to_regclass('noetl.t') is null")


@pytest.mark.one_major
def test_objects__of_others_that_need_what_goes_go_by_name_alone(ready, apply):
    apply(KEPT + "create table t (n int, m int); create type mood as enum ('a');").expect(0)
    ready.connect_as_owner().execute(
        "create view noetl.report as select n from noetl.t; create index by_hand on noetl.t (m);"
        " create table noetl.theirs (m noetl.mood, n int); create view noetl.apart as select n from noetl.theirs"
    )
    told = r"view noetl\.report was made by somebody else", r"column noetl\.theirs\.m was made by somebody else"
    refused_unchanged(ready, lambda: apply(KEPT, "--destructive", "allow"), *told, "--allow 'view:noetl.report'")
    named = "--allow", "view:noetl.report", "--allow", "column:noetl.theirs.m"
    apply(KEPT, "--destructive", "allow", *named).expect(0, "not managed: table noetl.theirs, view noetl.apart")
    assert ready.value("select to_regclass('noetl.t') is null and to_regclass('noetl.apart') is not null")


@pytest.mark.one_major
def test_objects__of_others_keep_the_schema_that_they_are_in(ready, apply):
    apply(KEPT + "create schema shop; create table shop.t (n int); create schema empty;").expect(0)
    ready.connect_as_owner().execute("create table shop.theirs (n int)")
    apply(KEPT, "--destructive", "allow").expect(0)
    assert ready.value("select to_regclass('shop.theirs') is not null and to_regclass('shop.t') is null")
    assert ready.value("select to_regnamespace('empty') is null")


@pytest.mark.one_major
def test_objects__that_another_source_promised_stay(ready, write, program, apply):
    both = "create table if not exists shared (n int);"
    apply(KEPT + both).expect(0)
    program.run("apply", "--file", write(both, "other.sql")).expect(0)
    apply(KEPT, "--destructive", "allow").expect(0)
    assert ready.value("select to_regclass('noetl.shared') is not null")


OLD = """
create function noetl.old() returns int language sql as 'select 1';
create function noetl.old(a int, b varchar[]) returns int language sql as 'select 2';
create function noetl.old(a text) returns int language sql as 'select 3';
create function noetl.fired() returns trigger language plpgsql as 'begin return new; end';
create trigger "Old trigger" before insert on noetl.kept for each row execute function noetl.fired();
create view noetl.seen as select n from noetl.kept; create policy mine on noetl.kept using (n = 1);
create index old_index on noetl.kept (n); alter table noetl.kept add constraint old_check check (n > 0);
create type noetl.old_type as enum ('a'); create table noetl.old_table (n int);
alter table noetl.kept add column empty_column int; create function noetl.stays() returns int language sql as 'select 1';
"""
DROPS = """
drop function if exists old(), noetl.old(int, character varying[]) restrict; drop function if exists fired cascade;
drop trigger if exists "Old trigger" on kept; drop view if exists seen; drop policy if exists mine on noetl.kept;
drop index if exists old_index; drop type if exists old_type; drop table if exists old_table;
alter table if exists kept drop constraint if exists old_check, drop column if exists empty_column;
drop function if exists used(); create or replace function used() returns int language sql as 'select 1';
"""


def test_objects__that_the_ddl_drops_go(program, ready, write, apply):
    apply(KEPT).expect(0)
    ready.connect_as_owner().execute(OLD)
    listed = ("--managed-schemas", "noetl")
    result = program.run("plan", "--file", write(KEPT + DROPS), *listed).expect(0, r"function noetl\.old\(integer,character varying\[\]\)")
    left_alone = r"2 objects are not managed: function noetl\.old\(text\), function noetl\.stays\(\)\n"
    assert len(re.findall(left_alone, result.stdout)) == 1
    assert "refused" not in result.output
    apply(KEPT + DROPS, *listed).expect(0, left_alone)
    program.run("verify", "--file", write(KEPT + DROPS), *listed).expect(0)
    assert ready.value("select to_regclass('noetl.old_table') is null and to_regproc('noetl.used') is not null")


@pytest.mark.one_major
def test_objects__that_the_ddl_drops_go_by_the_policy_if_they_hold_rows(ready, apply):
    apply(KEPT).expect(0)
    ready.connect_as_owner().execute("create table noetl.old (n int); insert into noetl.old values (1); create sequence noetl.s")
    drops = KEPT + "drop table if exists old; drop sequence if exists s;"
    run = lambda *more: apply(drops, "--managed-schemas", "noetl", *more)
    refused_unchanged(ready, run, r"table noetl\.old \(1 rows?", "sequence:noetl.s")
    run("--destructive", "allow").expect(0)
    assert ready.value("select to_regclass('noetl.old') is null and to_regclass('noetl.s') is null")


@pytest.mark.one_major
def test_objects__that_a_plain_drop_needs_are_missing_in_the_shadow(ready, apply):
    apply(KEPT + "create function old() returns int language sql as 'select 1';").expect(0)
    apply(KEPT + "drop function old();", "--managed-schemas", "noetl").expect(4, r"function old\(\) does not exist", "IF EXISTS")


@pytest.mark.one_major
def test_objects__beyond_its_schema_stay_if_the_source_of_that_schema_promised_them(program, ready, write, apply):
    ready.execute(f'create schema shop authorization "{ready.owner}"')
    both = "create table if not exists shop.t (n int);"
    apply(KEPT + both).expect(0)
    other = {**program.settings, "NOETL_SCHEMA": "shop"}
    program.run("apply", "--file", write(both, "other.sql"), settings=other).expect(0)
    apply(KEPT, "--destructive", "allow").expect(0)
    assert ready.value("select to_regclass('shop.t') is not null")


@pytest.mark.one_major
def test_objects__that_were_promised_stay_where_no_plan_can_be_made_and_are_named(ready, apply):
    steps = KEPT + "create index concurrently if not exists kept_n on kept (n);"
    apply(steps + "create table if not exists t (n int);").expect(0)
    apply(steps).expect(0, r"no longer makes .* it stays.*table noetl\.t")
    assert ready.value("select to_regclass('noetl.t') is not null")


BESIDE = """
create schema if not exists shop;
create table if not exists shop.t (n int, note text);
create or replace view shop.v as select n from shop.t;
create table if not exists t (n int);
"""
IN_SHOP = "select attname from pg_attribute where attrelid = 'shop.t'::regclass and attnum > 0 order by attnum"


def test_objects__beyond_the_schema_that_were_there_are_brought_to_the_ddl(program, ready, write, apply):
    """IF NOT EXISTS passes over them, in a shadow as well if they stayed there."""
    ready.execute(
        f'create schema shop authorization "{ready.owner}"; set role "{ready.owner}"; create table shop.t (n int);'
        " create table shop.others (n int); create view shop.seen as select n from shop.t; insert into shop.t values (1)"
    )
    apply(BESIDE).expect(0, "definitions proved")
    assert [name for (name,) in ready.execute(IN_SHOP)] == ["n", "note"]
    assert ready.execute("select n, note from shop.t join shop.seen using (n)") == [(1, None)]
    assert ready.value("select to_regclass('shop.others') is not null")
    ready.execute("alter table shop.t drop column note")
    program.run("verify", "--file", write(BESIDE)).expect(6, r"shop\.t\.note")
    plain = BESIDE.replace("if not exists", "").replace("or replace", "")
    apply(plain).expect(5, 'schema "shop" already exists')
    apply(BESIDE).expect(0)
    apply(BESIDE).expect(0, "nothing to do")


def test_objects__beyond_the_schema_may_be_the_ddl_s_with_the_schema_itself(ready, apply):
    ready.execute(
        f'create schema shop authorization "{ready.owner}"; set role "{ready.owner}"; create table shop.t (n int);'
        " insert into shop.t values (1)"
    )
    plain = BESIDE.replace("if not exists", "").replace("or replace", "")
    apply("create table t (n int);").expect(0)
    apply(plain).expect(0, "definitions proved")
    assert ready.execute("select n, note from shop.t") == [(1, None)]


def test_objects__beyond_the_schema_that_are_another_role_s_stay_in_the_shadow(ready, apply):
    ready.execute(
        f'create schema shop; create table shop.t (n int); grant create, usage on schema shop to "{ready.owner}";'
        f'grant select on shop.t to "{ready.owner}"'
    )
    before = state.snapshot(ready.connect())
    apply("create table if not exists shop.t (n int); create table if not exists t (n int);").expect(0)
    assert not [line for line in state.difference(before, state.snapshot(ready.connect())) if "shop" in str(line)]
