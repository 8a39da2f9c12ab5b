"""Indexes and constraints of partitioned tables and of their partitions, from each state to each other one."""

import pytest

PRUNE = ("--managed-schemas", "noetl", "--prune", "--destructive", "allow")
TABLES = (
    "create table m (day int not null, n int not null) partition by range (day);"
    " create table m_1 partition of m for values from (0) to (10);"
    " create table m_2 partition of m for values from (10) to (20);"
)
ROWS = "insert into m values (1, 1), (11, 2)"
# What the parent has, and what of the partitions is attached to it.
INDEXES = {
    "of all": "create unique index m_all on m (day, n);",
    "under another name": "create unique index m_whole on m (day, n);",
    "a key of all": "alter table m add primary key (day, n);",
    "not attached": "create unique index m_all on only m (day, n); alter table m_1 add constraint one unique (day, n);",
    "named and attached": "create unique index m_all on only m (day, n); create unique index one on m_1 (day, n);"
    " create unique index two on m_2 (day, n); alter index m_all attach partition one; alter index m_all attach partition two;",
    "a constraint attached": "create unique index m_all on only m (day, n); alter table m_1 add constraint one unique (day, n);"
    " alter table m_2 add primary key (day, n); alter index m_all attach partition one; alter index m_all attach partition m_2_pkey;",
}
FOUND = """
    select string_agg(format('%s %s %s %s', c.oid::regclass, i.indisvalid, pg_get_indexdef(c.oid), h.inhparent::regclass), e'\n'
        order by c.relname collate "C") from pg_index i join pg_class c on c.oid = i.indexrelid left join pg_inherits h on h.inhrelid = c.oid
        where c.relnamespace = 'noetl'::regnamespace
    union all select string_agg(format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)), e'\n' order by conname collate "C", conrelid::regclass::text)
        from pg_constraint where connamespace = 'noetl'::regnamespace
"""


def wanted(ready, text, question):
    """What the server makes of the text by itself."""
    session = ready.connect_as_owner()
    session.execute(f"begin; drop schema noetl cascade; create schema noetl; set local search_path to noetl; {text}")
    session.execute("set local search_path to pg_catalog")
    found = session.execute(question).fetchall()
    session.execute("rollback")
    return found


@pytest.mark.parametrize("first", INDEXES)
def test_convergence__of_indexes_of_partitions(ready, come_from, first):
    go_to = come_from(TABLES + INDEXES[first], ROWS)
    for other in list(INDEXES)[list(INDEXES).index(first) + 1 :]:
        for name in (other, first):
            text = TABLES + INDEXES[name]
            go_to(text, *PRUNE).expect(0, "definitions proved")
            assert ready.execute(FOUND) == wanted(ready, text, FOUND)
            assert ready.value("select sum(n) from noetl.m") == 3
            go_to(text, *PRUNE).expect(0, "nothing to do")


@pytest.mark.one_major
def test_convergence__of_the_index_of_one_partition(ready, come_from):
    named = "create unique index m_all on only m (day, n); {} alter index m_all attach partition one;"
    named += " create unique index two on m_2 (day, n); alter index m_all attach partition two;"
    go_to = come_from(TABLES + named.format("create unique index one on m_1 (day, n);"), ROWS)
    after = TABLES + named.format("alter table m_1 add constraint one unique (day, n);")
    go_to(after, *PRUNE).expect(0, "definitions proved")
    assert ready.execute(FOUND) == wanted(ready, after, FOUND)


# A partition that is made after a check that is NOT VALID has it validated.
CHECK = "alter table m add constraint c check (n > 0) not valid;"
CHECKS = {
    "of all": TABLES + CHECK + "create table p (n int); create table k () inherits (p); alter table p add constraint c check (n > 0) not valid;",
    "of one": TABLES.replace("create table m_2", CHECK + "create table m_2"),
    "of each": TABLES.replace("create table m_1", CHECK + "create table m_1")
    + "create table p (n int); alter table p add constraint c check (n > 0) not valid; create table k () inherits (p);",
}
VALIDATED = """
    select string_agg(format('%s %s %s', conrelid::regclass, conname, convalidated), ' ' order by conrelid::regclass::text collate "C")
    from pg_constraint where contype = 'c' and connamespace = 'noetl'::regnamespace
"""


@pytest.mark.parametrize("first", CHECKS)
def test_convergence__of_checks_that_partitions_have_validated(ready, come_from, first):
    go_to = come_from(CHECKS[first], ROWS)
    for other in list(CHECKS)[list(CHECKS).index(first) + 1 :]:
        for name in (other, first):
            text = CHECKS[name]
            go_to(text, *PRUNE).expect(0, "definitions proved")
            assert ready.execute(VALIDATED) == wanted(ready, text, VALIDATED)
            assert ready.value("select sum(n) from noetl.m") == 3
            go_to(text, *PRUNE).expect(0, "nothing to do")


PARTS = "create table m_1 (day int not null, n int not null); create index by_hand on m_1 (day, n);"
MOVES = {
    "an index like the parent's": (
        TABLES.split(" create table m_1")[0] + PARTS + "create index m_all on m (day, n);",
        "insert into m_1 values (1, 2)",
        TABLES.split(" create table m_1")[0] + PARTS + "alter table m attach partition m_1 for values from (0) to (10);"
        " create index m_all on m (day, n);",
    ),
    "another parent with other columns": (
        "create table p (day int, gone text) partition by range (day); create table m_1 partition of p for values from (0) to (10);",
        "insert into p values (1, 'a')",
        "create table q (day bigint, n int default 2) partition by range (day); create table m_1 partition of q for values from (0) to (9);",
    ),
    "a parent of more columns": (
        "create table q (day bigint, n int default 2) partition by range (day); create table m_1 (day int);",
        "insert into m_1 values (1)",
        "create table q (day bigint, n int default 2) partition by range (day); create table m_1 partition of q for values from (0) to (9);",
    ),
    "other bounds and a wider column": (
        "create table p (day int, n int default 2) partition by range (day); create table m_1 partition of p for values from (0) to (10);",
        "insert into p values (1)",
        "create table p (day int, n bigint default 2) partition by range (day); create table m_1 partition of p for values from (0) to (20);",
    ),
}


@pytest.mark.parametrize("what", MOVES)
def test_convergence__attaches_what_was_elsewhere(ready, come_from, what):
    before, rows, after = MOVES[what]
    go_to = come_from(before, rows)
    go_to(after, *PRUNE).expect(0, "definitions proved")
    assert ready.execute("select day::int, n from noetl.m_1") == [(1, 2)]
    go_to(after, *PRUNE).expect(0, "nothing to do")


REFERRED = "create table r (day int, n int, foreign key (day, n) references m (day, n));"
# Each detaches a partition whose rows are referred to.
DETACHING = {
    "other bounds": (TABLES + INDEXES["of all"], TABLES.replace("to (20)", "to (30)") + INDEXES["of all"]),
    "no constraint": (TABLES + INDEXES["a constraint attached"], TABLES + INDEXES["of all"]),
}


@pytest.mark.parametrize("what", DETACHING)
def test_convergence__detaches_a_partition_that_is_referred_to(ready, come_from, what):
    before, after = DETACHING[what]
    go_to = come_from(before + REFERRED, ROWS + "; insert into r values (1, 1), (11, 2)")
    go_to(after + REFERRED, *PRUNE).expect(0, "definitions proved")
    assert ready.value("select count(*) from noetl.m natural join noetl.r") == 2
    go_to(after + REFERRED, *PRUNE).expect(0, "nothing to do")
