"""export execution-logs: one array, a row a line, whole or not at all, in little memory."""

import json
import os
import pathlib
import subprocess

import pytest

from support import by_hand, polling

COLUMNS = """
select attname from pg_attribute
where attrelid = 'noetl.event_log'::regclass and attnum > 0 and not attisdropped order by attnum
"""


@pytest.fixture
def events(environment):
    """A schema with an execution of three events, one of them with an awkward text."""
    by_hand.create(environment, "noetl", "noetl")
    with environment.connect_as_owner() as session:
        session.execute("insert into noetl.workload (execution_id) values (7), (8)")
        session.execute(
            "insert into noetl.event_log (execution_id, event_id, timestamp, event_type, context)"
            " values (7, 2, '2026-11-02 10:00:00+05', 'second', %s),"
            " (7, 1, '2026-11-02 10:00:00+05', 'first', null),"
            " (7, 3, '2026-11-01', 'earliest', '{\"a\": 1}'),"
            " (8, 4, '2026-11-01', 'of another', null)",
            ['line\nfeed "quoted" \\ é \t\u2028'],
        )
    return environment


def test_export__writes_a_row_a_line_in_order(program, events, tmp_path):
    program.run("export", "execution-logs", "--id", 7, cwd=tmp_path).expect(0, "3 events")
    text = (tmp_path / "logs/event_log.json").read_text()
    rows = json.loads(text)
    assert [row["event_type"] for row in rows] == ["earliest", "first", "second"]
    assert rows[2]["context"] == 'line\nfeed "quoted" \\ é \t\u2028'
    assert rows[1]["timestamp"] == "2026-11-02T05:00:00+00:00"
    assert list(rows[0]) == [name for (name,) in events.execute(COLUMNS)]
    lines = text.removesuffix("\n").split("\n")
    assert lines[0] == "[" and lines[-1] == "]"
    assert [json.loads(line.removesuffix(",")) for line in lines[1:-1]] == rows
    assert os.listdir(tmp_path / "logs") == ["event_log.json"]


def test_export__to_standard_output_is_nothing_but_the_array(program, events):
    result = program.run("export", "execution-logs", "--id", 8, "--output-file", "-").expect(0)
    assert [row["event_type"] for row in json.loads(result.stdout)] == ["of another"]


def test_export__of_an_unknown_execution_is_empty_and_warns(program, events, tmp_path):
    file = tmp_path / "empty.json"
    result = program.run("export", "execution-logs", "--id", 9, "--output-file", file)
    result.expect(0, "execution 9 has no events")
    assert file.read_text() == "[]\n"


def test_export__replaces_the_last_one(program, events, tmp_path):
    file = tmp_path / "log.json"
    for execution, count in [(7, 3), (8, 1)]:
        program.run("export", "execution-logs", "--id", execution, "--output-file", file).expect(0)
        assert len(json.loads(file.read_text())) == count


def test_export__finds_the_schema_by_its_name_only(program, events, tmp_path):
    """Not by whatever else is on the path, and whatever the schema is called."""
    events.execute('alter schema noetl rename to "No ""etl"')
    events.execute("create table public.event_log (n int)")
    program.run("export", "execution-logs", "--id", 7, cwd=tmp_path).expect(6, "no table event_log")
    assert not (tmp_path / "logs").exists() or os.listdir(tmp_path / "logs") == []
    settings = program.settings | {"NOETL_SCHEMA": 'No "etl'}
    program.run("export", "execution-logs", "--id", 7, cwd=tmp_path, settings=settings).expect(0)
    assert len(json.loads((tmp_path / "logs/event_log.json").read_text())) == 3


@pytest.mark.parametrize("identifier", ["x", "-1", "1.5", "9223372036854775808", ""])
def test_export__wants_a_bigint(program, identifier):
    program.run("export", "execution-logs", f"--id={identifier}").expect(2, "--id")


def test_export__wants_to_know_what(program):
    program.run("export").expect(2, "execution-logs")
    program.run("export", "everything", "--id", 1).expect(2, "execution-logs")
    program.run("export", "execution-logs").expect(2, "--id")


def test_export__where_it_may_not_write_is_refused(program, events, tmp_path):
    file = tmp_path / "file"
    file.write_text("kept")
    program.run("export", "execution-logs", "--id", 7, "--output-file", file / "x").expect(3)
    program.run("export", "execution-logs", "--id", 7, "--output-file", tmp_path).expect(
        3, "not a regular file"
    )
    assert file.read_text() == "kept"


def test_export__that_is_interrupted_leaves_nothing(program, events, tmp_path):
    blocker = events.connect(autocommit=False)
    blocker.execute("lock table noetl.event_log in access exclusive mode")
    settings = program.settings | {"NOETL_LOCK_TIMEOUT": "60s"}
    file = tmp_path / "log.json"
    running = program.start(
        "export", "execution-logs", "--id", 7, "--output-file", file, settings=settings
    )
    polling.until(
        lambda: events.value(
            "select count(*) from pg_stat_activity"
            " where wait_event_type = 'Lock' and datname = current_database()"
        )
    )
    running.terminate().wait(5).expect(12)
    assert os.listdir(tmp_path) == []


def peak_memory_bytes(pid):
    """The high-water mark so far; 0 once the process is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            marks = [line.split()[1] for line in status if line.startswith("VmHWM:")]
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(marks[0]) * 1024 if marks else 0


@pytest.mark.one_major
@pytest.mark.skipif("ASAN_OPTIONS" in os.environ, reason="the sanitizer keeps freed memory")
def test_export__needs_no_more_memory_for_more_rows(program, events, tmp_path):
    file = tmp_path / "log.json"
    events.execute(
        "insert into noetl.event_log (execution_id, event_id, event_type, context)"
        " select 8, g, 'many', repeat('x', 300) from generate_series(100, 200099) as g",
    )
    running = program.start("export", "execution-logs", "--id", 8, "--output-file", file)
    peaks = []
    while running.is_running:
        peaks.append(peak_memory_bytes(running.pid))
    running.wait().expect(0, "200001 events")
    with open(file, encoding="utf-8") as lines:
        assert sum(1 for _ in lines) == 200003
    size_bytes = pathlib.Path(file).stat().st_size
    assert size_bytes > 100_000_000
    assert len(peaks) > 10 and max(peaks) < size_bytes / 4, max(peaks)


def test_export__to_a_standard_output_that_is_closed_may_be_tried_again(program, events):
    command = [program.binary, "export", "execution-logs", "--id", "7", "--output-file", "-"]
    result = subprocess.run(
        ["sh", "-c", 'exec "$0" "$@" >&-', *command],
        capture_output=True, text=True, env=program.environment(),
    )
    assert result.returncode == 13
    assert "cannot write to standard output: Bad file descriptor" in result.stderr
