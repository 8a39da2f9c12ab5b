"""The session is the program's: what a script does to it neither lengthens a lock nor stays."""

import pytest

from support.polling import until


@pytest.fixture
def apply(program, ready, tmp_path):
    """Writes a file and applies it; settings are added to the program's."""

    def work(text, limit_s=60, **settings):
        path = tmp_path / "file.sql"
        path.write_text(text)
        return program.run(
            "apply", "--file", path, settings={**program.settings, **settings}, limit_s=limit_s
        )

    return work


BOUNDED = {"NOETL_LOCK_TIMEOUT": "300ms", "NOETL_CHANGE_TIMEOUT": "500ms"}
LENGTHENED = [
    "set lock_timeout = 0",
    "SET SESSION lock_timeout TO '1h'",
    'set local "lock_timeout" = 0',
    "set lock_timeout to default",
    "/* as a dump does it */ set -- so\n lock_timeout = 0",
    "reset lock_timeout",
    "reset all",
    "select set_config('lock_timeout', '0', false)",
    "select pg_catalog.set_config('lock_' || 'timeout', '0', true)",
    "with a as (select set_config('lock_timeout', '0', false)) select * from a",
    "do $$ begin perform set_config('lock_timeout', '0', false); end $$",
    "do $$ begin set lock_timeout = 0; end $$",
    "create procedure p() language sql as 'set lock_timeout = 0'; call p()",
    "create table made as select set_config('lock_timeout', '0', false)",
    "prepare p as select set_config('lock_timeout', '0', false); execute p",
    "insert into public.kept select length(set_config('lock_timeout', '0', false))",
]


@pytest.mark.parametrize("statement", LENGTHENED)
def test_session__a_script_cannot_lengthen_lock_timeout(apply, ready, statement):
    with ready.connect() as session:
        session.execute("create table public.held (n int); create table public.kept (n int)")
        session.execute(f"alter table public.held owner to {ready.owner}")
        session.execute(f"grant insert on public.kept to {ready.owner}")
    with ready.connect() as holder:
        holder.execute("begin; lock table public.held in access share mode")
        result = apply(f"{statement};\nalter table public.held add column m int;\n", 40, **BOUNDED)
        result.expect(13, r"file\.sql:\d+:1", "55P03")


def test_session__says_once_that_lock_timeout_stays(apply):
    lines = "set lock_timeout = 0;\ncreate table if not exists a (n int);\n"
    result = apply(f"create table if not exists z (n int);\n{lines}{lines}").expect(0)
    assert result.output.count("lock_timeout stays at") == 1
    assert "file.sql:2: lock_timeout stays at" in result.output


def test_session__a_script_may_shorten_lock_timeout(apply, ready):
    result = apply(
        "set lock_timeout = '7ms';\nselect 1;\n"
        "create table if not exists seen as select current_setting('lock_timeout') as value;\n"
    ).expect(0)
    assert "lock_timeout stays" not in result.output
    assert ready.connect().execute("select value from noetl.seen").fetchall() == [("7ms",)]


LEFT_BEHIND = """
create temp table helper as select 1 as n;
create function about(helper) returns int language sql as 'select 1';
prepare question as select 1;
execute question;
declare answers cursor with hold for select 1;
listen channel;
set default_table_access_method = 'heap';
set role {owner};
create table if not exists a (n int);
"""


def test_session__each_run_of_a_file_begins_with_nothing_of_the_one_before(apply, ready):
    text = LEFT_BEHIND.format(owner=ready.owner)
    result = apply(text).expect(0)
    assert "cannot be run twice" not in result.output, result
    result = apply(text + "alter table a add column if not exists m int;\n").expect(0)
    assert "cannot be" not in result.output, result
    apply(text + "alter table a add column if not exists m int;\n").expect(0, "nothing to do")


def test_session__what_goes_with_a_temporary_table_is_not_promised(apply, program, ready, tmp_path):
    """The function has the table's row type, and so goes with it when the session ends."""
    apply(LEFT_BEHIND.format(owner=ready.owner)).expect(0)
    program.run("verify", "--file", tmp_path / "file.sql").expect(0)
    assert ready.value("select count(*) from pg_proc where proname = 'about'") == 0


def test_session__a_deferred_constraint_is_checked_before_the_ledger(apply, ready):
    result = apply(
        "create table a (n int primary key, m int references a deferrable initially deferred);\n"
        "insert into a values (1, 2);\n"
    ).expect(5, "23503")
    assert ready.value("select to_regclass('noetl.a')::text") is None, result


ADVISORY = """
select count(*) from pg_locks where locktype = 'advisory' and granted
and database = (select oid from pg_database where datname = current_database())
"""


@pytest.mark.parametrize(
    "concurrently",
    [
        "",
        "create index concurrently a_n on a (n);",
        "\n-- noetl-schema: outside\nselect pg_advisory_unlock_all();\n-- noetl-schema: outside\n"
        "select * from public.gate;\n",
    ],
)
def test_session__a_script_cannot_let_a_second_run_in(program, ready, tmp_path, concurrently):
    path = tmp_path / "file.sql"
    path.write_text(
        f"create table a (n int);\nselect pg_advisory_unlock_all();\n{concurrently}\n"
        "select pg_advisory_unlock_all();\nselect pg_advisory_lock(1);\n"
    )
    with ready.connect() as holder:
        holder.execute("create table public.gate (n int)")
        holder.execute(f"grant select on public.gate to {ready.owner}")
        holder.execute("begin; lock table public.gate in access exclusive mode")
        path.write_text(path.read_text() + "select * from public.gate;\n")
        running = program.start(
            "apply", "--file", path, settings={**program.settings, "NOETL_LOCK_TIMEOUT": "50s"}
        )
        until(lambda: ready.value("select count(*) from pg_locks where not granted") > 0)
        second = program.run(
            "apply", "--file", path, settings={**program.settings, "NOETL_LOCK_WAIT_TIMEOUT": "500ms"}
        )
        second.expect(11)
        holder.execute("rollback")
    running.wait().expect(0)
    assert ready.value(ADVISORY) == 0


@pytest.mark.one_major
def test_session__names_in_a_shadow_do_not_hang_on_settings(apply, ready):
    """hstore is the administrator's and stays in the schema that is renamed."""
    with ready.connect() as session:
        session.execute(f"create schema noetl authorization {ready.owner}")
        session.execute("create extension hstore schema noetl")
    text = (
        "create table if not exists a (h noetl.hstore);\n"
        "do $$ begin create type pair as (l hstore, r hstore);\n"
        "exception when duplicate_object then null; end $$;\n"
        "set noetl_schema.renamed_prefix = 'x'; reset all;\n"
    )
    apply(text.replace("noetl.hstore", "hstore")).expect(0)
    apply(text.replace("noetl.hstore", "hstore") + "comment on table noetl.a is 'x';\n").expect(0)
