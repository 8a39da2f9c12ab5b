"""A DBA's own DDL goes through the same gate: waited for, locked, proved, recorded."""

import os
import threading

import pytest

from support.state import tables

# Hard-codes its schema, has DO blocks, functions and partitions, as the public project's own.
OWN_DDL = """
create schema if not exists noetl;
do $do$
begin
  if not exists (select 1 from pg_type where typname = 'mood') then
    create type noetl.mood as enum ('good', 'bad; really');
  end if;
end
$do$;
create table if not exists noetl.measure (
  id bigint generated always as identity,
  at timestamptz not null default now(),
  note text default 'a ; in a literal',
  primary key (id, at)
) partition by range (at);
create table if not exists noetl.measure_2024 partition of noetl.measure
  for values from ('2024-01-01') to ('2025-01-01');
create table if not exists noetl.measure_default partition of noetl.measure default;
create or replace function noetl.touch() returns trigger language plpgsql as $$
begin
  new.note := coalesce(new.note, ''); -- ; in a comment
  return new;
end;
$$;
drop trigger if exists touch on noetl.measure_2024;
create trigger touch before insert on noetl.measure_2024
  for each row execute function noetl.touch();
create or replace view noetl.latest as select * from noetl.measure where at > '2024-06-01';
insert into noetl.measure (at, note) select '2024-02-02', 'seed'
  where not exists (select 1 from noetl.measure);
"""

# The view is short on the first run: it is made before the column is added.
NEEDS_TWO_RUNS = """
create table if not exists noetl.log (id bigint primary key);
create or replace view noetl.log_view as select * from noetl.log;
alter table noetl.log add column if not exists added text;
"""


def test_file__is_applied_once_and_then_nothing(program, ready, write):
    script = write(OWN_DDL)
    program.run("apply", "--file", script).expect(0)
    assert tables(ready.connect(), "noetl") == ["measure", "measure_2024", "measure_default"]
    mark = ready.server.log_mark()
    program.run("apply", "--file", script).expect(0)
    assert "measure" not in ready.server.log_text(mark)
    program.run("verify", "--file", script).expect(0)


def test_file__from_standard_input(program, ready):
    program.run("apply", "--file", "-", stdin=OWN_DDL).expect(0)
    assert "measure" in tables(ready.connect(), "noetl")


def test_file__from_a_pipe(program, ready, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    threading.Thread(target=pipe.write_text, args=[OWN_DDL], daemon=True).start()
    program.run("apply", "--file", pipe).expect(0)
    assert "measure" in tables(ready.connect(), "noetl")


def test_file__may_be_several_in_order(program, ready, write):
    first = write("create table if not exists a (n int primary key);", "b_first.sql")
    second = write("create table if not exists b (n int references a);", "a_second.sql")
    program.run("apply", "--file", first, "--file", second).expect(0)
    assert tables(ready.connect(), "noetl") == ["a", "b"]


def test_file__is_repeated_to_its_fixed_point(program, ready, write):
    script = write(NEEDS_TWO_RUNS)
    program.run("apply", "--file", script).expect(0)
    columns = ready.execute(
        "select attname::text from pg_attribute"
        " where attrelid = 'noetl.log_view'::regclass and attnum > 0 order by attnum"
    )
    assert columns == [("id",), ("added",)]
    program.run("verify", "--file", script).expect(0)


def test_file__with_an_error_changes_nothing_and_says_where(program, ready, write):
    script = write("create table fine (n int);\n\nselect é, nonsense\n  from nowhere;\n", "bad.sql")
    result = program.run("apply", "--file", script)
    result.expect(5, r"bad\.sql:4:8", "42P01", r"\n *\^")
    assert tables(ready.connect(), "noetl") == []


def test_file__with_a_slip_of_syntax_says_where_also_beside_a_schema_that_is_there(
    program, ready, write
):
    """The server refuses such a message whole, and BEGIN and SAVEPOINT with it."""
    program.run("apply", "--file", write("create table if not exists a (n int);\n")).expect(0)
    script = write("create table b (n int);\ncreate tabel c (n int);\n", "slip.sql")
    result = program.run("apply", "--file", script)
    result.expect(5, r'syntax error at or near "tabel"', r"slip\.sql:2:8", "42601")
    assert "savepoint" not in result.stderr
    assert tables(ready.connect(), "noetl") == ["a"]


def test_file__changed_is_applied_again(program, ready, write):
    script = write("create table if not exists a (n int);\n")
    program.run("apply", "--file", script).expect(0)
    write("create table if not exists a (n int);\ncreate table if not exists b (n int);\n")
    program.run("apply", "--file", script).expect(0)
    assert tables(ready.connect(), "noetl") == ["a", "b"]


def test_file__with_concurrent_index_is_run_outside_the_transaction(program, ready, write):
    script = write(
        "create table if not exists a (n int);\n"
        "create index concurrently if not exists a_n on a (n);\n"
        "comment on table a is 'after';\n"
    )
    program.run("apply", "--file", script).expect(0)
    assert ready.value("select indisvalid from pg_index where indexrelid = 'noetl.a_n'::regclass")
    assert ready.value("select obj_description('noetl.a'::regclass)") == "after"
    program.run("apply", "--file", script).expect(0)


@pytest.mark.one_major
def test_file__without_a_statement_is_told(program, ready, write):
    """A file that came empty out of a mount looks like a success otherwise."""
    script = write("-- nothing yet\n", "empty.sql")
    program.run("apply", "--file", script).expect(0, r"warning .*empty\.sql holds no statement")


def test_file__unreadable_is_a_settings_error(program, ready, tmp_path):
    program.run("apply", "--file", tmp_path / "absent.sql").expect(3, r"absent\.sql")
    program.run("apply", "--file", tmp_path).expect(3, "holds no script", r"hint: .*\*\.sql")


def test_file__with_copy_data_as_pg_dump_writes_it(program, ready, write):
    script = write(
        "\\restrict abc\n"
        "create table if not exists c (n int, t text);\n"
        "copy c (n, t) from stdin;\n1\tone; not the end\n2\t\\N\n\\.\n"
        "\\unrestrict abc\n"
    )
    program.run("apply", "--file", script).expect(0)
    rows = ready.execute("select n, t from noetl.c order by n")
    assert rows == [(1, "one; not the end"), (2, None)], "data is not copied twice"


def test_file__that_cannot_be_run_twice_is_applied_once(program, ready, write):
    """A dump says CREATE TABLE without IF NOT EXISTS."""
    script = write(
        "create table d (n int primary key);\n"
        "copy d (n) from stdin;\n1\n\\.\n"
        "alter table d add check (n > 0);\n"
    )
    program.run("apply", "--file", script).expect(0, "cannot be run twice")
    assert ready.execute("select n from noetl.d") == [(1,)]
    program.run("apply", "--file", script).expect(0, "nothing to do")
    program.run("verify", "--file", script).expect(0)


def test_file__that_never_comes_to_rest_is_refused_and_undone(program, ready, write):
    script = write(
        "create table if not exists e (n int);\n"
        "do $$ begin execute format('comment on table e is %L', clock_timestamp()); end $$;\n"
    )
    result = program.run("apply", "--file", script)
    result.expect(5, "still changes definitions in run 3", r"noetl\.e\b", "whenever they run")
    assert ready.value("select to_regclass('noetl.e') is null")


def test_file__with_a_long_statement_outside_is_journalled_by_whole_characters(
    program, ready, write
):
    """Cut in the middle of a character the journal's row would be no UTF-8, and refused."""
    script = write(
        "create table if not exists f (n int);\n"
        f"create index concurrently if not exists f_n on f (n) where n is not null /* x{'ä' * 90} */;\n"
        f"create index concurrently if not exists f_m on f (n) where n is not null /* {'ä' * 90} */;\n"
    )
    program.run("apply", "--file", script).expect(0)
    journalled = {
        statement
        for (statement,) in ready.execute("select statement from noetl_ledger.journal")
        if "concurrently" in statement
    }
    assert len(journalled) == 2
    text = script.read_text()
    assert all(statement in text and "ä" in statement for statement in journalled)
