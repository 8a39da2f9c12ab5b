"""Exit 0 is said of what was compared alone, and "proved" too."""

import pytest

from support.state import tables

DOCUMENT = """
create table if not exists doc (id int primary key, n int not null default 5);
"""
WITH_INDEX_OUTSIDE = (
    DOCUMENT + "create index concurrently if not exists doc_n on doc (n);\n"
)


def test_promise__of_a_changed_file_that_cannot_be_built_is_never_given(program, ready, write):
    """It alters what an earlier file made, and so says nothing of the whole."""
    program.run("apply", "--file", write(DOCUMENT)).expect(0)
    script = write("alter table doc add column if not exists more text;\n")
    result = program.run("apply", "--file", script)
    result.expect(4, "cannot be proved", "doc", r"own\.sql:1:", "hint: A script has to make all")
    assert "proved," not in result.output
    assert not ready.execute("select from pg_attribute where attname = 'more'")


@pytest.mark.parametrize("begin", [DOCUMENT, WITH_INDEX_OUTSIDE], ids=["inside", "outside"])
def test_promise__broken_before_a_changed_file_is_not_taken_over(program, ready, write, begin):
    script = write(begin)
    program.run("apply", "--file", script).expect(0)
    ready.execute("alter table noetl.doc drop column n")
    program.run("verify", "--file", script).expect(6)
    script = write(begin + "create table if not exists other (n int);\n")
    result = program.run("apply", "--file", script)
    assert result.exit_code in (0, 5, 6)
    assert program.run("verify", "--file", script).exit_code == (0 if result.exit_code == 0 else 6)


def test_promise__broken_before_a_file_that_only_alters_is_named(program, ready, write):
    script = write(DOCUMENT)
    program.run("apply", "--file", script).expect(0)
    ready.execute("alter table noetl.doc drop column n")
    script = write("alter table doc add column if not exists more text;\n")
    program.run("apply", "--file", script).expect(6, "were not there before", r"column noetl\.doc\.n")
    assert not ready.execute("select from pg_attribute where attname = 'more'")


def test_promise__of_steps_is_proved_at_their_end(program, ready, write):
    script = write(WITH_INDEX_OUTSIDE)
    program.run("apply", "--file", script).expect(0, "definitions proved")
    ready.execute("alter table noetl.doc alter column n drop default; drop index noetl.doc_n")
    result = program.run("apply", "--file", script)
    result.expect(6, r"column noetl\.doc\.n", "are committed", "create index concurrently")
    program.run("verify", "--file", script).expect(6)
    ready.execute("alter table noetl.doc alter column n set default 5")
    program.run("apply", "--file", script).expect(0, "definitions proved")
    program.run("verify", "--file", script).expect(0)


def test_promise__of_steps_that_an_earlier_run_did_is_mended_by_running_them_again(
    program, ready, write
):
    script = write(WITH_INDEX_OUTSIDE)
    program.run("apply", "--file", script).expect(0)
    ready.execute("alter table noetl.doc alter column n drop default")
    program.run("apply", "--file", script).expect(6)
    ready.execute(
        "alter table noetl.doc alter column n set default 5; drop index noetl.doc_n"
    )
    program.run("apply", "--file", script).expect(0)
    assert ready.value("select to_regclass('noetl.doc_n') is not null")


def test_promise__of_changed_steps_is_what_a_shadow_shows(program, ready, write):
    """The index is there, but another than the file builds: IF NOT EXISTS passes it over."""
    program.run("apply", "--file", write(DOCUMENT)).expect(0)
    ready.execute("create index doc_n on noetl.doc (id)")
    result = program.run("apply", "--file", write(WITH_INDEX_OUTSIDE))
    result.expect(6, r"changed: index noetl\.doc_n")


def test_promise__of_changed_steps_leaves_out_what_defines_nothing(program, ready, write):
    program.run("apply", "--file", write(DOCUMENT)).expect(0)
    script = write(WITH_INDEX_OUTSIDE + "vacuum doc;\nreindex table concurrently doc;\n")
    program.run("apply", "--file", script).expect(0, "definitions proved")
    assert tables(ready.connect(), "noetl") == ["doc"]


def test_promise__is_not_given_of_an_index_whose_build_failed(program, ready, write):
    ready.execute("create schema other authorization current_user")
    ready.execute(f'alter schema other owner to "{ready.owner}"')
    script = write(
        "create table if not exists other.u (n int);\n"
        "insert into other.u select 1 from generate_series(1, 2) where not exists (select from other.u);\n"
        "create table if not exists here (n int);\n"
        "create unique index concurrently if not exists u_n on other.u (n);\n"
    )
    program.run("apply", "--file", script).expect(5)
    program.run("apply", "--file", script).expect(5)
    ready.execute("delete from other.u where ctid = '(0,1)'")
    program.run("apply", "--file", script).expect(0)
    assert ready.value("select indisvalid from pg_index where indexrelid = 'other.u_n'::regclass")


def test_promise__of_steps_elsewhere(program, ready, write):
    ready.execute(f'create schema other authorization "{ready.owner}"')
    script = write(
        "create table if not exists other.u (n int, m int);\n"
        "create index concurrently if not exists u_n on other.u (n);\n"
    )
    program.run("apply", "--file", script).expect(0, "definitions proved")
    ready.execute("drop index other.u_n")
    program.run("verify", "--file", script).expect(6, r"other\.u_n")
    program.run("apply", "--file", script).expect(0)
    program.run("verify", "--file", script).expect(0)
    ready.execute("alter table other.u drop column m")
    program.run("apply", "--file", script).expect(6, r"other\.u\.m")
