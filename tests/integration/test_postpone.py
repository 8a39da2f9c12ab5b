"""What the new version no longer has stays while the old one may still write: --destructive postpone."""

import json

import pytest

from support import state

OLD = """
create type mood as enum ('good', 'bad');
create function f(a int) returns int language sql as 'select a';
create sequence s;
create table customer (id int primary key, serial_no serial);
create table orders (
    id int primary key, amount int, total int not null default 5,
    customer int not null references customer, note text not null constraint filled check (note <> ''), mood mood
);
create index orders_note on orders (note);
create table archive (id int primary key, n int not null default nextval('s'), orders int references orders);
create index archive_n on archive (n);
create view report as select id, note from orders;
comment on table archive is 'kept';
"""
ROWS = """
insert into noetl.customer values (1); insert into noetl.orders values (1, 2, 3, 1, 'x', 'good');
insert into noetl.archive (id, orders) values (1, 1)
"""
NEW = "create table customer (id int primary key); create table orders (id int primary key, amount bigint, stamp timestamptz);"
SET = [
    "column noetl.customer.serial_no",
    "column noetl.orders.customer",
    "column noetl.orders.mood",
    "column noetl.orders.note",
    "column noetl.orders.total",
    "function noetl.f(integer)",
    "sequence noetl.customer_serial_no_seq",
    "sequence noetl.s",
    "table noetl.archive",
    "view noetl.report",
]
POSTPONE = ("--destructive", "postpone")


@pytest.fixture
def apply(program, write):
    return lambda text, *arguments: program.run("apply", "--file", write(text), *arguments)


def postponed(ready):
    """The names in the last promise that are marked."""
    return ready.execute(
        "select o.kind || ' ' || o.identity from noetl_ledger.run join noetl_ledger.promise p using (run),"
        " unnest(p.kinds, p.identities, p.postponed) as o(kind, identity, is_postponed)"
        " where is_postponed and run.id = (select max(id) from noetl_ledger.run) order by 1"
    )


def targets(program, write, text):
    return json.loads(program.run("status", "--file", write(text), "--output", "json").expect(0).stdout)["targets"]


@pytest.mark.parametrize("scope", [(), ("--managed-schemas", "noetl", "--prune")], ids=["promised", "pruned"])
def test_postpone__both_versions_write_until_it_is_allowed(program, write, ready, apply, scope):
    apply(OLD, *scope).expect(0)
    ready.connect_as_owner().execute(ROWS)
    apply(NEW, *scope, *POSTPONE).expect(0, r"postponed: .*table noetl\.archive", "definitions proved")
    owner = ready.connect_as_owner()
    owner.execute("insert into noetl.orders (id, amount) values (2, 3000000000)")
    owner.execute("insert into noetl.orders (id, customer, note, mood) values (3, 1, 'y', 'bad')")
    owner.execute("insert into noetl.archive values (2, noetl.f(3), 3); update noetl.orders set note = 'z' where id = 1")
    assert ready.execute("select total, note from noetl.orders order by id") == [(3, "z"), (5, None), (5, "y")]
    assert ready.execute("select obj_description('noetl.archive'::regclass), to_regclass('noetl.archive_n') is null") == [("kept", False)]
    assert set(SET) <= {name for (name,) in postponed(ready)}
    assert sorted(targets(program, write, NEW)[0]["postponed"]) == sorted(
        name for (name,) in postponed(ready) if name.split()[0] not in ("constraint", "index") and " noetl.archive." not in name
        and " noetl.report." not in name
    )
    program.run("status", "--file", write(NEW), *scope).expect(0, r"[Pp]ostponed.*table noetl\.archive", "as recorded")
    program.run("verify", "--file", write(NEW), *scope).expect(0)
    apply(NEW, *scope, *POSTPONE).expect(0, "nothing to do", r"postponed: .*noetl\.archive")
    before = state.snapshot(ready.connect())
    apply(NEW, *scope).expect(7, r"table noetl\.archive", r"--allow 'table:noetl\.archive'")
    assert state.difference(before, state.snapshot(ready.connect())) == []
    apply(NEW, *scope, "--destructive", "allow", "--allow", "everything").expect(0)
    assert ready.execute("select to_regclass('noetl.archive'), to_regclass('noetl.s'), to_regproc('noetl.f'), to_regtype('noetl.mood')") == [(None,) * 4]
    assert ready.execute("select count(*) from information_schema.columns where table_name = 'orders'") == [(3,)]
    assert postponed(ready) == [] and targets(program, write, NEW)[0]["postponed"] == []
    for policy in ("allow", "postpone", "refuse"):
        apply(NEW, *scope, "--destructive", policy).expect(0, "nothing to do")


BASE = """
create type mood as enum ('good', 'bad');
create domain strict as int not null; create domain told as strict check (value > 0);
create table t (id int primary key, n int, old text, mood mood, at timestamptz, needed told); create index t_n on t (n);
create function g() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before insert on t for each row execute function g();
create table p (n int) partition by range (n); create table p_1 partition of p for values from (0) to (5);
"""


@pytest.mark.one_major
@pytest.mark.parametrize(
    "before, after, words",
    [
        ("n int,", "n smallint,", "column noetl.t.n"),
        ("('good', 'bad')", "('good')", "enum noetl.mood"),
        (" create index t_n on t (n);", "", "index noetl.t_n"),
        ("create trigger tr before insert on t for each row execute function g();", "", "trigger noetl.t.tr|trigger tr"),
        ("old text,", "new text,", "column noetl.t.old"),
        ("id int primary key, ", "", "column noetl.t.id"),
        (" create table p_1 partition of p for values from (0) to (5);", "", "p_1"),
        ("create table p (n int) partition by range (n); create table p_1 partition of p for values from (0) to (5);",
         "create view p as select 1 as n;", "table noetl.p"),
        (", needed told", "", r"column noetl\.t\.needed"),
    ],
    ids=["a narrower type", "a label", "an index", "a trigger", "what may be a rename", "a key", "a partition", "a successor",
         "a column whose type takes no null"],
)
def test_postpone__refuses_what_is_no_pure_removal(ready, apply, before, after, words):
    assert before in BASE
    apply(BASE).expect(0)
    was = state.snapshot(ready.connect())
    apply(BASE.replace(before, after).replace("mood mood, at timestamptz", "mood mood"), *POSTPONE).expect(7, words, "can be postponed")
    assert state.difference(was, state.snapshot(ready.connect())) == []


@pytest.mark.one_major
def test_postpone__one_thing_may_be_allowed_and_another_come_back(ready, apply):
    apply("create table t (id int, a text not null, b int not null); create table u (n int); create table v (n int);").expect(0)
    ready.connect_as_owner().execute("insert into noetl.t values (1, 'x', 2)")
    apply("create table t (id int, b int not null); create table v (n int);", *POSTPONE).expect(0, "postponed: column noetl.t.a, table noetl.u\n")
    flags = ("--allow", "column:noetl.t.a")
    apply("create table t (id int, b int not null); create table v (n int);", *POSTPONE, *flags).expect(0, "postponed: table noetl.u\n")
    apply("create table t (id int, b int not null); create table v (n int);", *POSTPONE, *flags).expect(0, "nothing to do")
    apply("create table t (id int); create table u (n int);", *POSTPONE, *flags).expect(0, "postponed: column noetl.t.b, table noetl.v\n")
    assert ready.execute("select * from noetl.t") == [(1, 2)]
    apply("create table t (id int, b int not null); create table u (n int); create table v (n int);", *POSTPONE).expect(0)
    assert postponed(ready) == []
    assert ready.value("select attnotnull from pg_attribute where attrelid = 'noetl.t'::regclass and attname = 'b'")


@pytest.mark.one_major
def test_postpone__plan_names_what_stays(program, write, ready, apply):
    apply("create table t (id int, a text not null); create table u (n int);").expect(0)
    plan = ("plan", "--file", write("create table t (id int);"))
    program.run(*plan, *POSTPONE).expect(0, r"(?s)drop not null.*postponed: column noetl\.t\.a, table noetl\.u")
    told = json.loads(program.run(*plan, *POSTPONE, "--output", "json").expect(0).stdout)
    assert told["schemas"][0]["postponed"] == ["column noetl.t.a", "table noetl.u"]
    program.run(*plan).expect(0, "refused without --allow 'table:noetl.u'")


@pytest.mark.one_major
def test_postpone__what_somebody_took_away_is_drift_and_then_forgotten(program, write, ready, apply):
    apply("create table t (id int); create table u (n int); create view v as select 1 as n;").expect(0)
    apply("create table t (id int);", *POSTPONE).expect(0)
    ready.execute("drop table noetl.u")
    program.run("verify", "--file", write("create table t (id int);")).expect(6, "table noetl.u")
    apply("create table t (id int);", *POSTPONE).expect(0, "postponed: view noetl.v\n")
    program.run("verify", "--file", write("create table t (id int);")).expect(0)


@pytest.mark.one_major
def test_postpone__the_event_and_the_status_document_name_it(report, api, write):
    report("apply", "--file", write("create table t (id int); create table u (n int);"))[0].expect(0)
    for reason in ("Applied", "Unchanged"):
        report("apply", "--file", write("create table t (id int);"), *POSTPONE)[0].expect(0)
        event = api.bodies("/events")[-1]
        assert event["reason"] == reason and "postponed: table noetl.u" in event["note"]
        (document,) = api.bodies("/configmaps/")[-1]["data"].values()
        assert json.loads(document)["postponed"] == ["table noetl.u"]


@pytest.mark.one_major
def test_postpone__renames_nothing(program, ready, write):
    program.run("apply", "--file", write("create table old (n int);")).expect(0)
    new = write("-- @renamed from=old\ncreate table new (n int);\n")
    with ready.connect() as session:
        before = state.snapshot(session)
        program.run("apply", "--file", new, "--destructive", "postpone").expect(
            7, r'"old".* is to be renamed to "new".* cannot be postponed', r"own\.sql:1:1"
        )
        assert state.difference(before, state.snapshot(session)) == []
    program.run("apply", "--file", new).expect(0)
