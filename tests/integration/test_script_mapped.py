"""A large file is read where it is: what is wrong in it is told like that of a small one."""

import pytest

from support.polling import until

WAITING = "select 1 from pg_locks where locktype = 'advisory' and not granted"
# From 1 MiB on a file is mapped.
ROWS = "copy a from stdin;\n" + "12345678\n" * 150_000 + "\\.\n"


@pytest.fixture
def apply(program, ready, tmp_path):
    def work(text):
        path = tmp_path / "large.sql"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return program.run("apply", "--file", path)

    return work


@pytest.mark.one_major
@pytest.mark.parametrize("end_bytes", [0, 1, 4095])
def test_mapped__is_read_to_its_end(apply, ready, end_bytes):
    """Where a file ends with a page, nothing of it stands behind."""
    text = "create table a (n int);\n" + ROWS + "select 1"
    text += " " * (-len(text) % 4096 + end_bytes)
    apply(text).expect(0)
    assert ready.value("select count(*) from noetl.a") == 150_000


@pytest.mark.one_major
@pytest.mark.parametrize(
    "end, code, place",
    [
        (b"select nonsense;", 5, ":150004:8"),
        (b"select '\xff';", 3, ":150004:9"),
        (b"select 'open", 3, ":150004:1"),
        (b"select 1;\0", 3, "is NUL"),
    ],
)
def test_mapped__says_where_it_is_wrong(apply, ready, end, code, place):
    text = b"create table a (n int);\n" + ROWS.encode() + end
    apply(text).expect(code, r"large\.sql.*" + place)


@pytest.mark.one_major
def test_mapped__that_includes_another_is_one_script(program, ready, tmp_path):
    (tmp_path / "part.sql").write_text("create table b (n int);\n", encoding="utf-8")
    path = tmp_path / "large.sql"
    path.write_text("create table a (n int);\n" + ROWS + "\\ir part.sql\ncomment on table b is 'x';\n")
    program.run("apply", "--file", path).expect(0)
    assert ready.value("select obj_description('noetl.b'::regclass)") == "x"


@pytest.mark.one_major
def test_mapped__that_is_written_to_is_not_committed(program, ready, tmp_path):
    path = tmp_path / "large.sql"
    path.write_text("create table a (n int);\n" + ROWS + "select pg_advisory_xact_lock(4711);\n")
    watcher = ready.connect()
    watcher.execute("select pg_advisory_lock(4711)")
    running = program.start("apply", "--file", path)
    until(lambda: watcher.execute(WAITING).fetchone())
    with path.open("a", encoding="utf-8") as file:
        file.write("-- more\n")
    watcher.execute("select pg_advisory_unlock(4711)")
    running.wait(60).expect(3, "was written to while it was run")
    assert ready.value("select to_regclass('noetl.a')") is None

