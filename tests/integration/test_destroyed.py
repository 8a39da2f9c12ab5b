"""Nothing is destroyed unasked: what a file would take away with its rows is measured, undone, named."""

import re

import pytest

from support import state
from support.cluster import TREE
from support.destroying import BASE, DESTROYS, FILES, FILL, HARMLESS, ROWS

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
    result = program.run("apply", "--file", write(BASE + statements)).expect(7, words)
    assert state.difference(before, everything(filled)) == []
    for flag in flags(names)[1::2]:
        assert f"--allow '{flag}'" in result.output
    assert "everything was rolled back" in result.output


@pytest.mark.parametrize("what", [what for what in DESTROYS if DESTROYS[what][1]])
def test_destroyed__is_allowed_by_name(program, filled, write, what):
    statements, _, names = DESTROYS[what]
    every = re.findall(
        r"--allow '([^']+)'",
        program.run("apply", "--file", write(BASE + statements)).expect(7).output,
    )
    assert set(flags(names)[1::2]) <= set(every)
    program.run("apply", "--file", write(BASE + statements), *flags(every)).expect(0)


@pytest.mark.parametrize("what", HARMLESS)
def test_destroyed__is_not_what_leaves_rows(program, filled, write, what):
    program.run("apply", "--file", write(BASE + HARMLESS[what])).expect(0)


def test_destroyed__in_a_later_repetition_is_seen(program, filled, write):
    statements = DESTROYS["dropped and made in a later repetition"][0]
    before = everything(filled)
    program.run("apply", "--file", write(BASE + statements)).expect(7, r"table other\.linked")
    assert state.difference(before, everything(filled)) == []


def test_destroyed__is_allowed_altogether(program, filled, write):
    script = write(BASE + "drop table if exists other.linked; delete from noetl.part;")
    program.run("apply", "--file", script, "--destructive", "allow").expect(0)
    assert filled.value("select count(*) from noetl.part") == 0


def test_destroyed__by_one_name_allows_no_other(program, filled, write):
    script = write(BASE + "drop table if exists other.linked; delete from noetl.part;")
    before = everything(filled)
    result = program.run("apply", "--file", script, *flags("table:other.linked"))
    result.expect(7, r"rows: table noetl\.part \(3 rows[^)]*\);")
    assert state.difference(before, everything(filled)) == []
    settings = {**program.settings, "NOETL_ALLOW": "table:other.linked\ntable:noetl.part"}
    program.run("apply", "--file", script, settings=settings).expect(0)


def test_destroyed__says_about_how_many_rows_there_are(program, filled, write):
    filled.execute("insert into other.linked select 1 from generate_series(1, 20000)")
    filled.execute("analyze other.linked")
    program.run("apply", "--file", write(BASE + "truncate other.linked;")).expect(7, r"~20,001 rows, \d+ kB")
    script = write(BASE + "alter table other.linked drop column id;")
    program.run("apply", "--file", script).expect(7, r"~20,001 rows, 78 kB")


def test_destroyed__with_names_that_need_quotes(program, filled, write):
    filled.connect_as_owner().execute(
        """create table noetl."It's, a:Table" ("A column" int);"""
        """insert into noetl."It's, a:Table" values (1)"""
    )
    script = write(BASE + """create table if not exists noetl."It's, a:Table" ("A column" int);
alter table noetl."It's, a:Table" drop column "A column";""")
    result = program.run("apply", "--file", script).expect(7)
    assert """--allow 'column:noetl."It'\\''s, a:Table"."A column"'""" in result.output
    flag = """column:noetl."It's, a:Table"."A column\""""
    program.run("apply", "--file", script, "--allow", flag).expect(0)


def test_destroyed__without_counters_is_seen_all_the_same(program, filled, write):
    filled.execute(f'alter role "{filled.owner}" set track_counts = off')
    before = everything(filled)
    script = write(BASE + "delete from other.linked; insert into other.linked values (2);")
    program.run("apply", "--file", script).expect(7, r"table other\.linked \(1 row, ")
    assert state.difference(before, everything(filled)) == []
    program.run("apply", "--file", write(BASE + HARMLESS["delete some"])).expect(0)


def test_destroyed__where_row_security_hides_the_rows(program, filled, write):
    filled.execute("alter table other.linked enable row level security")
    filled.execute("alter table other.linked force row level security")
    filled.execute("analyze other.linked")
    before = everything(filled)
    for statement in ("drop table other.linked;", "truncate other.linked;"):
        program.run("apply", "--file", write(BASE + statement)).expect(7, r"table other\.linked \(~1 row, ")
    assert state.difference(before, everything(filled)) == []


def test_destroyed__waits_for_nobody_who_locks_another_table(program, filled, write):
    blocker = filled.connect()
    blocker.execute("begin; lock table other.linked in access exclusive mode")
    program.run("apply", "--file", write(BASE + "update noetl.customer set name = 'x';")).expect(0)
    blocker.execute("rollback")


def test_destroyed__is_not_what_another_session_destroys_meanwhile(program, filled, write):
    for table in ("dropped", "emptied", "rewritten"):
        filled.connect_as_owner().execute(
            f"create table other.{table} (n int); insert into other.{table} values (1)"
        )
    blocker = filled.connect()
    blocker.execute("begin; lock table noetl.customer in access exclusive mode")
    script = write(BASE + "insert into noetl.nothing values (1); update noetl.customer set name = 'x';")
    running = program.start("apply", "--file", script, "--lock-timeout", "60s")
    waiting = "select from pg_locks where not granted and relation = 'noetl.customer'::regclass"
    while not filled.value(f"select exists ({waiting})"):
        assert running.is_running
    filled.execute("drop table other.dropped")
    filled.execute("truncate other.emptied")
    filled.execute("alter table other.rewritten alter n type bigint")
    blocker.execute("rollback")
    running.wait().expect(0)


def test_destroyed__in_a_step_beside_others_outside(program, filled, write):
    script = write(
        BASE + "create index concurrently if not exists c on noetl.customer (name);\n"
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


def test_destroyed__by_a_statement_that_is_marked_to_run_outside(program, filled, write):
    before = everything(filled)
    script = write(BASE + "-- noetl-schema: outside\ndrop table if exists other.linked;\n")
    program.run("apply", "--file", script).expect(7, r"table other\.linked in a statement that runs")
    assert state.difference(before, everything(filled)) == []
    program.run("apply", "--file", script, *flags("table:other.linked")).expect(0)


@pytest.mark.parametrize(
    "statement",
    [
        "do $$ begin drop table other.linked; end $$;",
        "do $$ begin execute 'truncate other.linked'; commit; end $$;",
        "with d as (delete from other.linked returning 1) select count(*) from d;",
    ],
)
def test_destroyed__by_a_statement_within_one_that_runs_outside(program, filled, write, statement):
    before = everything(filled)
    script = write(BASE + "-- noetl-schema: outside\n" + statement + "\n")
    program.run("apply", "--file", script).expect(7, r"table other\.linked in a statement that runs")
    assert state.difference(before, everything(filled)) == []
    program.run("apply", "--file", script, *flags("table:other.linked")).expect(0)


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
    environment.execute("comment on table noetl.a is 'by hand'")
    before = everything(environment)
    program.run("apply", "--file", script).expect(7, r"rows: table noetl\.a \(500 rows, \d+ kB\);")
    assert state.difference(before, everything(environment)) == []


def test_destroyed__in_another_schema_than_the_settings(program, environment, write):
    environment.create_owner_and_database()
    script = write(
        "create schema if not exists shop;\ndrop table if exists shop.customer;\n"
        "create table shop.customer (id int primary key, name text);\n"
    )
    program.run("apply", "--file", script).expect(0)
    environment.execute("insert into shop.customer values (1)")
    environment.execute("comment on table shop.customer is 'by hand'")
    program.run("apply", "--file", script).expect(7, r"table shop\.customer \(1 row, ")
    assert environment.value("select count(*) from shop.customer") == 1


def test_destroyed__a_misspelt_kind_is_refused(program, filled, write):
    script = write(BASE)
    result = program.run("apply", "--file", script, "--allow", "tabel:noetl.customer")
    result.expect(3, "KIND:NAME as the refusal prints it")


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


def rows(environment):
    return {
        name: environment.value(f"select count(*) from {name}")
        for (name,) in environment.execute(
            "select oid::regclass::text from pg_class"
            " where relnamespace = 'noetl'::regnamespace and relkind in ('r', 'm')"
        )
    }


def files_of(name, write):
    if name in FILES:
        return [write(FILES[name])]
    return sorted((TREE / "ddl" / name).glob("*.sql"))


@pytest.mark.parametrize("name", [*FILES, "noetl", "catalog"])
def test_destroyed__no_row_is_gone_after_success_and_nothing_changed_after_refusal(
    program, environment, write, name
):
    environment.create_owner_and_database()
    arguments = [part for path in files_of(name, write) for part in ("--file", path)]
    program.run("apply", *arguments).expect(0)
    environment.execute(FILL)
    before, counts = everything(environment), rows(environment)
    assert sum(counts.values()) > 0
    result = program.run("apply", *arguments, "--force")
    if result.exit_code == 0:
        after = rows(environment)
        assert all(after.get(table, 0) >= count for table, count in counts.items())
    else:
        result.expect(7)
        assert state.difference(before, everything(environment)) == []


def test_destroyed__costs_one_turn_where_there_is_nothing(
    bare_program, environment, new_proxy, write
):
    environment.create_owner_and_database()
    proxy = new_proxy()
    program = bare_program.with_settings(
        environment.settings(POSTGRES_HOST=proxy.host, POSTGRES_PORT=proxy.port)
    )
    turns = {}
    for policy in ("refuse", "allow", "refuse"):  # the first finds no trace of a run before
        arguments = ("apply", "--file", write(BASE), "--destructive", policy)
        turns[policy] = proxy.turns_of(lambda: program.run(*arguments).expect(0))
        environment.execute("drop schema noetl, noetl_ledger cascade")
    assert turns["refuse"] == turns["allow"] + 1


def test_destroyed__costs_a_bundle_nothing_when_it_is_made(
    bare_program, environment, new_proxy, write
):
    environment.create_owner_and_database()
    proxy = new_proxy()
    program = bare_program.with_settings(
        environment.settings(POSTGRES_HOST=proxy.host, POSTGRES_PORT=proxy.port)
    )
    turns = proxy.turns_of(lambda: program.run("apply", "noetl").expect(0))
    assert turns == 11
