"""What one run of the tests owns: a directory in memory, and the servers in it."""

import fcntl
import os
import pathlib
import shutil
import tempfile
import time

from support import postgres_programs, process, server

PREFIX = "noetl-schema-run-"
ROOM_NEEDED_BYTES = 2 << 30
LOCK_NAME = ".in-use"
# Between making a directory and locking it.
SECONDS_TO_LOCK = 60


def _hold(directory):
    """A lock that ends with this process, and says until then that the directory is in use.

    A process number would not do: a container next door that shares /dev/shm has others.
    """
    lock = os.open(directory / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def _is_in_use(directory):
    try:
        lock = os.open(directory / LOCK_NAME, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return time.time() - directory.stat().st_mtime < SECONDS_TO_LOCK
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return False
    except OSError:
        return True
    finally:
        os.close(lock)


def _remove_what_dead_runs_left(parent):
    """A run that was killed could not clean up; its servers died with it."""
    for left in parent.glob(PREFIX + "*"):
        try:
            is_in_use = _is_in_use(left)
        except FileNotFoundError:  # its run has just ended
            continue
        if not is_in_use:
            shutil.rmtree(left, ignore_errors=True)


def _parent_directory():
    memory = pathlib.Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK):
        if shutil.disk_usage(memory).free >= ROOM_NEEDED_BYTES:
            return memory
    return pathlib.Path(tempfile.gettempdir())


class RunServers:
    """Servers shared by the tests of one process, one a major, started when first asked for."""

    __test__ = False

    def __init__(self):
        parent = _parent_directory()
        _remove_what_dead_runs_left(parent)
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=parent))
        self._lock = _hold(self.directory)
        self.directory.chmod(0o755)
        self._shared = {}
        self._made = []
        self._count = 0

    def new_directory(self, name):
        self._count += 1
        directory = self.directory / f"{name}-{self._count}"
        directory.mkdir()
        process.give_to_server_user(directory)
        return directory

    def shared_server(self, major):
        if major not in self._shared:
            self._shared[major] = self.new_server(major).start()
        elif not self._shared[major].is_running:
            raise RuntimeError(f"a test ended the shared server {major}; it needs one of its own")
        return self._shared[major]

    def new_server(self, major, **options):
        """A server of the caller's own, not started."""
        made = server.Server(postgres_programs.release(major), self.new_directory(str(major)), **options)
        self._made.append(made)
        return made

    def new_standby(self, primary):
        """A standby of a server made by new_server(); started, in hot standby."""
        primary.stop("fast")
        standby = self.new_server(primary.major, copy_of=primary.data)
        primary.start()
        secret = primary.password.replace("\\", "\\\\").replace("'", "\\'")
        standby.write_settings(
            primary_conninfo=f"host={primary.host} port={primary.port} user={primary.user}"
            f" password='{secret}'"
        )
        signal_file = standby.data / "standby.signal"
        signal_file.touch()
        process.give_to_server_user(signal_file)
        return standby.start()

    def destroy(self, made):
        made.destroy()
        self._made.remove(made)

    def close(self):
        for made in self._made:
            made.stop("immediate")
        shutil.rmtree(self.directory, ignore_errors=True)
        os.close(self._lock)
