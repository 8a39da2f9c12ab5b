"""Data of a file go in once: not in repetitions, not in shadows, not again into what was there."""

import pytest

from support.state import tables

ROWS = "".join(f"{number}\trow\n" for number in range(1000))
COPY = f"copy noetl.a (n, t) from stdin;\n{ROWS}\\.\n"


@pytest.fixture
def apply(program, write):
    def work(text, *arguments):
        return program.run("apply", "--file", write(text), *arguments)

    return work


def count(ready, table="noetl.a"):
    return ready.value(f"select count(*) from {table}")


def test_data__are_sent_once_on_creation_and_to_no_shadow(apply, ready):
    text = "create table if not exists a (n int, t text);\n" + COPY
    mark = ready.server.log_mark()
    apply(text).expect(0)
    assert ready.server.log_text(mark).count("copy noetl.a") == 1
    assert count(ready) == 1000
    mark = ready.server.log_mark()
    apply(text + "create table if not exists b (n int);\n").expect(0, "proved")
    assert "copy noetl.a" not in ready.server.log_text(mark)
    assert count(ready) == 1000


@pytest.mark.parametrize(
    "statement",
    [
        "insert into a values (1);",
        "INSERT INTO noetl.a VALUES (1);",
        'insert into "noetl"."a" (n) select 1;',
        "copy a (n) from stdin;\n1\n\\.\n",
        "set search_path to noetl, public;\ninsert into a values (1);",
    ],
)
def test_data__are_not_added_again_to_what_was_there(apply, ready, statement):
    text = f"create table if not exists a (n int, t text);\n{statement}\n"
    apply(text).expect(0)
    apply(text + "comment on table noetl.a is 'changed';\n").expect(
        0, r"warning .*passed over.*noetl\.a \(.*own\.sql:\d\)"
    )
    assert count(ready) == 1


def test_data__that_ask_for_themselves_run_each_time(apply, ready):
    text = (
        "create table if not exists a (n int primary key);\n"
        "insert into a values (1) on conflict do nothing;\n"
        "insert into a select 2 where not exists (select from a where n = 2);\n"
    )
    apply(text).expect(0)
    ready.connect().execute("delete from noetl.a")
    result = apply(text + "comment on table a is 'changed';\n").expect(0)
    assert "passed over" not in result.output
    assert count(ready) == 2


def test_data__go_into_what_the_file_empties_or_makes_anew(apply, ready):
    text = (
        "drop table if exists a;\ncreate table a (n int);\ninsert into a values (1);\n"
        "create table if not exists b (n int);\ndelete from b where n = 1;\n"
        "insert into b values (1);\n"
    )
    apply(text).expect(0)
    apply(text + "comment on table a is 'changed';\n", "--destructive", "allow").expect(0)
    assert (count(ready), count(ready, "noetl.b")) == (1, 1)


def test_data__of_a_dump_leave_counters_alone_that_have_gone_on(apply, ready):
    text = (
        "create table if not exists a (n serial);\ncopy a from stdin;\n1\n2\n\\.\n"
        "select pg_catalog.setval('noetl.a_n_seq', 2, true);\n"
    )
    apply(text).expect(0)
    ready.connect().execute("select setval('noetl.a_n_seq', 100)")
    apply(text + "comment on table a is 'changed';\n").expect(0)
    assert ready.value("select last_value from noetl.a_n_seq") == 100


def test_data__stay_in_a_table_that_a_needed_repetition_makes_anew(apply, ready):
    text = (
        "drop table if exists kept;\ncreate table kept (n int);\ninsert into kept values (7);\n"
        "create table if not exists noetl.log (id bigint primary key);\n"
        "insert into noetl.log values (1);\n"
        "create or replace view noetl.log_view as select * from noetl.log;\n"
        "alter table noetl.log add column if not exists added text;\n"
    )
    apply(text).expect(0)
    assert (count(ready, "noetl.kept"), count(ready, "noetl.log")) == (1, 1)


def test_data__are_in_the_shadow_where_something_is_defined_by_them(apply, ready):
    text = (
        "create table if not exists tenant (name text primary key);\n"
        "insert into tenant values ('x'), ('y') on conflict do nothing;\n"
        "do $$ declare t text; begin for t in select name from noetl.tenant loop\n"
        "  execute format('create table if not exists noetl.of_%I (n int)', t);\n"
        "end loop; end $$;\n"
    )
    apply(text).expect(0)
    apply(text + "comment on table tenant is 'changed';\n").expect(0, "proved")
    assert tables(ready.connect(), "noetl") == ["of_x", "of_y", "tenant"]


def test_data__are_in_the_shadow_where_ddl_is_refused_without_them(apply, ready):
    text = (
        "create table if not exists a (n int);\n"
        "insert into a select 1 where not exists (select from a);\n"
        "create table if not exists b as select 1 / count(*) as n from a;\n"
    )
    apply(text).expect(0)
    apply(text + "comment on table a is 'changed';\n").expect(0, "proved")


def test_data__of_steps_run_once_too(apply, ready):
    text = (
        "create table if not exists a (n int);\n"
        "create index concurrently if not exists a_n on a (n);\n"
        "insert into a values (1);\n"
    )
    apply(text).expect(0)
    assert count(ready) == 1
    apply(text + "comment on table a is 'changed';\n").expect(0, "passed over")
    assert count(ready) == 1
