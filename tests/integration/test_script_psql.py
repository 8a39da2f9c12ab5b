"""Our cutting of scripts agrees with psql's, on all SQL of PostgreSQL's own regression tests."""

import fcntl
import os
import re
import shutil
import socket
import struct
import subprocess
import threading

import pytest

from support import postgres_programs
from support.program import ROOT

pytestmark = pytest.mark.one_major

TOOL = ROOT / "build/tests/tools/script_statements"
PSQL = postgres_programs.DEBIAN_BIN / "psql"

# Files whose statements cannot be compared, each with its reason.
LISTED = {
    "copyselect.sql": "COPY ... FROM stdin in the middle of one message, by psql's \\;",
    "psql.sql": "is about psql's own commands",
    "strings.sql": "switches standard_conforming_strings off, which is refused",
    "tsearch.sql": "\\copy brings its data in the script",
}

# The same text goes through both, with what only one of them takes put out of the way:
CHANGES = [
    # commands of psql, alone on their line or behind a query;
    (re.compile(r"^[ \t]*\\(?![.N])\w[^\n]*$", re.M), ""),
    (re.compile(r"\\(g|crosstabview|watch)\w*[^\n]*$", re.M), ";"),
    # statements that we refuse;
    (
        re.compile(
            r"(^|;)(\s*)(rollback|abort|savepoint|release|discard\s+all|close\s+all|prepare\s+transaction"
            r"|commit\s+prepared|set\s+standard_conforming_strings\s*(=|to)\s*off)\b",
            re.M | re.I,
        ),
        r"\1\2x\3",
    ),
    (re.compile(r"\bto\s+stdout\b", re.I), "to 'x'"),
    # variables that psql always has.
    (re.compile(r":(?=['\"]?[A-Z])"), "x"),
]


def is_copy_from_client(text):
    blank = r"(?:\s|--[^\n]*\n|/\*.*?\*/)*"
    pattern = rf"{blank}copy\b(?!{blank}\().*\bfrom\s+(stdin|stdout)\b"
    return re.match(pattern, text, re.I | re.S) is not None


class ListeningServer:
    """Speaks just enough of the protocol to take queries down; says yes to all of them."""

    def __init__(self):
        self.queries = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                self._talk(connection, connection.makefile("rb"))

    @staticmethod
    def _message(kind, payload=b""):
        return kind + struct.pack("!i", len(payload) + 4) + payload

    def _talk(self, connection, stream):
        length = struct.unpack("!i", stream.read(4))[0]
        stream.read(length - 4)
        hello = self._message(b"R", struct.pack("!i", 0))
        for name, value in (
            ("server_version", "15.0"),
            ("client_encoding", "UTF8"),
            ("standard_conforming_strings", "on"),
        ):
            hello += self._message(b"S", f"{name}\0{value}\0".encode())
        ready = self._message(b"Z", b"I")
        connection.sendall(hello + ready)
        done = self._message(b"C", b"OK\0") + ready
        while kind := stream.read(1):
            payload = stream.read(struct.unpack("!i", stream.read(4))[0] - 4)
            if kind == b"Q":
                text = payload[:-1].decode()
                self.queries.append(text)
                copies = is_copy_from_client(text)
                answer = self._message(b"G", b"\0\0\0") if copies else done
                connection.sendall(answer)
            elif kind in (b"c", b"f"):
                connection.sendall(done)
            elif kind == b"X":
                return

    def close(self):
        self._listener.close()


@pytest.fixture(scope="module")
def regression_sql():
    """The folder of .sql files, from Debian's source package, cached outside the tree."""
    home = postgres_programs.cache_directory() / "regression-sql"
    home.mkdir(parents=True, exist_ok=True)
    with open(home / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        target = home / "sql"
        if not target.exists():
            fetched = home / "fetched"
            fetch = ROOT / "tools/static/fetch"
            subprocess.run([fetch, "postgresql-15", fetched], check=True, cwd=ROOT)
            source = fetched / "postgresql-15/src/test/regress/sql"
            shutil.copytree(source, home / "copying")
            shutil.rmtree(fetched)
            os.rename(home / "copying", target)
    return target


@pytest.fixture(scope="module")
def listening_server():
    server = ListeningServer()
    yield server
    server.close()


def without_block_comment(text):
    """What is behind the comment that begins the text; comments nest."""
    depth = 0
    for match in re.finditer(r"/\*|\*/", text):
        depth += 1 if match.group() == "/*" else -1
        if depth == 0:
            return text[match.end() :]
    return ""


def core(text):
    """A statement without what does not matter: blanks and comments before it, its semicolon."""
    while True:
        text = text.lstrip()
        if text.startswith("--"):
            text = text.partition("\n")[2]
        elif text.startswith("/*"):
            text = without_block_comment(text)
        else:
            break
    # psql leaves out empty lines, and takes the backslash from \\;.
    text = re.sub(r"\n+", "\n", text.replace("\\;", ";"))
    return text.rstrip().removesuffix(";").rstrip()


def psql_statements(server, path):
    server.queries.clear()
    subprocess.run(
        [PSQL, "-X", "-q", "-e", "-f", path, f"host=127.0.0.1 port={server.port} sslmode=disable"],
        env={"PATH": "/usr/bin:/bin", "PGGSSENCMODE": "disable", "PGUSER": "x", "PGDATABASE": "x"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )
    return [text for text in map(core, server.queries) if text]


def our_statements(path):
    with open(path, "rb") as script:
        result = subprocess.run([TOOL], stdin=script, capture_output=True, check=False, timeout=60)
    assert result.returncode == 0, result.stderr.decode()
    statements, rest = [], result.stdout
    while rest:
        head, rest = rest.split(b"\n", 1)
        length = int(head.split()[1])
        statements.append(core(rest[:length].decode()))
        rest = rest[length + 1 :]
    return statements


def disagreement(server, path, prepared):
    text = path.read_bytes().decode()
    for pattern, replacement in CHANGES:
        text = pattern.sub(replacement, text)
    prepared.write_text(text)
    theirs, ours = psql_statements(server, prepared), our_statements(prepared)
    for number, (their, our) in enumerate(zip(theirs, ours)):
        if their != our:
            return f"statement {number}: psql {their[:200]!r}, we {our[:200]!r}"
    if len(theirs) != len(ours):
        longer = theirs if len(theirs) > len(ours) else ours
        return f"psql {len(theirs)}, we {len(ours)}: {longer[min(len(theirs), len(ours))][:200]!r}"
    return None


def test_cutting__agrees_with_psql_on_its_regression_tests(
    regression_sql, listening_server, tmp_path
):
    problems, count = {}, 0
    for path in sorted(regression_sql.glob("*.sql")):
        if path.name in LISTED:
            continue
        try:
            problem = disagreement(listening_server, path, tmp_path / path.name)
        except (AssertionError, UnicodeDecodeError) as error:
            problem = str(error)
        if problem:
            problems[path.name] = problem
        count += 1
    assert not problems, "\n".join(f"{name}: {problem}" for name, problem in problems.items())
    assert count > 200
