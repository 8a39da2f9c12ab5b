"""A large file is in no memory: neither its text, nor a list of its rows."""

import re
import pathlib

import pytest

MIB = 1 << 20


def peak_bytes(running, limit_s=300):
    """The most that the program had in memory, pages of files included, and its result."""
    peak_kib = 0
    while running.is_running:
        try:
            status = pathlib.Path(f"/proc/{running.pid}/status").read_text(encoding="ascii")
        except (FileNotFoundError, ProcessLookupError):
            break
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        peak_kib = max(peak_kib, int(found[1])) if found else peak_kib
    return peak_kib * 1024, running.wait(limit_s)


def write_rows(path, head, line, tail, size_bytes):
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        count = size_bytes // len(line.encode())
        for _ in range(count // 1000):
            file.write(line * 1000)
        file.write(tail)
    return count // 1000 * 1000


LINE = "insert into noetl.a (n, t) values (1, 'zwölf Boxkämpfer jagen Viktor quer über den Deich');\n"
FILES = {
    "copy": ("copy noetl.a (n, t) from stdin;\n", "1\t" + "x" * 97 + "\n", "\\.\n"),
    "inserts": ("", LINE, ""),
}


@pytest.mark.one_major
@pytest.mark.parametrize("head, line, tail", FILES.values(), ids=FILES)
def test_memory__does_not_grow_with_the_file(program, ready, tmp_path, head, line, tail):
    table = "create table noetl.a (n int, t text);\n"
    small, large = tmp_path / "small.sql", tmp_path / "large.sql"
    small.write_text("create table noetl.b (n int);\n", encoding="utf-8")
    count = write_rows(large, table + head, line, tail + "create index on noetl.a (n);\n", 40 * MIB)
    base, result = peak_bytes(program.start("apply", "--file", small))
    result.expect(0)
    peak, result = peak_bytes(program.start("apply", "--file", large))
    result.expect(0)
    assert ready.value("select count(*) from noetl.a") == count
    assert peak - base < 8 * MIB, f"{base / MIB:.1f} MiB without, {peak / MIB:.1f} MiB with"
