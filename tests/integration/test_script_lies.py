"""What a server says of a script is not believed: no answer reaches beyond what was asked."""

import struct

import pytest

from support.liar import HANG_UP, Liar, message
from support.state import tables

pytestmark = pytest.mark.one_major

MARK = b"the script of this test"
SCRIPT = (
    f"create table a (n int /* {MARK.decode()} */);\n"
    "copy a from stdin;\n1\n2\n\\.\n"
    "create table b (n int);\n"
)
DATA = b"1\n2\n"

DONE = message("C", b"CREATE TABLE\0")
COPY_IN = message("G", b"\0\0\0")
COPY_OUT = message("H", b"\0\0\0")
COPY_BOTH = message("W", b"\0\0\0")
READY = message("Z", b"T")
IDLE = message("Z", b"I")
EMPTY = message("I")
SUSPENDED = message("s")
ERROR = message("E", b"SERROR\0VERROR\0C42601\0Mno\0P4294967295\0\0")
ROW = message("T", struct.pack("!H", 1) + b"x\0" + struct.pack("!IHIhih", 0, 0, 25, -1, -1, 0))
VALUE = message("D", struct.pack("!Hi", 1, 3) + b"abc")

LIES = {
    "copy-in": COPY_IN,
    "copy-in-twice": COPY_IN * 2,
    "copy-in-after-a-few": DONE * 4 + COPY_IN,
    "copy-in-after-many": DONE * 5000 + COPY_IN,
    "copy-in-after-ready": DONE + READY + COPY_IN,
    "copy-in-after-empty-queries": EMPTY * 3000 + COPY_IN,
    "copy-out": COPY_OUT + VALUE,
    "copy-both": COPY_BOTH,
    "copy-out-after-many": DONE * 5000 + COPY_OUT,
    "answers-without-end": DONE * 5000,
    "rows-and-answers-without-end": (ROW + VALUE + DONE) * 2000,
    "ready-again-and-again": READY * 50 + DONE * 50 + READY,
    "ready-outside-of-the-transaction": IDLE * 3,
    "suspended": SUSPENDED * 5 + DONE * 50,
}
# Refused, the program says one thing more, the ROLLBACK.
REFUSALS = (ERROR + READY) * 50


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "lied_about.sql"
    path.write_text(SCRIPT)
    return path


class Deceit:
    """Passes everything through until a message of the client has the words; then it lies once.

    hangs_up: and closes the connection, for a script's own statement may take as long as it likes.
    """

    def __init__(self, words, lie, hangs_up):
        self.words, self.lie, self.hangs_up = words, lie, hangs_up
        self.is_lying = self.has_lied = False

    def asked(self, _, body):
        self.is_lying = self.is_lying or self.words in body
        return b"" if self.has_lied else None

    def answered(self, kind, _):
        if not self.is_lying:
            return None
        if self.has_lied:
            return HANG_UP if self.hangs_up else b""
        self.has_lied = True
        return self.lie


def run_lied_to(bare_program, environment, script, deceit):
    """The result, and the data of COPY that the program gave away."""
    with Liar(environment.server, deceit.asked, deceit.answered) as liar:
        settings = environment.settings(
            POSTGRES_HOST=liar.host, POSTGRES_PORT=liar.port, NOETL_CHANGE_TIMEOUT="0s", NOETL_WAIT_TIMEOUT="0s"
        )
        running = bare_program.with_settings(settings).start("apply", "--file", script)
        result = running.wait(20)
        return result, b"".join(liar.said_of("d"))


@pytest.mark.parametrize(
    "lie, hangs_up",
    [
        pytest.param(lie, hangs_up, id=name + ("-and-hang-up" if hangs_up else ""))
        for name, lie in LIES.items()
        for hangs_up in (False, True)
    ]
    + [pytest.param(REFUSALS, True, id="refusals-and-hang-up")],
)
def test_lies__of_a_script_end_the_connection(bare_program, ready, script, lie, hangs_up):
    result, given = run_lied_to(bare_program, ready, script, Deceit(MARK, lie, hangs_up))
    assert result.exit_code in (5, 13), result
    assert result.output.count(" error ") == 1, result
    assert given in (b"", DATA), "nothing but the data of the script's COPY"
    assert tables(ready.connect(), "noetl") == []
    for secret in ready.secrets():
        assert secret not in result.output


@pytest.mark.parametrize("lie", [*LIES.values(), REFUSALS], ids=[*LIES, "refusals"])
def test_lies__of_copy_get_its_own_data_at_most(bare_program, ready, script, lie):
    result, given = run_lied_to(
        bare_program, ready, script, Deceit(b"copy a from stdin", lie, hangs_up=True)
    )
    assert result.exit_code in (5, 13), result
    assert given in (b"", DATA), "nothing but the data of the script's COPY"
    assert tables(ready.connect(), "noetl") == []


@pytest.mark.parametrize("lie", [COPY_IN, COPY_OUT, COPY_BOTH], ids=["in", "out", "both"])
def test_lies__of_our_own_queries_too(bare_program, ready, script, lie):
    """What is asked before there is a script."""
    result, given = run_lied_to(
        bare_program, ready, script, Deceit(b"pg_catalog.set_config", lie, hangs_up=False)
    )
    assert result.exit_code not in (0, 70) and result.exit_code > 0, result
    assert given == b""


# Texts of the same length, so that the message stays whole.
PLACEHOLDER = "select 'transaction control goes here'"
SMUGGLED = [
    "commit",
    "commit and chain",
    "rollback",
    "rollback and chain",
    "end work",
    "abort",
    "prepare transaction 'x'",
    "savepoint noetl_schema",
]


class Smuggler:
    """Puts a statement in the place of the one that the program has sent."""

    def __init__(self, statement):
        self.statement = statement.ljust(len(PLACEHOLDER)).encode()

    def asked(self, kind, body):
        if kind not in "PQ" or PLACEHOLDER.encode() not in body:
            return None
        return message(kind, body.replace(PLACEHOLDER.encode(), self.statement))


@pytest.mark.parametrize("statement", SMUGGLED)
@pytest.mark.parametrize("has_copy", [False, True], ids=["plain", "with-copy"])
def test_transaction__that_is_ended_in_a_script_is_not_gone_on_outside_of(
    bare_program, ready, tmp_path, statement, has_copy
):
    script = tmp_path / "smuggled.sql"
    copy = "copy before from stdin;\n1\n\\.\n" if has_copy else ""
    script.write_text(
        f"create table before (n int);\n{PLACEHOLDER};\ncreate table behind (n int);\n{copy}"
        "create table last (n int);\n"
    )
    with Liar(ready.server, Smuggler(statement).asked) as liar:
        settings = ready.settings(POSTGRES_HOST=liar.host, POSTGRES_PORT=liar.port)
        result = bare_program.with_settings(settings).run("apply", "--file", script)
    result.expect(5)
    assert result.output.count(" error ") == 1, result
    session = ready.connect()
    left = tables(session, "noetl") if statement.startswith(("commit", "end")) else []
    assert set(tables(session, "noetl")) <= {"before"}, left
    if not statement.startswith("prepare"):  # which the server may refuse, as it is set
        result.expect(5, r"smuggled\.sql:2:1", "ended the transaction")
    runs = session.execute("select to_regclass('noetl_ledger.run')").fetchone()[0]
    recorded = session.execute("select count(*) from noetl_ledger.run").fetchone()[0] if runs else 0
    assert recorded == 0


def test_transaction__that_is_ended_beside_a_schema_that_is_there_is_told_as_that(
    bare_program, ready, tmp_path
):
    """A shadow is built under a savepoint, and a drift is known: neither hides the cause."""
    script = tmp_path / "smuggled.sql"
    text = f"create table if not exists t (n int);\n{PLACEHOLDER};\n"
    script.write_text(text)
    bare_program.with_settings(ready.settings()).run("apply", "--file", script).expect(0)
    ready.execute("drop table noetl.t")
    for added in ("", "create table if not exists u (n int);\n"):
        script.write_text(text + added)
        with Liar(ready.server, Smuggler("rollback").asked) as liar:
            settings = ready.settings(POSTGRES_HOST=liar.host, POSTGRES_PORT=liar.port)
            result = bare_program.with_settings(settings).run("apply", "--file", script)
        result.expect(5, r"smuggled\.sql:2:1", "ended the transaction")
        assert tables(ready.connect(), "noetl") == []
