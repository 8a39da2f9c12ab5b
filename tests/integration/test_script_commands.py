"""Scripts of psql: what only shows is passed over, files are included, all else is one error."""

import pytest

from support.state import tables


@pytest.fixture
def write(tmp_path):
    def work(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return work


def test_commands__that_only_show_are_passed_over(program, ready, write):
    script = write(
        "a.sql",
        "\\set ON_ERROR_STOP on\n\\set QUIET 1\n\\set wanted 'a; b'\n\\unset wanted\n"
        f"\\timing on\n\\pset pager off\n\\x \\t \\a\n\\encoding UTF8\n\\connect {ready.database}\n"
        "\\echo 'making the tables; now'\nset search_path to noetl;\n"
        "create table if not exists a (n int[], s text default ':wanted');\n\\d a\n\\dt+\n\\l\n"
        "select n[1:2] from a\n\\g\n\\conninfo\n\\warn done\n\\q\n",
    )
    program.run("apply", "--file", script).expect(
        0, r"a\.sql: commands of psql are passed over: .*\\timing", r"\\conninfo"
    )
    assert tables(ready.connect(), "noetl") == ["a"]
    program.run("verify", "--file", script).expect(0)


@pytest.mark.one_major
def test_commands__what_stands_behind_the_end_is_told(program, ready, write):
    script = write("a.sql", "create table a (n int);\n\\q\ncreate table b (n int);\n")
    program.run("apply", "--file", script).expect(0, r"warning .*a\.sql:2: \\q ends the file")
    assert tables(ready.connect(), "noetl") == ["a"]


REFUSED = {
    "copy": ("\\copy a from 'a.csv'", "files", "COPY ... FROM stdin"),
    "shell": ("\\! touch x", "shell", "by hand"),
    "gexec": ("select 'create table b (n int)' \\gexec", "gexec", "EXECUTE"),
    "output": ("\\o out.txt", "files", "semicolon"),
    "output of a query": ("select 1 \\g out.txt", "write the result", "passed over"),
    "write": ("\\w out.txt", "files", "semicolon"),
    "gset": ("select 1 as x \\gset", "variable", "PL/pgSQL"),
    "prompt": ("\\prompt x", "asks", "PL/pgSQL"),
    "if": ("\\if true", "decides", "DO block"),
    "other database": ("\\connect postgres", "another database", "passed over"),
    "other role": ("\\c - postgres", "another role", "passed over"),
    "encoding": ("\\encoding LATIN1", "UTF-8", "iconv"),
    "variable": ("\\set n 5\ncreate table b (n int default :n);", ":n is a variable", "in its place"),
    "outside": ("\\i ../secret.sql", "outside of the folder", "relative"),
    "absolute": ("\\i /etc/passwd", "outside of the folder", "relative"),
    "link": ("\\ir link.sql", "outside of the folder", "relative"),
    "folder": ("\\ir .", "cannot include", "relative"),
    "absent": ("\\i absent.sql", "No such file", "relative"),
    "cycle": ("\\i cycle.sql", "includes itself", "relative"),
    "self": ("\\i script.sql", "script.sql includes itself", "relative"),
}


@pytest.mark.one_major
@pytest.mark.parametrize("text, words, hint", REFUSED.values(), ids=REFUSED)
def test_commands__others_are_one_error_with_its_place(program, ready, write, text, words, hint):
    write("secret.sql", "select 1;\n")
    write("ddl/cycle.sql", "\\i other.sql\n")
    write("ddl/other.sql", "\\i cycle.sql\n")
    script = write("ddl/script.sql", f"create table a (n int);\n{text}\n")
    (script.parent / "link.sql").symlink_to(script.parent.parent / "secret.sql")
    result = program.run("apply", "--file", script)
    result.expect(3, words, rf"hint: .*{hint}", r"(script|other)\.sql:[123]:\d+", r"\^")
    assert result.stderr.count("error") == 1, result
    assert tables(ready.connect(), "noetl") == []


def test_commands__files_are_included(program, ready, write):
    write("ddl/tables/all.sql", "\\ir a.sql\n\\ir 'b c.sql'\n")
    write("ddl/tables/a.sql", "create table if not exists a (n int)")
    write("ddl/tables/b c.sql", "create table if not exists b (n int);\n-- end")
    write("ddl/views.sql", "create or replace view v as select n from a;\n")
    script = write(
        "ddl/script.sql",
        "create schema if not exists noetl;\nset search_path = noetl;\n"
        "\\i tables/all.sql\n\\include_relative views.sql\n\\i views.sql\n",
    )
    program.run("apply", "--file", script).expect(0)
    assert tables(ready.connect(), "noetl") == ["a", "b"]
    program.run("apply", "--file", script).expect(0, "nothing to do")
    # What is included belongs to the promise: a change there is a change.
    write("ddl/tables/a.sql", "create table if not exists a (n int);\nalter table a add column if not exists m int;\n")
    program.run("verify", "--file", script).expect(0, "found other DDL")
    program.run("apply", "--file", script).expect(0)
    program.run("verify", "--file", script).expect(0)
    write("ddl/views.sql", "select 1;\n\nselect nonsense;\n")
    program.run("apply", "--file", script).expect(5, r"ddl/views\.sql:3:8", "nonsense")


@pytest.mark.one_major
def test_commands__a_mounted_folder_is_one_although_its_files_are_links(program, ready, write):
    """As kubelet mounts a ConfigMap."""
    write("ddl/..2024/a.sql", "\\i b.sql\n")
    folder = write("ddl/..2024/b.sql", "create table b (n int);\n").parent.parent
    (folder / "..data").symlink_to("..2024")
    for name in ("a.sql", "b.sql"):
        (folder / name).symlink_to(f"..data/{name}")
    program.run("apply", "--file", folder / "a.sql").expect(0)
    assert tables(ready.connect(), "noetl") == ["b"]


@pytest.mark.one_major
def test_commands__standard_input_includes_nothing(program, ready):
    program.run("apply", "--file", "-", stdin="\\i a.sql\n").expect(3, "can include no other file")


@pytest.mark.one_major
def test_commands__inclusion_is_bounded(program, ready, write):
    for number in range(20):
        write(f"d{number}.sql", f"\\i d{number + 1}.sql\n")
    script = write("d20.sql", "select 1;\n").parent / "d0.sql"
    program.run("apply", "--file", script).expect(3, "more than 16 files", r"d\d+\.sql:1:1")
