"""A stop signal while nobody reads what is written, nobody writes what is read, nobody answers."""

import os
import pathlib
import pty
import socket
import subprocess
import termios

import pytest

from support.polling import until
from support.process import children_of
from support.stopping import bytes_in, make_small_pipe, stop, wait_until_asleep

SERVER = {"POSTGRES_HOST": "127.0.0.1", "POSTGRES_PORT": "1", "NOETL_PASSWORD": "x",
          "NOETL_WAIT_TIMEOUT": "1min"}  # fmt: skip


@pytest.fixture
def begin(bare_program, tmp_path):
    """A function that starts the program on streams of the test's choice."""
    processes = []

    def call(*arguments, settings=None, **streams):
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL,
                   "stderr": subprocess.DEVNULL} | streams  # fmt: skip
        settings = SERVER | {"TERMINATION_LOG_PATH": tmp_path / "words"} | (settings or {})
        process = subprocess.Popen(
            [bare_program.binary, *map(str, arguments)], env=bare_program.environment(settings),
            **streams,
        )
        processes.append(process)
        return process

    yield call
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.wait()


def fill(writer, capacity):
    os.write(writer, b"x" * capacity)


@pytest.mark.parametrize("arguments", [["config"], ["ddl"], ["help", "--format", "man"], ["config", "-o", "json"]])
def test_stop__while_nobody_reads_standard_output(begin, tmp_path, arguments):
    reader, writer, capacity = make_small_pipe()
    process = begin(*arguments, stdout=writer)
    until(lambda: bytes_in(reader) == capacity)
    assert stop(process) == 12
    assert "interrupted by SIGTERM while writing" in (tmp_path / "words").read_text()
    os.close(reader)
    os.close(writer)


@pytest.mark.parametrize("settings", [{}, {"NOETL_LOG_FORMAT": "json"}])
def test_stop__while_nobody_reads_the_log(begin, tmp_path, settings):
    reader, writer, capacity = make_small_pipe()
    fill(writer, capacity)
    process = begin("apply", stderr=writer, settings=settings)
    wait_until_asleep(process)
    assert stop(process) == 12
    assert "interrupted by SIGTERM" in (tmp_path / "words").read_text()
    os.close(reader)
    os.close(writer)


def test_stop__while_nobody_reads_what_targets_say(begin, tmp_path):
    """Members share the pipe, and are ended as their parent is."""
    reader, writer, capacity = make_small_pipe()
    fill(writer, capacity)
    path = tmp_path / "targets.yaml"
    path.write_text("targets:\n" + "".join(f"- name: t{number}\n" for number in range(6)))
    process = begin("apply", "--targets", path, "--jobs", "4", stderr=writer, stdout=writer)
    wait_until_asleep(process)
    members = children_of(process.pid)
    assert stop(process, 2.5) == 12
    assert not any(pathlib.Path(f"/proc/{member}").exists() for member in members)
    os.close(reader)
    os.close(writer)


def test_stop__while_a_target_that_has_ended_cannot_say_so(begin, tmp_path):
    """Its last line is what nobody reads, and its parent waits for it to exit."""
    reader, writer, capacity = make_small_pipe()
    fill(writer, capacity)
    path = tmp_path / "targets.yaml"
    path.write_text("targets:\n- name: one\n")
    process = begin(
        "apply", "--targets", path, "--quiet", settings={"NOETL_WAIT_TIMEOUT": "0"}, stderr=writer
    )
    until(lambda: children_of(process.pid))
    wait_until_asleep(process, children_of(process.pid)[0])
    assert stop(process) in (10, 12)
    os.close(reader)
    os.close(writer)


def test_stop__while_a_terminal_shows_nothing(begin):
    terminal, own = pty.openpty()
    termios.tcflow(own, termios.TCOOFF)  # as ^S
    process = begin("config", stdout=own)
    wait_until_asleep(process)
    assert stop(process) == 12
    os.close(own)
    os.close(terminal)


def test_stop__while_nothing_is_typed(begin):
    terminal, own = pty.openpty()
    process = begin("apply", "--file", "-", stdin=own)
    wait_until_asleep(process)
    os.write(terminal, b"select 1;\n")
    wait_until_asleep(process)
    assert stop(process) == 12
    os.close(own)
    os.close(terminal)


def kubeconfig(tmp_path, url):
    path = tmp_path / "kubeconfig"
    path.write_text(
        f"current-context: a\ncontexts: [{{name: a, context: {{cluster: a, user: a}}}}]\n"
        f"clusters: [{{name: a, cluster: {{server: '{url}'}}}}]\n"
        "users: [{name: a, user: {token: t}}]\n"
    )
    return path


def test_stop__while_the_api_is_silent_in_the_handshake(begin, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        path = kubeconfig(tmp_path, f"https://127.0.0.1:{listener.getsockname()[1]}")
        process = begin("apply", "--config-from", "a/b", "--kubeconfig", path)
        connection, _ = listener.accept()
        assert connection.recv(1)  # the first byte of its hello
        assert stop(process) == 12
        connection.close()


def test_input__typed_on_a_terminal_is_read_to_its_end(begin):
    terminal, own = pty.openpty()
    process = begin(
        "apply", "--file", "-", stdin=own, stderr=subprocess.PIPE,
        settings={"NOETL_WAIT_TIMEOUT": "0"},
    )
    os.write(terminal, b"\\nonsense\n\x04")
    assert b"nonsense" in process.communicate(timeout=20)[1]
    assert process.returncode in (3, 10)
    os.close(own)
    os.close(terminal)
