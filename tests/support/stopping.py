"""A program that is ended while it waits: the test sees it wait, sends the signal, and measures."""

import fcntl
import os
import pathlib
import signal
import struct
import termios
import time

from support.polling import until

# kubelet gives thirty; the program needs one by design, and the rest is for a busy machine.
LIMIT_S = 1.2


def holds_open(pid, path):
    """Whether the process has the file open."""
    folder = pathlib.Path(f"/proc/{pid}/fd")
    try:
        return any(os.path.realpath(link) == str(path) for link in folder.iterdir())
    except FileNotFoundError:
        return False


def wait_until_open(running, path):
    until(lambda: holds_open(running.pid, path) or not running.is_running)
    assert running.is_running, running.wait()


def wait_until_asleep(process, pid=None):
    """It waits in the kernel: between two checks it has used no processor time."""
    folder = pathlib.Path(f"/proc/{pid or process.pid}")
    used = [None]

    def sleeps():
        before, used[0] = used[0], (folder / "schedstat").read_text()
        state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
        return state == "S" and before == used[0]

    until(lambda: process.poll() is not None or sleeps(), interval_s=0.05)
    assert process.poll() is None


def make_small_pipe():
    """A pipe that takes a page: both ends, and how much fits."""
    reader, writer = os.pipe()
    return reader, writer, fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)


def bytes_in(reader):
    return struct.unpack("i", fcntl.ioctl(reader, termios.FIONREAD, b"\0" * 4))[0]


def stop(process, limit_s=LIMIT_S):
    """Sends SIGTERM to a subprocess.Popen; returns its exit status, due within the limit."""
    process.send_signal(signal.SIGTERM)
    sent = time.monotonic()
    status = process.wait(5)
    assert time.monotonic() - sent < limit_s
    return status


def stop_running(running, limit_s=LIMIT_S):
    """The same for a Background: its result."""
    running.terminate()
    sent = time.monotonic()
    result = running.wait(5)
    assert time.monotonic() - sent < limit_s, result
    return result
