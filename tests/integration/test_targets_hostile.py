"""Many targets of a server where somebody stops, replaces or fills up what they need."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from support.polling import until
from support.process import children_of
from support.program import Program

pytestmark = pytest.mark.one_major


@pytest.fixture
def path(tmp_path):
    return tmp_path / "targets.yaml"


@pytest.fixture
def program(environment, binary):
    program = Program(binary, environment.settings() | {"NOETL_ENSURE_ROLE": "true"})
    yield program
    program.end_what_runs()


@pytest.fixture
def write(environment, path):
    """A function that writes the file of targets, each a schema in one database."""

    def call(*names):
        targets = "".join(f"- name: {name}\n  NOETL_SCHEMA: {name}\n" for name in names)
        path.write_text(
            f"defaults:\n  NOETL_POSTGRES_DB: shared_{environment.mark}\ntargets:\n{targets}",
            encoding="utf-8",
        )
        return path

    return call


def script(tmp_path, text):
    file = tmp_path / "script.sql"
    file.write_text(text, encoding="utf-8")
    return file


def target_of(pid):
    words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return words[words.index(b"--target") + 1].decode()


def sleepers(environment):
    with environment.server.connect() as session:
        return session.execute(
            "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and datname = %s",
            [f"shared_{environment.mark}"],
        ).fetchone()[0]


def test_targets__a_stopped_process_ends_with_the_rest(environment, program, write, tmp_path):
    program.run("apply", "--targets", write("one", "two")).expect(0)
    sleep = script(tmp_path, "select pg_sleep(60);")
    running = program.start("apply", "--targets", write("one", "two"), "--file", sleep)
    until(lambda: sleepers(environment) == 2)
    children = children_of(running.pid)
    os.kill(children[0], signal.SIGSTOP)
    running.terminate()
    sent = time.monotonic()
    running.wait(10).expect(12, "2 targets: 2 not begun or not finished")
    assert time.monotonic() - sent < 2
    assert not any(Path(f"/proc/{child}").exists() for child in children)


@pytest.fixture
def hangup_kills():
    """Under nohup SIGHUP is ignored, and what is started inherits that."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("hangup_kills")
@pytest.mark.parametrize("number, status", [("SIGHUP", 12), ("SIGKILL", 13), ("SIGABRT", 70)])
def test_targets__what_killed_a_process_decides(
    environment, program, write, tmp_path, number, status
):
    program.run("apply", "--targets", write("one")).expect(0)
    sleep = script(tmp_path, "select pg_sleep(60);")
    running = program.start("apply", "--targets", write("one"), "--file", sleep)
    until(lambda: sleepers(environment) == 1)
    os.kill(children_of(running.pid)[0], signal.Signals[number])
    running.wait(10).expect(status, "one: its process was killed by signal")


def test_targets__a_stopped_process_holds_nobody_up(program, write):
    """Nor is it given up: whoever is slow may be slow."""
    running = program.start("apply", "--targets", write("one", "two", "three"), "--jobs", "2")
    until(lambda: len(children_of(running.pid)) == 2)
    stopped = children_of(running.pid)[0]
    name = target_of(stopped)
    os.kill(stopped, signal.SIGSTOP)
    others = [other for other in ("one", "two", "three") if other != name]
    for other in others:
        running.wait_for_line(rf"\[{other}\] bundle:noetl: .*created")
    os.kill(stopped, signal.SIGCONT)
    running.wait(30).expect(0, "3 targets: 3 applied")


def test_targets__a_file_that_is_replaced_counts_next_time(program, write, tmp_path):
    slow = script(tmp_path, "select pg_sleep(2);")
    program.run("apply", "--targets", write("one", "two")).expect(0)
    running = program.start(
        "apply", "--targets", write("one", "two"), "--file", slow, "--jobs", "1"
    )
    running.wait_for_line(r"\[one\]")
    write("another")
    running.wait(30).expect(0, "2 targets: 2 applied")


@pytest.mark.parametrize("output", ["text", "json"])
def test_targets__findings_that_cannot_be_written_are_a_failure(program, write, output):
    targets = write("one", "two")
    program.run("apply", "--targets", targets).expect(0)
    with open("/dev/full", "w") as full:
        result = subprocess.run(
            [program.binary, "verify", "--targets", targets, "--output", output],
            stdout=full, stderr=subprocess.PIPE, text=True, env=program.environment(),
        )
    assert result.returncode == 13, result.stderr
    assert re.search("one: cannot write to standard output: No space left", result.stderr)


def test_targets__a_second_list_of_them_is_not_passed_over(program, path, environment):
    path.write_text("targets:\n- name: one\ntargets:\n- name: two\n", encoding="utf-8")
    program.run("apply", "--targets", path).expect(3, ":3: targets is there twice")
