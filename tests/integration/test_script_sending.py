"""How a script travels: in pieces, in few turns, and no further when a stop signal comes."""

import signal
import time

import pytest

from support.other_sessions import advisory_locks, others_in
from support.polling import until
from support.program import Program
from support.proxy import FRONTEND
from support.state import tables

FIRST_APPLY_TURNS = 11
WINDOW_BYTES = 256 << 10


@pytest.fixture
def through(binary, ready):
    """Starts the program behind a proxy."""
    programs = []

    def start(proxy, *arguments, **options):
        settings = ready.settings(POSTGRES_HOST=proxy.host, POSTGRES_PORT=proxy.port)
        programs.append(Program(binary, settings))
        return programs[-1].start(*arguments, **options)

    yield start
    for program in programs:
        program.end_what_runs()


@pytest.fixture
def write(tmp_path):
    def write_script(text):
        path = tmp_path / "script.sql"
        path.write_text(text)
        return path

    return write_script


def inserts(count, length):
    rows = "".join(f"insert into a values ({n}, '{'x' * length}');\n" for n in range(count))
    return f"create table if not exists a (n int, t text);\n{rows}"


def test_sending__a_first_apply_takes_eleven_turns(through, ready, new_proxy):
    proxy = new_proxy()
    turns = proxy.turns_of(lambda: through(proxy, "apply", "noetl").wait().expect(0))
    names = [(m.direction[0], m.name) for m in proxy.messages]
    assert turns <= FIRST_APPLY_TURNS, names


@pytest.mark.one_major
def test_sending__the_same_goes_over_the_wire_on_a_terminal_and_in_a_job(
    ready, new_proxy, write, bare_program
):
    script = write(inserts(20, 10))
    proxy = new_proxy()
    settings = ready.settings(POSTGRES_HOST=proxy.host, POSTGRES_PORT=proxy.port)
    program = bare_program.with_settings(settings)

    def names(run):
        ready.execute("drop schema if exists noetl cascade; drop schema if exists noetl_ledger cascade")
        proxy.turns_of(lambda: run("apply", "--file", script).expect(0))
        return [message.name for message in proxy.messages if message.direction == FRONTEND]

    in_a_job = names(program.run)
    assert in_a_job == names(program.run_on_terminal)
    assert in_a_job.count("P") > 2 * 20, "a Parse for each statement, in both runs of the file"


@pytest.mark.one_major
@pytest.mark.parametrize("count, length", [(400, 8000), (8000, 20)])
def test_sending__a_large_script_goes_in_pieces(through, ready, new_proxy, write, count, length):
    """While the server has answered nothing, only a window of it is on its way."""
    proxy = new_proxy()
    script = write("select pg_advisory_xact_lock(4711);\n" + inserts(count, length))
    holder = ready.connect()
    holder.execute("select pg_advisory_lock(4711)")
    running = through(proxy, "apply", "--file", script)
    until(lambda: holder.execute("select 1 from pg_locks where not granted").fetchone())
    sent, settled = -1, 0
    while settled < 20:  # nothing more comes for a while
        now = sum(m.size_bytes for m in list(proxy.messages) if m.name in "PBDEH")
        settled = settled + 1 if now == sent else 0
        sent = now
        time.sleep(0.02)
    assert WINDOW_BYTES / 4 < sent < 2 * WINDOW_BYTES
    holder.execute("select pg_advisory_unlock(4711)")
    running.wait().expect(0)
    assert ready.value("select count(*) from noetl.a") == count


@pytest.mark.one_major
def test_sending__answers_of_any_size_are_drained(program, ready, write):
    """Neither side may wait for the other to read: big statements, and rows that nobody wants."""
    big = "x" * 300_000
    text = "".join(
        f"select '{big}' from generate_series(1, 20);\nselect /* {big} */ {n};\n" for n in range(20)
    )
    program.run("apply", "--file", write(text + "create table if not exists a (n int);")).expect(0)
    assert tables(ready.connect(), "noetl") == ["a"]


@pytest.mark.one_major
def test_sending__a_refusal_in_the_middle_of_a_large_script_ends_it(program, ready, write):
    text = inserts(5000, 400) + "insert into a values ('no number');\n" + inserts(5000, 400)
    result = program.run("apply", "--file", write(text))
    result.expect(5, r"script\.sql:5002:23", "22P02")
    assert tables(ready.connect(), "noetl") == []


@pytest.mark.one_major
def test_sending__copy_stands_between_pipelines(program, ready, write):
    script = write(
        "create table if not exists a (n int);\ntruncate a;\n"
        "copy a from stdin;\n1\n\\.\ncopy a from stdin;\n\\.\ninsert into a values (2);\n"
        "copy a from stdin;\n3\n4\n\\.\n"
    )
    program.run("apply", "--file", script).expect(0)
    assert ready.execute("select n from noetl.a order by n") == [(1,), (2,), (3,), (4,)]


def stop(running):
    running.send(signal.SIGTERM)
    sent = time.monotonic()
    result = running.wait(5).expect(12)
    assert time.monotonic() - sent < 1.2, result


SENT = {
    "statements": inserts(20000, 400),
    "one statement": f"create table a (t text);\ninsert into a values ('{'x' * (20 << 20)}');\n",
    "data": "create table a (t text);\ncopy a from stdin;\n" + ("x" * 999 + "\n") * 20000 + "\\.\n",
}


@pytest.mark.one_major
@pytest.mark.parametrize("text", SENT.values(), ids=SENT)
def test_sending__to_a_server_that_reads_no_more_is_stopped_by_a_signal(
    through, ready, new_proxy, write, text
):
    proxy = new_proxy()
    script = write(text)
    proxy.call_at(FRONTEND, 60, proxy.freeze)
    running = through(proxy, "apply", "--file", script)
    assert proxy.was_called.wait(20)
    stop(running)
    proxy.thaw()


def test_sending__is_stopped_by_a_signal_between_statements(through, ready, new_proxy, write):
    proxy = new_proxy()
    steps = "".join(f"select pg_sleep(0.005), {n};\n" for n in range(5000))
    running = through(proxy, "apply", "--file", write("create table a (n int);\n" + steps))
    watcher = ready.connect()
    until(lambda: watcher.execute("select 1 from pg_stat_activity where wait_event = 'PgSleep'").fetchone())
    stop(running)
    until(lambda: not others_in(watcher, ready.database), limit_s=2)
    assert advisory_locks(watcher, ready.database) == []
    assert tables(watcher, "noetl") == []


@pytest.mark.one_major
def test_sending__a_long_script_is_cut_no_further_than_the_signal(program, ready, write):
    running = program.start("apply", "--file", write("select 1;\n" * 1_000_000))
    until(lambda: running.listens_for_sigterm)
    stop(running)


@pytest.mark.one_major
@pytest.mark.parametrize("pool_mode", ["session", "transaction"])
def test_sending__through_pgbouncer(bare_program, ready, new_pgbouncer, write, pool_mode):
    bouncer = new_pgbouncer(pool_mode)
    settings = ready.settings(POSTGRES_HOST=bouncer.host, POSTGRES_PORT=bouncer.port)
    program = bare_program.with_settings(settings)
    text = inserts(3000, 400).replace("create table", "truncate a;\ncreate table").replace(
        "truncate a;\n", "", 1
    )
    copy = "copy a from stdin;\n" + "7\tcopied\n" * 20000 + "\\.\nselect count(*) from a;\n"
    program.run("apply", "--file", write(text + copy)).expect(0)
    assert ready.value("select count(*) from noetl.a") == 23000
    program.run("apply", "--file", write(text + copy)).expect(0, "nothing to do")
    broken = "create table if not exists b (n int);\nselect nonsense;\n"
    program.run("apply", "--file", write(broken)).expect(5, r"script\.sql:2:8", "42703")
    assert tables(ready.connect(), "noetl") == ["a"]
