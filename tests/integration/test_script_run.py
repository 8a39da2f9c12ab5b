"""Scripts of any shape: what is wrong is found in its place, what is right is run."""

import pytest

from support.state import tables


DEFAULTS = """
select pg_get_expr(adbin, adrelid) from pg_attrdef
where adrelid in (select oid from pg_class where relnamespace = 'noetl'::regnamespace)
"""


@pytest.fixture
def apply(program, ready, tmp_path):
    """Writes files and applies them; bytes stay as they are."""

    def work(*texts, **options):
        arguments = []
        for number, text in enumerate(texts, 1):
            path = tmp_path / f"part{number}.sql"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            arguments += ["--file", path]
        return program.run("apply", *arguments, **options)

    return work


@pytest.mark.parametrize(
    "text, code, sqlstate, place, line, caret",
    [
        ("select 1;\nselect 'ü', nonsense;", 5, "42703", "2:13", "select 'ü', nonsense;", 12),
        ("select 1;\r\n\tselect nonsense;\r\n", 5, "42703", "2:9", "\tselect nonsense;", None),
        ("select 1;\n\nselct 2;\nselect 3;", 5, "42601", "3:1", "selct 2;", 0),
        ("create table a (n int);\ncreate table a (n int);", 5, "42P07", "2:1", None, 0),
        ("do $$\nbegin\n  perform nonsense;\nend $$;", 5, "42703", "1:1", "do $$", 0),
        ("/* x */ select\n 1,\n 'é' || nonsense\n;", 5, "42703", "3:9", " 'é' || nonsense", 8),
        ("copy a from stdin;\n1\n\\.\n", 5, "42P01", "1:1", None, 0),
        ("create table a (n int);\ncopy a from stdin;\n1\nx\n\\.\n", 5, "22P02", "2:1", None, 0),
        ("select 1;\nrollback;", 3, None, "2:1", "rollback;", 0),
        ("select 1;\n\\connect x", 3, None, "2:1", "\\connect x", 0),
        ("select 1;\nselect 'open", 3, None, "2:1", "select 'open", 0),
        (b"select 1;\nselect '\xff';", 3, None, "2:9", None, None),
        (
            "select 1;\nset standard_conforming_strings = off;\nselect 'it\\'s';",
            *(3, None, "2:1", "set standard_conforming_strings = off;", 0),
        ),
        ("copy (select 1) to stdout;", 3, None, "1:1", "copy (select 1) to stdout;", 0),
    ],
)
def test_script__says_where_it_is_wrong(apply, ready, text, code, sqlstate, place, line, caret):
    result = apply("create table first (n int);\n", text).expect(code, rf"part2\.sql:{place}\b")
    if sqlstate is not None:
        result.expect(code, sqlstate)
    if line is not None:
        below = result.output.splitlines()
        shown = [index for index, each in enumerate(below) if each.endswith(line)]
        assert shown, result
        if caret is not None:
            start = below[shown[0]].index(line)
            assert below[shown[0] + 1][start:] == " " * caret + "^", result
    assert tables(ready.connect(), "noetl") == []


def test_script__names_the_line_inside_of_a_function(apply):
    apply(
        "create function f() returns int language plpgsql as $$\n"
        "begin\n  return (select n from nowhere);\nend $$;\nselect f();\n"
    ).expect(5, r"part1\.sql:5:1", "line 3 at RETURN", "select n from nowhere")


def test_script__that_is_no_text_is_refused(apply):
    apply(b"select 1;\n\0").expect(3, r"part1\.sql", "NUL")


def test_script__with_begin_and_commit_is_still_one_transaction(apply, ready):
    text = "begin;\ncreate table a (n int);\ncommit;\n"
    apply(text, "select nonsense;").expect(5, "part2")
    assert tables(ready.connect(), "noetl") == []
    apply("begin;\ncreate table if not exists a (n int);\ncommit;\n").expect(0, "(?i)begin|commit")
    assert tables(ready.connect(), "noetl") == ["a"]


def test_script__keeps_variables_of_psql_as_they_are(apply, ready):
    apply("create table if not exists a (t text default ':x');\nselect a.t::text[] from a;\n")
    default = ready.value(DEFAULTS)
    assert default == "':x'::text"


def test_script__does_what_no_transaction_can(apply, ready):
    text = (
        "create table if not exists a (n int);\n"
        "create index concurrently if not exists a_n on a (n);\n"
        "vacuum a;\n"
        "reindex table concurrently a;\n"
        "comment on table a is 'done';\n"
    )
    apply(text).expect(0)
    assert ready.value("select obj_description('noetl.a'::regclass)") == "done"
    assert ready.value("select indisvalid from pg_index where indexrelid = 'noetl.a_n'::regclass")


def test_script__that_is_wrong_outside_of_a_transaction_says_where(apply):
    text = "create table if not exists a (n int);\ncreate index concurrently a_x on a (ü);\n"
    apply(text).expect(5, r"part1\.sql:2:\d+", "42703", r"\^")


def test_script__may_change_role_and_settings_without_harm(apply, ready):
    """pg_dump empties search_path; what comes after, ours and the next file's, does not mind."""
    apply(
        "select pg_catalog.set_config('search_path', '', false);\nset check_function_bodies = off;\n"
        "create table if not exists noetl.a (n int);\nset datestyle = 'German';\n",
        "create table if not exists b (d date default '2024-02-01');\n",
    ).expect(0)
    assert tables(ready.connect(), "noetl") == ["a", "b"]
    default = ready.value(DEFAULTS)
    assert "2024-02-01" in default


def test_script__never_falls_into_another_schema(apply, ready):
    """PostgreSQL passes over a schema that the role may not use, and creates in the next."""
    ready.execute("create schema noetl")
    ready.execute("create extension pg_trgm schema public")
    ready.execute("grant create on schema public to public")
    apply("create table t (n int);\n").expect(4, "permission denied for schema noetl", "42501")
    assert ready.execute("select relname from pg_class where relname = 't'") == []


def test_script__of_a_megabyte_is_one_matter(apply, ready):
    rows = "".join(f"insert into a values ({n}, 'row {n}: {'x' * 80}');\n" for n in range(10000))
    text = "create table if not exists a (n int primary key, t text);\ntruncate a;\n" + rows
    apply(text, limit_s=100).expect(0)
    assert ready.value("select count(*) from noetl.a") == 10000


def test_script__brings_copy_data_of_megabytes(apply, ready):
    rows = "".join(f"{n}\t{'y' * 100}\n" for n in range(40000))
    text = (
        "create table if not exists a (n int, t text);\ntruncate a;\n"
        f"copy a from stdin;\n{rows}\\.\ncreate index if not exists a_n on a (n);\n"
    )
    apply(text, limit_s=100).expect(0)
    assert ready.value("select count(*) from noetl.a") == 40000


def test_script__on_a_terminal_counts_statements(program, ready, tmp_path):
    script = tmp_path / "many.sql"
    statements = "".join(f"create table if not exists t{n} (n int);\n" for n in range(20))
    script.write_text(statements)
    result = program.run_on_terminal("apply", "--file", script).expect(0)
    assert len(tables(ready.connect(), "noetl")) == 20
    result.expect(0, r"statement \d+ of 20")
    script.write_text(statements + "select\n  nonsense;\n")
    program.run_on_terminal("apply", "--file", script).expect(5, r"many\.sql:22:3")
