"""Child processes that run unprivileged and never outlive the tests.

PostgreSQL and PgBouncer refuse to run as root. Where the tests run as root, servers run as the
user `postgres` if there is one, otherwise as `nobody`; otherwise as the tests' own user.
"""

import ctypes
import os
import pathlib
import pwd
import signal
import subprocess

PR_SET_PDEATHSIG = 1  # <sys/prctl.h>

SHADOW_BYTES = 1 << 30  # an area larger than that is a sanitizer's, not the program's

_libc = ctypes.CDLL(None, use_errno=True)


def children_of(pid):
    """The child processes of any thread of a process that have not been waited for."""
    return [
        int(child)
        for thread in pathlib.Path(f"/proc/{pid}/task").iterdir()
        for child in (thread / "children").read_text(encoding="ascii").split()
    ]


def server_user():
    """The passwd entry of the user that servers run as."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("running as root, and there is neither a user postgres nor nobody")


def give_to_server_user(path):
    """Makes the server user the owner of a file or directory (not of what is in it)."""
    if os.geteuid() == 0:
        user = server_user()
        os.chown(path, user.pw_uid, user.pw_gid)


def can_server_user_reach(path):
    """Whether the server user may walk to `path`: every directory on the way needs its x bit."""
    user = server_user()
    path = os.path.realpath(path)
    while path != "/":
        path = os.path.dirname(path)
        if not os.path.exists(path):
            continue
        status = os.stat(path)
        if status.st_uid == user.pw_uid:
            bit = 0o100
        elif status.st_gid == user.pw_gid:
            bit = 0o010
        else:
            bit = 0o001
        if not status.st_mode & bit:
            return False
    return True


def _prepare_child(death_signal):
    """Runs in the child between fork and exec."""
    if os.geteuid() == 0:
        user = server_user()
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
    # After setuid, which clears it. The signal comes when the *thread* that forked ends, so
    # servers are started from the tests' main thread only.
    _libc.prctl(PR_SET_PDEATHSIG, death_signal)


def start_as_server_user(arguments, death_signal=signal.SIGQUIT, **options):
    """subprocess.Popen as the server user; the child gets death_signal when the tests die."""
    return subprocess.Popen(
        [str(argument) for argument in arguments],
        preexec_fn=lambda: _prepare_child(death_signal),
        start_new_session=True,  # ^C goes to the tests, which then stop the server cleanly
        cwd="/",
        **options,
    )


def run_as_server_user(arguments, **options):
    """Runs to the end; raises with the output when the exit status is not 0."""
    child = start_as_server_user(
        arguments,
        death_signal=signal.SIGKILL,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )
    output, _ = child.communicate()
    if child.returncode != 0:
        raise RuntimeError(f"{arguments[0]} ended with {child.returncode}:\n{output}")
    return output


def holds(pid, secret):
    """Whether the bytes are anywhere in the memory that a process may write; only for root."""
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps:
        areas = [line.split()[0] for line in maps if line.split()[1].startswith("rw")]
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for area in areas:
            start, end = (int(address, 16) for address in area.split("-"))
            if end - start > SHADOW_BYTES:
                continue
            memory.seek(start)
            try:
                content = memory.read(end - start)
            except OSError:  # a guard page, or a device
                continue
            if secret in content:
                return True
    return False
