"""Markers in a file: where a transaction ends, and what runs outside of one."""

import pytest

from support.state import tables


@pytest.fixture
def apply(program, ready, tmp_path):
    def work(text, command="apply", **settings):
        path = tmp_path / "file.sql"
        path.write_text(text)
        return program.run(command, "--file", path, settings={**program.settings, **settings})

    return work


COMMIT = "-- noetl-schema: commit\n"
OUTSIDE = "-- noetl-schema: outside\n"
ENUM = """do $$ begin create type mood as enum ('sad'); exception when duplicate_object then end $$;
create table if not exists person (mood mood);
alter type mood add value if not exists 'glad';
{}insert into person values ('glad');
"""
DEFERRED = """create table a (n int primary key, m int references a deferrable initially deferred);
insert into a values (1, 1);
{}alter table a add column o int;
"""
PROCEDURE = """create or replace procedure p() language plpgsql as
$$ begin create table if not exists made (n int); commit; insert into made values (1); end $$;
{}call p();
comment on table made is 'behind';
"""
BLOCK = """create table if not exists made (n int);
{}do $$ begin for i in 1..3 loop insert into made values (i); commit; end loop; end $$;
"""
REINDEX = """create table p (n int) partition by range (n);
create table p1 partition of p for values from (1) to (2);
create index on p (n);
{}reindex table p;
"""


@pytest.mark.parametrize(
    "text, marker, code",
    [
        (ENUM, COMMIT, "55P04"),
        (DEFERRED, COMMIT, "55006"),
        (PROCEDURE, OUTSIDE, "2D000"),
        (BLOCK, OUTSIDE, "2D000"),
        (REINDEX, OUTSIDE, "25001"),
    ],
    ids=["enum", "deferred", "call", "do", "reindex"],
)
def test_marker__is_named_where_it_helps_and_does(apply, ready, text, marker, code):
    if text is REINDEX and ready.server.major < 14:
        pytest.skip("version 13 skips partitioned tables with a warning")
    apply(text.format("")).expect(5, code, marker.strip())
    assert tables(ready.connect(), "noetl") == []
    apply(text.format(marker)).expect(0, "created")
    apply(text.format(marker)).expect(0, "nothing to do")
    apply(text.format(marker), "verify").expect(0)


@pytest.mark.parametrize(
    "text, place",
    [
        ("select 1;\n-- noetl-schema: comit\nselect 2;\n", "2:1"),
        ("select 1;\n  --noetl-schema :  commit now\nselect 2;\n", "2:3"),
        ("select 1;\n-- NOETL-schema: COMMIT\nselect 2;\n", "2:1"),
        ("select 1; -- noetl-schema: commit\nselect 2;\n", "1:11"),
        ("select 1\n-- noetl-schema: commit\n;\n", "2:1"),
        ("select f(\n-- noetl-schema: outside\n1);\n", "2:1"),
        ("select 1;\n-- noetl-schema: outside\n", "2:1"),
        ("-- noetl-schema: outside\nbegin;\nselect 1;\n", "1:1"),
        ("create table t (n int);\n-- noetl-schema: outside\ncopy t from stdin;\n1\n\\.\n", "2:1"),
        ("-- noetl-schema:\nselect 1;\n", "1:1"),
    ],
)
def test_marker__that_is_a_slip_is_refused_with_its_line(apply, ready, text, place):
    apply(text).expect(3, rf"file\.sql:{place}\b", "noetl-schema")
    assert tables(ready.connect(), "noetl") == []


@pytest.mark.parametrize(
    "text",
    [
        "-- noetl-schema applies this\ncreate table t (n int);\n",
        "/* -- noetl-schema: commit\n-- noetl-schema: comit */ create table t (n int);\n",
        "create table t (n text default $$\n-- noetl-schema: comit\n$$);\n",
        "create table t (n text default '\n-- noetl-schema: comit\n');\n",
        "create table t (n text);\ncopy t from stdin;\n-- noetl-schema: comit\n\\.\n",
        "\ufeff-- noetl-schema: commit\r\n\r\ncreate table t (n int);\r\n-- noetl-schema: commit",
        "-- noetl-schema: commit\n-- noetl-schema: commit\n;;create table t (n int);\n",
    ],
)
def test_marker__is_only_what_looks_like_one(apply, ready, text):
    apply(text).expect(0)
    assert tables(ready.connect(), "noetl") == ["t"]


def test_marker__what_failed_goes_on_where_it_stopped(apply, ready):
    """The pieces before stay, the one that failed does not; settings end with their piece."""
    text = (
        f"create table a (n int);\nset search_path = pg_catalog;\n{COMMIT}"
        f"create table b (n int);\n{COMMIT}create table c (n int);\nselect * from public.later;\n"
    )
    apply(text).expect(5, r"file\.sql:7:15", "42P01")
    assert tables(ready.connect(), "noetl") == ["a", "b"]
    with ready.connect_as_owner() as session:
        session.execute("create table public.later (n int)")
    apply(text).expect(0, "going on after step 2")
    assert tables(ready.connect(), "noetl") == ["a", "b", "c"]


def test_marker__what_no_shadow_can_build_goes_on_where_it_stopped(apply, ready):
    """The value that the third piece uses was committed by the run that failed."""
    text = ENUM.format(COMMIT) + f"{COMMIT}select * from public.later;\n"
    apply(text).expect(5, "42P01")
    with ready.connect_as_owner() as session:
        session.execute("create table public.later (n int)")
    apply(text).expect(0, "going on after step 2")
    apply(text).expect(0, "nothing to do")


def test_marker__a_statement_outside_waits_no_longer_for_a_lock(apply, ready):
    apply("create table a (n int);\n").expect(0)
    holder = ready.connect()
    holder.execute("begin; lock table noetl.a in access share mode")
    block = "do $$ begin alter table a add column m int; commit; end $$;\n"
    text = f"create table if not exists a (n int);\n{OUTSIDE}{block}"
    apply(text, NOETL_LOCK_TIMEOUT="200ms", NOETL_CHANGE_TIMEOUT="0").expect(13, "55P03")


def test_marker__behind_a_pooler_is_refused(bare_program, ready, new_pgbouncer, tmp_path):
    bouncer = new_pgbouncer("transaction")
    program = bare_program.with_settings(
        ready.settings(POSTGRES_HOST=bouncer.host, POSTGRES_PORT=bouncer.port)
    )
    path = tmp_path / "file.sql"
    path.write_text(f"create table a (n int);\n{COMMIT}create table b (n int);\n")
    program.run("apply", "--file", path).expect(3, "pooler", "own address")
    assert tables(ready.connect(), "noetl") == []


def test_marker__in_an_included_file_is_the_scripts(apply, ready, tmp_path):
    (tmp_path / "first.sql").write_text(f"{COMMIT}create table b (n int);\n{OUTSIDE}")
    text = "create table a (n int);\n\\ir first.sql\n" + ENUM.split("\n", 2)[2].format(COMMIT)
    types = "create type mood as enum ('sad');\ncreate table person (mood mood);\n"
    apply(types + text).expect(0)
    assert tables(ready.connect(), "noetl") == ["a", "b", "person"]
    steps = "select statement from noetl_ledger.journal where state = 'done' order by step"
    begun = [text.split()[0] for (text,) in ready.execute(steps)]
    assert begun == ["create", "create", "alter", "insert"]


def test_marker__that_puts_a_definition_outside_is_in_the_shadow_too(apply, ready):
    """No statement behind it needs the value, so that a shadow can be built."""
    types = "create type mood as enum ('sad');\ncreate table person (mood mood);\n"
    apply(types + f"{OUTSIDE}alter type mood add value if not exists 'glad';\n").expect(0, "created")
    assert ready.value("select 'glad'::noetl.mood") == "glad"


def test_marker__a_label_that_no_shadow_can_use_is_had_where_the_type_is_made(apply, ready):
    labels = "create table if not exists t (n int);\n{make}-- noetl-schema: commit\n" \
        "alter type e add value if not exists 'b';\n-- noetl-schema: commit\nalter table t add column if not exists m e default 'b';\n"
    make = "do $$ begin create type e as enum ({list}); exception when duplicate_object then null; end $$;\n"
    text = labels.format(make=make.format(list="'a'"))
    apply(text).expect(0)
    more = "create table if not exists more (n int);\n"
    result = apply(text + more)
    if result.exit_code != 0:  # from PostgreSQL 17 on the label may be used where the type is new
        result.expect(4, "into CREATE TYPE as well")
    apply(labels.format(make=make.format(list="'a', 'b'")) + more).expect(0)
    assert ready.value("select to_regclass('noetl.more') is not null")
