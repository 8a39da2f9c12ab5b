"""Expressions that PostgreSQL reads back otherwise than it wrote them are made as the DDL means them."""

import pytest

PRUNE = ("--managed-schemas", "noetl", "--prune", "--destructive", "allow")
TABLE = "create table t (a int, b int, c int);"
FUNCTION = "create function f() returns trigger language plpgsql as $$ begin return new; end $$;"
NESTED = {
    "a range and more": "b between 0 and 9 and a > 0",
    "rows": "(a, b, c) is distinct from (1, 2, 3)",
    "rows of rows": "((a, b), c) is distinct from ((1, 2), 3)",
    "rows of rows that are equal": "((a, b), c) = ((1, 2), 4) and c > 0",
    "rows in a list": "(a, b) in ((1, 2), (3, 4), (5, 6))",
    "columns in a list": "1 in (a, b, c)",
}
PLACES = {
    "a check": TABLE + "alter table t add constraint k check ({});",
    "an index": TABLE + "create index i on t (a) where {};",
    "an index on it": TABLE + "create index i on t (({}));",
    "a view": TABLE + "create view v as select a from t where {};",
    "a materialized view": TABLE + "create materialized view v as select a, ({}) as w from t;",
    "a policy": TABLE + "alter table t enable row level security; create policy p on t using ({0}) with check ({0});",
    "a generated column": "create table t (a int, b int, c int, d bool generated always as ({}) stored);",
    "a rule": TABLE + "create table u (a int, b int, c int);"
    " create rule r as on insert to t where ('x' <> '(a and b) and') do also (delete from u where a = 5; update u set a = 1 where {});",
    "a sql function": TABLE + "create function g() returns int begin atomic select a from t where {}; end;",
}
NEEDS_14 = ("a sql function",)


def reach(go_to, text):
    said = go_to(text, *PRUNE).expect(0, "definitions proved").output
    assert "reads back" not in said
    go_to(text, *PRUNE).expect(0, "nothing to do")


@pytest.mark.parametrize("expression", NESTED.values(), ids=list(NESTED))
@pytest.mark.parametrize("place", list(PLACES))
@pytest.mark.one_major
def test_convergence__makes_nested_expressions(come_from, place, expression):
    go_to = come_from("create table o (n int); create table t (a int, b int, c int);", "insert into t values (1, 2, 4)")
    reach(go_to, "create table o (n int);" + PLACES[place].format(expression))


def test_convergence__makes_nested_expressions_of_versions(come_from, postgres_major):
    go_to = come_from("create table o (n int); create table t (a int, b int, c int);", "insert into t values (1, 2, 4)")
    texts = [text for name, text in PLACES.items() if postgres_major > 13 or name not in NEEDS_14]
    for text in texts:
        reach(go_to, "create table o (n int);" + text.format(NESTED["rows in a list"]))


DEFAULTS = (
    "create domain d as bool default (length(current_user), 2, 3) is distinct from (1, 2, {0});"
    " create table t (a bool default ({0} between 0 and 9 and length(current_user) > 0), b int);"
    " create function f(a int, b bool default ({0} between 0 and 9 and random() > 0)) returns int language sql as 'select a';"
    " create procedure g(a int, b bool default ({0} between 0 and 9 and random() > 0)) language sql as 'select a';"
    " create view v as select f(1);"
    " create table p (a int, b int) partition by list ((b between 0 and {0} and a > 0));"
    " create table q partition of p default;"
    " create table l (a int, b int); alter table l enable row level security;"
    " create policy y on l for update using (b between 0 and 10 and a >= 0) with check (a > {0});"
)


def test_convergence__makes_and_changes_nested_defaults_and_keys(come_from):
    go_to = come_from("create table t (b int);", "insert into t values (1)")
    reach(go_to, DEFAULTS.format(3))
    reach(go_to, DEFAULTS.format(4))


def test_convergence__adds_a_column_with_a_nested_default(ready, come_from):
    go_to = come_from("create table t (a int);", "insert into t values (1)")
    reach(go_to, "create table t (a int, b bool not null default (3 between 0 and 9 and length(current_user) > 0));")
    assert ready.value("select b from noetl.t") is True


@pytest.mark.majors(15, 18)
def test_convergence__makes_nested_filters_of_publications(come_from, ready):
    ready.execute("create publication noetl_p")
    ready.execute(f'alter publication noetl_p owner to "{ready.owner}"')
    options = ("--managed-schemas", "*", "--prune", "--destructive", "allow")
    go_to = come_from("create table t (a int, b int);")
    text = "create table t (a int, b int); create publication noetl_p for table t where (b between 0 and 9 and a > 0) with (publish = 'insert');"
    go_to(text, *options).expect(0, "definitions proved")
    go_to(text, *options).expect(0, "nothing to do")
    assert "(((b >= 0) AND (b <= 9)) AND (a > 0))" in ready.value("select pg_get_expr(prqual, prrelid) from pg_publication_rel")
