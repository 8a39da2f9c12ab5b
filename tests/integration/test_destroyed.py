"""Nothing is destroyed unasked: what a file would take away with its rows is measured, undone, named."""

import re

import pytest

from support import state

BASE = """
create table if not exists noetl.customer (id int primary key, name text, note text);
create table if not exists noetl.part (at date not null, n int) partition by range (at);
create table if not exists noetl.part_2025 partition of noetl.part
  for values from ('2025-01-01') to ('2026-01-01');
create table if not exists noetl.part_2026 partition of noetl.part
  for values from ('2026-01-01') to ('2027-01-01');
create table if not exists noetl.nothing (id int);
create materialized view if not exists noetl.totals as select count(*) as n from noetl.customer;
"""

ROWS = """
insert into noetl.customer select n, 'name ' || n, 'note' from generate_series(1, 3) as n;
insert into noetl.part values ('2025-05-05', 1), ('2026-06-06', 2), ('2026-07-07', 3);
refresh materialized view noetl.totals;
create schema other authorization {owner};
create table other.linked (id int references noetl.customer);
alter table other.linked owner to {owner};
insert into other.linked values (1);
"""

# What a file does to BASE: words of the refusal, and the flag that allows just that.
DESTROYS = {
    "drop table": (
        "drop table noetl.customer cascade;",
        r"table noetl\.customer \(3 rows, \d+ kB\)",
        "table:noetl.customer",
    ),
    "drop and make again": (
        "drop materialized view noetl.totals; drop table if exists noetl.customer cascade;" + BASE,
        r"table noetl\.customer \(3 rows",
        ("table:noetl.customer", "materialized view:noetl.totals"),
    ),
    "drop column": (
        "alter table noetl.customer drop column note;",
        r"column noetl\.customer\.note \(3 rows, 15 bytes\)",
        "column:noetl.customer.note",
    ),
    "drop column of all partitions": (
        "alter table noetl.part drop column n;",
        r"rows: column noetl\.part\.n \(3 rows, 12 bytes\);",
        "column:noetl.part.n",
    ),
    "truncate": (
        "delete from other.linked where id = 7; truncate noetl.customer cascade;",
        r"table noetl\.customer \(3 rows, .*table other\.linked \(1 row, ",
        ("table:noetl.customer", "table:other.linked"),
    ),
    "truncate and copy": (
        "alter table other.linked drop constraint linked_id_fkey;\n"
        "truncate noetl.customer;\ncopy noetl.customer from stdin;\n1\ta\tb\n2\ta\tb\n3\ta\tb\n4\ta\tb\n\\.\n",
        r"table noetl\.customer \(3 rows",
        "table:noetl.customer",
    ),
    "delete all": (
        "delete from other.linked;",
        r"table other\.linked \(1 row, ",
        "table:other.linked",
    ),
    "delete all and insert others": (
        "delete from other.linked; insert into other.linked values (2), (3), (1);",
        r"table other\.linked \(1 row, ",
        "table:other.linked",
    ),
    "delete all after a rewrite": (
        "alter table other.linked alter id type bigint; delete from other.linked;",
        r"table other\.linked \(1 row, ",
        "table:other.linked",
    ),
    "delete all of a partitioned table": (
        "delete from noetl.part;",
        r"rows: table noetl\.part \(3 rows, .*; everything",
        "table:noetl.part",
    ),
    "drop a partition": (
        "drop table noetl.part_2026;",
        r"rows: partition noetl\.part_2026 \(2 rows",
        "partition:noetl.part_2026",
    ),
    "truncate a partition": (
        "truncate noetl.part_2026;",
        r"rows: partition noetl\.part_2026 \(2 rows",
        "partition:noetl.part_2026",
    ),
    "drop a partitioned table": (
        "drop table noetl.part;",
        r"rows: table noetl\.part \(3 rows, \d+ kB\);",
        "table:noetl.part",
    ),
    "drop a materialized view": (
        "drop materialized view noetl.totals;",
        r"rows: materialized view noetl\.totals \(1 row, ",
        "materialized view:noetl.totals",
    ),
    "drop schema": (
        "drop schema other cascade;",
        r"table other\.linked",
        "table:other.linked",
    ),
    "in a DO block": (
        "do $$ begin execute 'drop table ' || 'other.linked'; end $$;",
        r"table other\.linked",
        "table:other.linked",
    ),
    "in a function": (
        "create function noetl.f() returns void language sql as 'delete from other.linked';"
        " select noetl.f();",
        r"table other\.linked",
        "table:other.linked",
    ),
    "in a trigger": (
        "create function noetl.g() returns trigger language plpgsql as"
        " $$ begin delete from other.linked; return new; end $$;"
        " create trigger g after update on noetl.customer for each row execute function noetl.g();"
        " update noetl.customer set name = 'new' where id = 1;",
        r"table other\.linked",
        "table:other.linked",
    ),
    "by a rule": (
        "create rule r as on update to noetl.customer do also delete from other.linked;"
        " update noetl.customer set name = 'new' where id = 1;",
        r"table other\.linked",
        "table:other.linked",
    ),
    "by a foreign key": (
        "alter table other.linked drop constraint linked_id_fkey;"
        " alter table other.linked add foreign key (id) references noetl.customer on delete cascade;"
        " delete from noetl.customer where id = 1;",
        r"rows: table other\.linked",
        "table:other.linked",
    ),
    "dropped and made in a later repetition": (
        "do $$ begin if to_regclass('noetl.again') is not null then drop table if exists other.linked;"
        " end if; end $$; create table if not exists noetl.again (n int);"
        " do $$ begin if to_regclass('other.linked') is null then"
        " create table if not exists noetl.third (n int); end if; end $$;",
        None,
        None,
    ),
}

HARMLESS = {
    "delete some": "delete from noetl.customer where id = 2;",
    "update all": "update noetl.customer set name = 'all', note = null;",
    "update all, delete one": "update noetl.customer set name = 'all'; delete from noetl.customer where id = 3;",
    "replace one and update all": (
        "delete from noetl.customer where id = 3; insert into noetl.customer values (3, 'new');"
        " update noetl.customer set name = 'all';"
    ),
    "rewrite": "alter table noetl.customer alter id type bigint;",
    "rewrite and insert": (
        "alter table noetl.customer alter id type bigint;"
        " insert into noetl.customer values (9) on conflict do nothing;"
    ),
    "cluster": "cluster noetl.customer using customer_pkey;",
    "refresh": "refresh materialized view noetl.totals;",
    "detach": "alter table noetl.part detach partition noetl.part_2026;",
    "empty one partition by a condition": "delete from noetl.part where at < '2026-01-01';",
    "a table of its own": (
        "create table noetl.mine (n int); insert into noetl.mine values (1); truncate noetl.mine;"
        " insert into noetl.mine values (2); delete from noetl.mine; drop table noetl.mine;"
    ),
    "a temporary table": "create temp table t (n int); insert into t values (1); drop table t;",
    "a table without rows": "drop table if exists noetl.nothing; create table noetl.nothing (id int);",
    "a column without rows": "alter table noetl.nothing drop column if exists id;",
    "truncate a table without rows": "truncate noetl.nothing;",
    "rename": "alter table noetl.customer rename to client;",
    "delete all of nothing": "delete from noetl.nothing;",
}


@pytest.fixture
def write(tmp_path):
    def write_script(text):
        path = tmp_path / "own.sql"
        path.write_text(text)
        return path

    return write_script


@pytest.fixture
def filled(program, environment, write):
    environment.create_owner_and_database()
    program.run("apply", "--file", write(BASE)).expect(0)
    environment.connect().execute(ROWS.format(owner=f'"{environment.owner}"'))
    return environment


def everything(environment):
    return state.snapshot(environment.connect())


def flags(names):
    names = (names,) if isinstance(names, str) else names
    return [part for name in names for part in ("--allow", name)]


@pytest.mark.parametrize("what", [what for what in DESTROYS if DESTROYS[what][1]])
def test_destroyed__is_refused_named_and_undone(program, filled, write, what):
    statements, words, names = DESTROYS[what]
    before = everything(filled)
    result = program.run("apply", "--file", write(statements)).expect(7, words)
    assert state.difference(before, everything(filled)) == []
    for flag in flags(names)[1::2]:
        assert f"--allow '{flag}'" in result.output
    assert "everything was rolled back" in result.output


@pytest.mark.parametrize("what", [what for what in DESTROYS if DESTROYS[what][1]])
def test_destroyed__is_allowed_by_name(program, filled, write, what):
    statements, _, names = DESTROYS[what]
    every = re.findall(
        r"--allow '([^']+)'",
        program.run("apply", "--file", write(statements)).expect(7).output,
    )
    assert set(flags(names)[1::2]) <= set(every)
    program.run("apply", "--file", write(statements), *flags(every)).expect(0)


@pytest.mark.parametrize("what", HARMLESS)
def test_destroyed__is_not_what_leaves_rows(program, filled, write, what):
    program.run("apply", "--file", write(HARMLESS[what])).expect(0)


def test_destroyed__in_a_later_repetition_is_seen(program, filled, write):
    statements = DESTROYS["dropped and made in a later repetition"][0]
    before = everything(filled)
    program.run("apply", "--file", write(statements)).expect(7, r"table other\.linked")
    assert state.difference(before, everything(filled)) == []


def test_destroyed__is_allowed_altogether(program, filled, write):
    script = write("drop table other.linked; delete from noetl.part;")
    program.run("apply", "--file", script, "--destructive", "allow").expect(0)
    assert filled.value("select count(*) from noetl.part") == 0


def test_destroyed__by_one_name_allows_no_other(program, filled, write):
    script = write("drop table other.linked; delete from noetl.part;")
    before = everything(filled)
    result = program.run("apply", "--file", script, *flags("table:other.linked"))
    result.expect(7, r"rows: table noetl\.part \(3 rows[^)]*\);")
    assert state.difference(before, everything(filled)) == []
    settings = {**program.settings, "NOETL_ALLOW": "table:other.linked\ntable:noetl.part"}
    program.run("apply", "--file", script, settings=settings).expect(0)


def test_destroyed__says_about_how_many_rows_there_are(program, filled, write):
    filled.execute("insert into other.linked select 1 from generate_series(1, 20000)")
    filled.execute("analyze other.linked")
    program.run("apply", "--file", write("truncate other.linked;")).expect(7, r"~20,001 rows, \d+ kB")
    script = write("alter table other.linked drop column id;")
    program.run("apply", "--file", script).expect(7, r"~20,001 rows, 78 kB")


def test_destroyed__with_names_that_need_quotes(program, filled, write):
    filled.connect_as_owner().execute(
        """create table noetl."It's, a:Table" ("A column" int);"""
        """insert into noetl."It's, a:Table" values (1)"""
    )
    script = write("""alter table noetl."It's, a:Table" drop column "A column";""")
    result = program.run("apply", "--file", script).expect(7)
    assert """--allow 'column:noetl."It'\\''s, a:Table"."A column"'""" in result.output
    flag = """column:noetl."It's, a:Table"."A column\""""
    program.run("apply", "--file", script, "--allow", flag).expect(0)


def test_destroyed__without_counters_is_seen_all_the_same(program, filled, write):
    filled.execute(f'alter role "{filled.owner}" set track_counts = off')
    before = everything(filled)
    script = write("delete from other.linked; insert into other.linked values (2);")
    program.run("apply", "--file", script).expect(7, r"table other\.linked \(1 row, ")
    assert state.difference(before, everything(filled)) == []
    program.run("apply", "--file", write(HARMLESS["delete some"])).expect(0)


def test_destroyed__where_row_security_hides_the_rows(program, filled, write):
    filled.execute("alter table other.linked enable row level security")
    filled.execute("alter table other.linked force row level security")
    filled.execute("analyze other.linked")
    before = everything(filled)
    for statement in ("drop table other.linked;", "truncate other.linked;"):
        program.run("apply", "--file", write(statement)).expect(7, r"table other\.linked \(~1 row, ")
    assert state.difference(before, everything(filled)) == []


def test_destroyed__waits_for_nobody_who_locks_another_table(program, filled, write):
    blocker = filled.connect()
    blocker.execute("begin; lock table other.linked in access exclusive mode")
    program.run("apply", "--file", write("update noetl.customer set name = 'x';")).expect(0)
    blocker.execute("rollback")


def test_destroyed__is_not_what_another_session_destroys_meanwhile(program, filled, write):
    blocker = filled.connect()
    blocker.execute("begin; lock table noetl.customer in access exclusive mode")
    script = write("insert into noetl.nothing values (1); update noetl.customer set name = 'x';")
    running = program.start("apply", "--file", script, "--lock-timeout", "60s")
    waiting = "select from pg_locks where not granted and relation = 'noetl.customer'::regclass"
    while not filled.execute(f"select exists ({waiting})")[0][0]:
        assert running.is_running
    filled.execute("drop table other.linked")
    blocker.execute("rollback")
    running.wait().expect(0)


def test_destroyed__in_a_step_beside_others_outside(program, filled, write):
    script = write(
        "create index concurrently if not exists c on noetl.customer (name);\n"
        "drop table other.linked;\nvacuum noetl.customer;\n"
    )
    program.run("apply", "--file", script).expect(
        7, r"table other\.linked \(1 row.*this step was rolled back, those before it stay"
    )
    assert filled.value("select count(*) from other.linked") == 1
    program.run("apply", "--file", script, *flags("table:other.linked")).expect(0)


def test_destroyed__outside_is_judged_by_its_words_before_anything_runs(program, filled, write):
    before = everything(filled)
    script = write("create table noetl.more (n int);\nvacuum noetl.more;\n\ndrop database gone_by_words;\n")
    result = program.run("apply", "--file", script)
    result.expect(7, r"database gone_by_words in a statement that runs outside of a transaction")
    assert "own.sql:4:1" in result.output
    assert state.difference(before, everything(filled)) == []


def test_destroyed__a_dump_with_clean_is_applied_twice(program, environment, write):
    environment.create_owner_and_database()
    script = write(
        "drop table if exists noetl.b;\ndrop table if exists noetl.a;\n"
        "create table noetl.a (id int primary key);\n"
        "create table noetl.b (id int references noetl.a);\n"
    )
    program.run("apply", "--file", script).expect(0)
    program.run("apply", "--file", script, "--force").expect(0)
    environment.execute("insert into noetl.a select generate_series(1, 500)")
    environment.execute("alter table noetl.a set (fillfactor = 80)")
    before = everything(environment)
    program.run("apply", "--file", script).expect(7, r"rows: table noetl\.a \(500 rows, \d+ kB\);")
    assert state.difference(before, everything(environment)) == []


def test_destroyed__in_another_schema_than_the_settings(program, environment, write):
    environment.create_owner_and_database()
    script = write(
        "create schema if not exists shop;\ndrop table if exists shop.customer;\n"
        "create table shop.customer (id int primary key, name text);\n"
    )
    program.run("apply", "--file", script)
    environment.execute("create schema if not exists shop")
    environment.execute("create table if not exists shop.customer (id int primary key, name text)")
    environment.execute(f'alter table shop.customer owner to "{environment.owner}"')
    environment.execute("insert into shop.customer values (1)")
    program.run("apply", "--file", script).expect(7, r"table shop\.customer \(1 row, ")
    assert environment.value("select count(*) from shop.customer") == 1


def test_destroyed__a_misspelt_kind_is_refused(program, filled, write):
    script = write(BASE)
    result = program.run("apply", "--file", script, "--allow", "tabel:noetl.customer")
    result.expect(3, "table, column, partition or materialized view")


def test_destroyed__a_bundle_is_guarded_too(program, environment):
    program.run("apply", "noetl", "--ensure-role").expect(0)
    environment.execute("insert into noetl.workload (execution_id, data) values (7, '{}')")
    environment.execute(
        "create function public.f() returns event_trigger language plpgsql as"
        " $$ begin delete from noetl.workload; end $$"
    )
    environment.execute("create event trigger e on ddl_command_end when tag in ('CREATE INDEX')"
                        " execute function public.f()")
    environment.execute("drop index noetl.ix_error_log_execution_id")
    program.run("apply", "noetl").expect(7, r"table noetl\.workload \(1 row, ")


# Property: whatever a file does, after 0 no row is gone, and after 7 nothing has changed.
FILES = {
    "base": BASE,
    "clean": "drop table if exists noetl.a;\ncreate table noetl.a (id int);\n",
    "columns": (
        "create table if not exists noetl.a (id int);\n"
        "alter table noetl.a add column if not exists extra int;\n"
        "alter table noetl.a alter id type bigint;\n"
    ),
    "drops a column": (
        "create table if not exists noetl.a (id int);\n"
        "alter table noetl.a drop column if exists extra;\n"
        "alter table noetl.a add column extra int;\n"
    ),
    "seed": (
        "create table if not exists noetl.a (id int);\n"
        "truncate noetl.a;\ninsert into noetl.a values (1), (2);\n"
    ),
    "upsert": (
        "create table if not exists noetl.a (id int primary key, n int);\n"
        "insert into noetl.a values (1, 1) on conflict (id) do update set n = 2;\n"
    ),
    "view": (
        "create table if not exists noetl.a (id int);\n"
        "drop materialized view if exists noetl.v;\n"
        "create materialized view noetl.v as select 1 as one;\n"
    ),
}

def fill(environment):
    for (name,) in environment.execute(
        "select oid::regclass::text from pg_class"
        " where relnamespace = 'noetl'::regnamespace and relkind = 'r' and not relispartition"
    ):
        environment.execute(f"insert into {name} (id) select n from generate_series(11, 15) as n")
        environment.execute(f"delete from {name} where id < 11")


def rows(environment):
    return {
        name: environment.value(f"select count(*) from {name}")
        for (name,) in environment.execute(
            "select oid::regclass::text from pg_class"
            " where relnamespace = 'noetl'::regnamespace and relkind in ('r', 'm')"
        )
    }


@pytest.mark.parametrize("name", FILES)
def test_destroyed__no_row_is_gone_after_success_and_nothing_changed_after_refusal(
    program, environment, write, name
):
    environment.create_owner_and_database()
    script = write(FILES[name])
    program.run("apply", "--file", script).expect(0)
    fill(environment)
    before, counts = everything(environment), rows(environment)
    result = program.run("apply", "--file", script, "--force")
    if result.exit_code == 0:
        after = rows(environment)
        assert all(after.get(table, 0) >= count for table, count in counts.items())
    else:
        result.expect(7)
        assert state.difference(before, everything(environment)) == []
