"""Whoever answers may be no PostgreSQL: the memory that he must not see, the time that he must not take."""

import itertools
import struct
import time

import pytest

from support import lying_server
from support.lying_server import FalseServer, TamperingProxy
from support.tampering import NULL, framed, read_row, write_row

pytestmark = pytest.mark.one_major

ALLOWED = {0, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13}
DOES_NOT = "which PostgreSQL never does"
BUDGET_S = 1
# What a login, the end of a session and a busy machine take besides.
SLACK_S = 6
TRUST = ["host all all all trust", "local all all trust"]

LIES = [NULL, b"{", b"99999999999999999999"]

COPY_SCRIPT = """
create table note (id bigint primary key, text text);
copy note (id, text) from stdin;
1\tthe script's own data
\\.
insert into note values (2, 'two');
"""


@pytest.fixture
def behind(new_server, new_environment, program):
    """Runs the program on a real server through a function that changes the answers."""
    server = new_server(hba=TRUST).start()
    environment = new_environment(on=server)
    environment.create_owner_and_database()

    def run(tamper, *arguments, by=program.run, **settings):
        with TamperingProxy(server, lambda number: tamper) as proxy:
            run.sent = proxy.sent
            return by(
                *arguments,
                settings={
                    **environment.settings(POSTGRES_PORT=proxy.port),
                    "NOETL_AUTH": "none",
                    "NOETL_WAIT_TIMEOUT": f"{BUDGET_S}s",
                    "NOETL_CHANGE_TIMEOUT": "1s",
                    **settings,
                },
            )

    run.environment = environment
    return run


def settings_for(server, **settings):
    """What lets the program log in to a server that proves nothing."""
    return {
        "POSTGRES_HOST": server.host,
        "POSTGRES_PORT": server.port,
        "NOETL_PASSWORD": "secret",
        "NOETL_AUTH": "none",
        "PGSSLMODE": "disable",
        **settings,
    }


@pytest.fixture
def answered(bare_program):
    """Runs the program on a server that makes its answers up."""

    def run(answer, *arguments, parameters=None, **settings):
        with FalseServer(answer, parameters) as server:
            bounded = {"NOETL_WAIT_TIMEOUT": f"{BUDGET_S}s", "NOETL_CHANGE_TIMEOUT": "1s"}
            return bare_program.run(*arguments, settings=settings_for(server, **bounded | settings))

    return run


def honest(name, body):
    return [(name, body)]


# Answers counted against statements


@pytest.mark.parametrize("count", [1, 7, 1000])
def test_copy_after_more_answers_than_statements_gets_no_memory(behind, tmp_path, count):
    """The data of COPY is chosen by counting answers, which the server sends."""
    script = tmp_path / "script.sql"
    script.write_text(COPY_SCRIPT)
    for place in range(10):
        seen = itertools.count()

        def tamper(name, body, place=place, seen=seen):
            if name != "C" or next(seen) != place:
                return [(name, body)]
            return [(name, body)] * count + [("G", struct.pack("!bhh", 0, 1, 0))]

        # A session that is cut off while it waits is not the last: then the run may succeed.
        result = behind(tamper, "apply", "--file", script)
        assert result.exit_code in ALLOWED, result
        for data in behind.sent("d"):
            assert data in COPY_SCRIPT.encode(), result


@pytest.mark.parametrize("extra", [("C", b"SELECT 1\0"), ("I", b""), ("C", b"COMMIT\0")], ids=str)
def test_more_answers_than_statements_end_the_session_with_one_error(behind, extra):
    result = behind(
        lambda name, body: [extra, (name, body)] if name == "Z" else [(name, body)], "status"
    )
    result.expect(13, "more statements than it was sent", DOES_NOT)
    assert result.stderr.count(" error ") == 1, result


def test_fewer_answers_than_statements_are_not_taken_for_success(behind):
    result = behind(lambda name, body: [] if name == "C" else [(name, body)], "apply", "noetl")
    result.expect(13, DOES_NOT)


def test_errors_without_end_are_one_error(behind):
    """The second error is already one more than a server gives."""
    error = ("E", b"SERROR\0VERROR\0C42P01\0Mthis one\0\0")
    result = behind(lambda name, body: [error] * 50 if name == "C" else [(name, body)], "status")
    result.expect(5, "this one")


@pytest.mark.parametrize("kind", ["H", "W"])
def test_copy_that_nobody_began_ends_the_session(behind, kind):
    copy = (kind, struct.pack("!bh", 0, 0))
    result = behind(lambda name, body: [copy] if name == "C" else [(name, body)], "status")
    assert result.exit_code in (10, 13), result


# Values held against their form


def test_fingerprint_of_more_elements_than_commas_is_no_array(behind):
    """The reader counted commas, and split at braces too."""
    many = b"{AAAAAAAA}" * 20000

    def tamper(name, body):
        if name != "D":
            return [(name, body)]
        return [(name, write_row([many if v is not NULL and v[:1] == b"{" else v for v in read_row(body)]))]

    behind(honest, "apply").expect(0)
    result = behind(tamper, "status")
    result.expect(13, r'"\{AAAAAAAA\}\{AAA.* in place of an array', DOES_NOT)


@pytest.mark.parametrize(
    "arguments",
    [
        ("apply", "noetl", "catalog", "--ensure-role"),
        ("verify", "noetl"),
        ("status", "noetl", "catalog"),
        ("partitions",),
        ("export", "execution-logs", "--id", 1, "--output-file", "-"),
    ],
    ids=lambda arguments: "_".join(map(str, arguments)).replace("--", ""),
)
def test_rows_of_lies_end_in_an_exit_status_of_the_table(behind, arguments):
    """Every value of one row, row after row, by every command."""
    behind(honest, "apply", "noetl", "catalog", "--ensure-role").expect(0)
    for lie, place in itertools.product(LIES, range(8)):
        rows = itertools.count()

        def tamper(name, body, lie=lie, place=place, rows=rows):
            if name != "D" or next(rows) != place:
                return [(name, body)]
            return [(name, write_row([lie] * len(read_row(body))))]

        result = behind(tamper, *arguments, NOETL_WAIT_TIMEOUT="0", NOETL_CHANGE_TIMEOUT="0")
        assert result.exit_code in ALLOWED, result


def test_columns_of_other_names_are_a_failure_with_words(behind):
    def tamper(name, body):
        return [(name, body.replace(b"ledger_exists", b"ledger_exits"))]

    behind(tamper, "status").expect(
        13, 'cannot read the ledger: the server answered without column "ledger_exists"', DOES_NOT
    )


def without_the_row(name, body):
    """Changes nothing but the answer to the query for the schema lock."""
    if name == "T":
        without_the_row.is_asked = b"acquired\0" in body
    return [] if name == "D" and without_the_row.is_asked else [(name, body)]


def without_the_column(name, body):
    return [(name, body.replace(b"acquired\0", b"required\0"))]


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (without_the_row, "cannot take the schema lock: the server answered 0 rows in place of one"),
        (without_the_column, 'the server answered without column "acquired"'),
    ],
    ids=["row", "column"],
)
def test_row_that_is_missing_reaches_log_event_and_last_words(behind, report, api, tamper, words):
    """A query that counts on one row ends like any other failure, not in the middle of the run."""
    result, last_words = behind(tamper, "apply", "noetl", by=report)
    result.expect(13, words, DOES_NOT)
    assert result.stderr.count(" error ") == 1, result
    assert words in api.bodies("/events")[-1]["note"]
    assert words in last_words


def test_absurd_versions_of_a_server_do_no_harm(answered):
    for version in ("999999999.9", "-3.1", "0", "words", "", "99999999999999999999"):
        result = answered(
            silent, "status", parameters={"server_version": version}, NOETL_WAIT_TIMEOUT="100ms"
        )
        assert result.exit_code in ALLOWED, result


def test_absurd_places_of_errors_do_no_harm(behind, tmp_path):
    script = tmp_path / "script.sql"
    script.write_text("create table a (id int);\ncreate table b (id int);\n")
    for place in ("0", "-1", "4294967295", "18446744073709551616", "99999", "x"):
        fields = f"SERROR\0VERROR\0C42601\0Mhere\0P{place}\0p{place}\0qselect\0L{place}\0\0"

        def tamper(name, body, error=("E", fields.encode())):
            is_table = name == "C" and body.startswith(b"CREATE TABLE")
            return [error] if is_table else [(name, body)]

        behind(tamper, "apply", "--file", script).expect(5, "here")


# Time


def silent(connection, name, body):
    return b""


def talk_on(connection, data, pause_s):
    """Until the client goes away."""
    while True:
        connection.send(data)
        time.sleep(pause_s)


def notices(connection, name, body):
    talk_on(connection, lying_server.notice("still at it") * 10, 0.01)


def parameters_changing(connection, name, body):
    talk_on(connection, framed("S", b"application_name\0x\0") * 10, 0.01)


def notifications(connection, name, body):
    talk_on(connection, framed("A", struct.pack("!i", 1) + b"channel\0payload\0") * 10, 0.01)


def trickle(connection, name, body):
    """A row that comes byte by byte."""
    connection.send(framed("T", struct.pack("!H", 0)) + b"D" + struct.pack("!i", 100000))
    talk_on(connection, b"x", 0.05)


def promise_of_a_gigabyte(connection, name, body):
    connection.send(b"D" + struct.pack("!i", 0x3FFFFFFF))
    talk_on(connection, b"x", 0.05)


TALES = [silent, notices, parameters_changing, notifications, trickle, promise_of_a_gigabyte]


@pytest.mark.parametrize(
    "answer, command",
    [(tale, "status") for tale in TALES] + [(silent, each) for each in ("wait", "apply", "init")],
)
def test_server_that_lets_in_and_never_answers_gets_the_budget_and_no_more(
    answered, answer, command
):
    result = answered(answer, command, "noetl")
    result.expect(10, r"no answer from .* within \d+\.\d s")
    assert result.seconds < BUDGET_S + SLACK_S, result


def test_login_that_trickles_gets_the_budget_and_no_more(bare_program):
    class Trickling(FalseServer):
        def _let_in(self, client):
            talk_on(_Sender(client), b"N", 0.05)

    class _Sender:
        def __init__(self, client):
            self.send = client.sendall

    with Trickling(silent) as server:
        result = bare_program.run(
            "status", settings=settings_for(server, NOETL_WAIT_TIMEOUT=f"{BUDGET_S}s")
        )
    assert result.exit_code == 10, result
    assert result.seconds < BUDGET_S + SLACK_S, result


def test_flood_of_rows_does_not_fill_the_memory(answered):
    row = framed("D", struct.pack("!Hi", 1, 1_000_000) + b"A" * 1_000_000)
    columns = framed("T", struct.pack("!H", 1) + b"x\0" + struct.pack("!ihihih", 0, 0, 25, -1, -1, 0))

    def flood(connection, name, body):
        connection.send(columns)
        talk_on(connection, row, 0)

    answered(flood, "status", NOETL_WAIT_TIMEOUT="60s").expect(13, "more than 256 MiB", DOES_NOT)


def test_flood_of_warnings_is_not_copied_into_the_log(answered):
    result = answered(notices, "status", NOETL_LOG_LEVEL="debug")
    assert result.exit_code == 10, result
    assert result.stderr.count("still at it") < 200 * 3, result
    assert "no more are shown" in result.stderr, result


def test_stop_signal_is_felt_while_a_server_chatters(bare_program):
    with FalseServer(notices) as server:
        running = bare_program.start(
            "status", settings=settings_for(server, NOETL_LOG_LEVEL="debug")
        )
        running.wait_for_line("still at it")
        sent = time.monotonic()
        result = running.terminate().wait()
        assert time.monotonic() - sent < 1.5, result
    assert result.exit_code == 12, result
