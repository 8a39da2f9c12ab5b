"""What is made of a table's rows and used by the table itself; what contains values of a domain."""

import pytest

OPTIONS = ("--managed-schemas", "noetl", "--prune", "--destructive", "allow")
KEPT = "create table kept (n int);"
TABLE = "create table t (id int, s text);"
FUNCTION = "create function f(r t) returns int language sql immutable as 'select length(r.s)';"
CALLED = "create function g(r t) returns int language sql immutable begin atomic select f(r); end;"
PARTED = "create table t (id int, s text) partition by range (id);"
USES = {
    "a check": FUNCTION + "alter table t add check (f(t) > 0);",
    "an index": FUNCTION + "create index i on t (f(t));",
    "a default": "create function f() returns t language sql as 'select null::t'; alter table t alter s set default (f()).s;",
    "an index by way of another": FUNCTION + "create function g(n int, r t default null) returns int language sql immutable as 'select n';"
    " create index i on t (g(f(t)));",
    "a policy and a trigger": FUNCTION + "alter table t enable row level security; create policy p on t using (f(t) > 0);"
    " create function h() returns trigger language plpgsql as 'begin return new; end';"
    " create trigger g after insert on t for each row when (f(new) > 0) execute function h();",
}


@pytest.mark.parametrize("use", USES.values(), ids=list(USES))
def test_convergence__of_what_uses_its_own_rows_there_and_back(come_from, use):
    go_to = come_from(KEPT, "insert into kept values (1)")
    first = use.split(";")[0] + ";"
    for text in (TABLE + use, "", PARTED + first, TABLE + use, PARTED + first, TABLE + first, TABLE + use):
        go_to(KEPT + text, *OPTIONS).expect(0, "definitions proved")
        go_to(KEPT + text, *OPTIONS).expect(0, "nothing to do")


DOMAIN = "create domain d as int{}; "
HOLDERS = {
    "arrays": "create table t (n d, a d[]);",
    "composites": "create type c as (x d); create table t (r c, n d);",
    "arrays of composites": "create type c as (x d[]); create table t (r c[], n d);",
    "domains of arrays": "create domain e as d[]; create domain f as d; create table t (a e, b f default 5, n d);",
    "nothing that has rows": "create type c as (x d); create table t (n d);",
}
CHANGES = {"not null": " not null", "a check": " check (value > 0)", "both": " not null default 1 constraint k check (value < 9)"}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
@pytest.mark.parametrize("holder", list(HOLDERS))
def test_convergence__of_a_domain_in_what_contains_it(ready, come_from, holder, change):
    go_to = come_from(DOMAIN.format("") + HOLDERS[holder], "insert into t (n) values (5)")
    for text in (change, "", change):
        go_to(DOMAIN.format(text) + HOLDERS[holder], *OPTIONS).expect(0, "definitions proved")
        go_to(DOMAIN.format(text) + HOLDERS[holder], *OPTIONS).expect(0, "nothing to do")
    assert ready.value("select n::int from noetl.t") == 5
