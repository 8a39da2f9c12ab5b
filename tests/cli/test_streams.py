"""Standard output that cannot be written, terminals, and what other processes may see."""

import os
import re
import shutil
import subprocess
import tempfile

import pytest

UNREACHABLE = ["apply", "--host", "127.0.0.1", "--port", "1", "--wait-timeout", "1500ms"]


def run_to(program, stdout, *arguments):
    return subprocess.run(
        [program.binary, *arguments], stdout=stdout, stderr=subprocess.PIPE, text=True,
        env=program.environment(),
    )


@pytest.mark.parametrize("arguments", [["help"], ["version"], ["config"], ["ddl"]])
def test_output__a_full_disk_is_an_error(bare_program, arguments):
    with open("/dev/full", "w") as full:
        result = run_to(bare_program, full, *arguments)
    assert result.returncode == 13
    assert "cannot write to standard output: No space left on device" in result.stderr


def test_output__a_reader_that_has_gone_is_an_error(bare_program):
    reader, writer = os.pipe()
    os.close(reader)
    result = run_to(bare_program, writer, "ddl")
    os.close(writer)
    assert result.returncode == 13
    assert "Broken pipe" in result.stderr


def test_output__a_log_that_cannot_be_written_changes_nothing(bare_program):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [bare_program.binary, "aply"], stderr=full, env=bare_program.environment()
        )
    assert done.returncode == 2


def run_with_closed(program, descriptors, *arguments, **settings):
    closing = "".join(f" {descriptor}>&-" for descriptor in descriptors)
    return subprocess.run(
        ["sh", "-c", f'exec "$0" "$@"{closing}', program.binary, *arguments],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20,
        env=program.environment(settings),
    )


@pytest.mark.parametrize("arguments", [["help"], ["version"], ["config"], ["ddl"]])
def test_output__that_is_closed_is_an_error_whatever_else_is(bare_program, arguments):
    """What is opened next takes the lowest number: it must not be written to as if it were output."""
    for closed in [1], [0, 1]:
        result = run_with_closed(bare_program, closed, *arguments)
        assert result.returncode == 13
        assert "cannot write to standard output: Bad file descriptor" in result.stderr
    assert run_with_closed(bare_program, [0, 1, 2], *arguments).returncode == 13


def test_input__that_is_closed_is_an_error(bare_program):
    result = run_with_closed(
        bare_program, [0], "apply", "--file", "-", "--host", "127.0.0.1", NOETL_PASSWORD="x"
    )
    assert result.returncode == 3
    assert "cannot read standard input: Bad file descriptor" in result.stderr


def screen(program, *arguments, **settings):
    settings = {"TERM": "xterm-256color", "NOETL_PASSWORD": "x", **settings}
    return program.run_on_terminal(*arguments, settings=settings).stdout


def test_terminal__a_live_line_says_what_goes_on_and_goes(bare_program):
    text = screen(bare_program, *UNREACHABLE)
    assert re.search(r"\r\033\[K(\033\[2m)?[^\r\n]+, \d+\.\d s", text)
    # The last thing said is the error, on a line without a remainder of the live one.
    assert text.endswith("\r\n") and text.count("\r\033[K") >= 2


def test_terminal__colors_are_there_unless_no_color_is(bare_program):
    colored = re.compile(r"\033\[\d+m")
    assert colored.search(screen(bare_program, *UNREACHABLE))
    assert colored.search(screen(bare_program, *UNREACHABLE, NO_COLOR=""))
    plain = screen(bare_program, *UNREACHABLE, NO_COLOR="1")
    assert not colored.search(plain) and "\033[K" in plain


@pytest.mark.parametrize(
    "changes", [{"TERM": "dumb"}, {"TERM": ""}, {"NOETL_QUIET": "true"},
                {"NOETL_LOG_FORMAT": "json"}],
)
def test_terminal__some_want_plain_lines(bare_program, changes):
    text = screen(bare_program, *UNREACHABLE, **changes)
    assert "\033[K" not in text


def test_terminal__elsewhere_there_are_plain_lines(run):
    result = run(*UNREACHABLE, settings={"TERM": "xterm", "NOETL_PASSWORD": "x"}).expect(10)
    assert "\033" not in result.stderr and "\r" not in result.stderr


def test_secrets__no_process_of_the_same_user_can_look(bare_program):
    """Such a process's files in /proc belong to root, unless it may be dumped (prctl(2))."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        copy = shutil.copy(bare_program.binary, folder)
        nobody = {"user": 65534, "group": 65534} if os.getuid() == 0 else {}
        process = subprocess.Popen(
            [copy, *UNREACHABLE], stderr=subprocess.PIPE, text=True, **nobody,
            env=bare_program.environment({"NOETL_PASSWORD": "hunter2"}),
        )
        with process:
            assert "waiting" in process.stderr.readline()
            owner = os.stat(f"/proc/{process.pid}/environ").st_uid
            with open(f"/proc/{process.pid}/cmdline") as file:
                command_line = file.read()
            process.terminate()
    assert owner == 0
    assert "hunter2" not in command_line
