"""The binary under test, run as a shell or kubelet would run it."""

import collections
import dataclasses
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEFAULT_LIMIT_S = 60
# They set where a program built for coverage or with sanitizers writes.
PASSED_ON = ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "LLVM_PROFILE_FILE", "GCOV_PREFIX")


def default_binary():
    return pathlib.Path(os.environ.get("NOETL_SCHEMA_BINARY") or ROOT / "build/noetl-schema")


def tool(name):
    """A program of tests/tools: from the build under test, or else from `make`."""
    built = default_binary().parent / "tests/tools" / name
    return built if built.exists() else ROOT / "build/tests/tools" / name


@dataclasses.dataclass(frozen=True)
class Result:
    arguments: list
    exit_code: int  # negative: ended by that signal
    stdout: str
    stderr: str
    seconds: float

    @property
    def output(self):
        return self.stdout + self.stderr

    def __str__(self):
        return (
            f"noetl-schema {' '.join(map(str, self.arguments))}\n"
            f"exit {self.exit_code} after {self.seconds:.2f} s\n"
            f"--- stdout\n{self.stdout}--- stderr\n{self.stderr}---"
        )

    def expect(self, exit_code, *patterns):
        """Fails with the whole output; patterns are searched in the output."""
        assert self.exit_code == exit_code, f"expected exit {exit_code}\n{self}"
        for pattern in patterns:
            assert re.search(pattern, self.output), f"expected {pattern!r} in\n{self}"
        return self


class TooSlow(AssertionError):
    """The program did not end, or did not say something, within the test's limit."""


class Background:
    """A running program. Lines of both streams are read as they come."""

    def __init__(self, arguments, process, started):
        self.arguments = arguments
        self._process = process
        self._started = started
        self._lines = collections.deque()
        self._streams = {"stdout": [], "stderr": []}
        self._changed = threading.Condition()
        self._readers = [
            threading.Thread(target=self._read, args=(name,), daemon=True)
            for name in self._streams
        ]
        for reader in self._readers:
            reader.start()
        self._result = None

    def _read(self, name):
        with getattr(self._process, name) as stream:
            for line in stream:
                text = line.decode(errors="replace")
                with self._changed:
                    self._streams[name].append(text)
                    self._lines.append(text)
                    self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()

    @property
    def pid(self):
        return self._process.pid

    @property
    def output(self):
        with self._changed:
            return "".join(self._lines)

    @property
    def is_running(self):
        return self._process.poll() is None

    def wait_for_line(self, pattern, limit_s=30):
        """The first line of either stream that matches; fails if the program ends before."""
        deadline = time.monotonic() + limit_s
        seen = 0
        with self._changed:
            while True:
                lines = list(self._lines)
                for line in lines[seen:]:
                    if re.search(pattern, line):
                        return line
                seen = len(lines)
                ended = not any(reader.is_alive() for reader in self._readers)
                if ended or time.monotonic() > deadline:
                    raise TooSlow(f"no line with {pattern!r} in:\n{''.join(lines)}")
                self._changed.wait(0.1)

    @property
    def listens_for_sigterm(self):
        """Until then, the signal ends a process that has not begun."""
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        caught = int(re.search(r"SigCgt:\s+(\w+)", status)[1], 16)
        return bool(caught & (1 << (signal.SIGTERM - 1)))

    def send(self, number):
        self._process.send_signal(number)

    def terminate(self):
        self.send(signal.SIGTERM)
        return self

    def kill(self):
        self.send(signal.SIGKILL)
        return self

    def wait(self, limit_s=DEFAULT_LIMIT_S):
        """Its Result; past the limit the program is ended and the test fails."""
        if self._result is None:
            late = False
            try:
                self._process.wait(limit_s)
            except subprocess.TimeoutExpired:
                late = True
                self._process.kill()
                self._process.wait()
            seconds = time.monotonic() - self._started
            for reader in self._readers:
                reader.join(10)
            self._result = Result(
                self.arguments,
                self._process.returncode,
                "".join(self._streams["stdout"]),
                "".join(self._streams["stderr"]),
                seconds,
            )
            if late:
                raise TooSlow(f"did not end within {limit_s} s\n{self._result}")
        return self._result


class Program:
    """binary: a path; settings: a dict, the program's whole environment but for PATH and HOME."""

    def __init__(self, binary=None, settings=None):
        self.binary = pathlib.Path(binary or default_binary())
        self.settings = settings or {}
        self._running = []

    def with_settings(self, settings):
        return Program(self.binary, settings)

    def environment(self, settings=None):
        variables = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TZ": "UTC"}
        variables |= {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        chosen = self.settings if settings is None else settings
        return variables | {key: str(value) for key, value in chosen.items() if value is not None}

    def start(self, *arguments, settings=None, stdin=None, executable=None, cwd=None):
        """Starts it; stdin is bytes or text to feed. executable: another name (a link)."""
        feed = stdin.encode() if isinstance(stdin, str) else stdin
        process = subprocess.Popen(
            [str(executable or self.binary), *map(str, arguments)],
            env=self.environment(settings),
            stdin=subprocess.DEVNULL if feed is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
        )
        running = Background(list(arguments), process, time.monotonic())
        self._running.append(running)
        if feed is not None:
            threading.Thread(target=_feed, args=(process.stdin, feed), daemon=True).start()
        return running

    def run(self, *arguments, limit_s=DEFAULT_LIMIT_S, **options):
        """Runs it to the end."""
        running = self.start(*arguments, **options)
        result = running.wait(limit_s)
        self._running.remove(running)
        return result

    def run_on_terminal(self, *arguments, settings=None, limit_s=DEFAULT_LIMIT_S, size=(24, 80)):
        """Runs it with a terminal on all three streams; stdout holds the screen's content."""
        started = time.monotonic()
        chosen = {"TERM": "xterm-256color"} | (self.settings if settings is None else settings)
        pid, terminal = pty.fork()
        if pid == 0:
            import fcntl
            import struct
            import termios

            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
            os.execve(self.binary, [str(self.binary), *map(str, arguments)], self.environment(chosen))
        screen = _read_terminal(terminal, started + limit_s)
        if screen is None:
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        os.close(terminal)
        if screen is None:
            raise TooSlow(f"did not end within {limit_s} s on a terminal")
        return Result(
            list(arguments),
            os.waitstatus_to_exitcode(status),
            screen,
            "",
            time.monotonic() - started,
        )

    def end_what_runs(self):
        for running in self._running:
            if running.is_running:
                running.kill()
                running.wait()
        self._running.clear()


def _feed(stream, feed):
    try:
        with stream:
            stream.write(feed)
    except BrokenPipeError:
        pass  # the program may end without reading everything


def _read_terminal(terminal, deadline):
    chunks = []
    while time.monotonic() < deadline:
        ready, _, _ = select.select([terminal], [], [], 0.1)
        if not ready:
            continue
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # EIO: the last holder of the terminal is gone
            chunk = b""
        if not chunk:
            return b"".join(chunks).decode(errors="replace")
        chunks.append(chunk)
    return None
