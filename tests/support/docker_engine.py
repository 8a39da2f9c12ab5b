"""A Docker engine of the tests' own, invisible to others, which leaves nothing behind.

It has its own mounts, /run and processes, but the machine's network, for "--network host": it adds
no interface, no rule and no setting there. Its programs are this machine's. A machine
without them gets those of Debian's package, unpacked and not installed.
"""

import contextlib
import os
import pathlib
import signal
import subprocess
import time

from support.cluster import SCRIPTS

START_LIMIT_S = 30
STOP_LIMIT_S = 20

START = """
mount --make-rprivate / && mount -t tmpfs none /run && mkdir -p /run/docker || exit
exec dockerd --data-root="$1/data" --exec-root="$1/run" --pidfile="$1/pid" --host="unix://$2" \
    --cgroup-parent="$3" --bridge=none --iptables=false --ip6tables=false --ip-forward=false
"""


class CannotRun(Exception):
    """Why this machine cannot run an engine."""


def _programs():
    """The folders of dockerd and docker, as in PATH."""
    if os.geteuid() != 0:
        raise CannotRun("a Docker engine needs root")
    found = subprocess.run(
        [SCRIPTS / "docker-programs"], capture_output=True, text=True, check=False
    )
    if found.returncode != 0:
        raise CannotRun(found.stderr.strip())
    return found.stdout.strip()


class DockerEngine:
    """An engine that has been started by its constructor; `directory` is its own, and exists."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.control_group = f"/noetl-schema-docker-{os.getpid()}"
        self.log = self.directory / "log"
        socket = self.directory / "socket"
        self.environment = {
            "PATH": f"{_programs()}:{os.environ['PATH']}",
            "HOME": str(self.directory),  # its user's own contexts and builders are not ours
            "DOCKER_HOST": f"unix://{socket}",
        }
        place = [self.directory, socket, self.control_group]
        with self.log.open("wb") as log:
            # Each ends with its parent, down from the tests, however these end.
            self._process = subprocess.Popen(
                [
                    *("setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork"),
                    *("--kill-child", "--mount-proc", "sh", "-c", START, "sh", *map(str, place)),
                ],
                env=self.environment, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self._wait_until_ready()

    def _wait_until_ready(self):
        deadline = time.monotonic() + START_LIMIT_S
        while self.run("docker", "version", check=False).returncode != 0:
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise CannotRun("dockerd: " + self.log.read_text(errors="replace")[-500:])
            time.sleep(0.1)

    def run(self, *command, check=True, timeout=60, **options):
        """Runs a command that finds this engine's client and speaks to this engine."""
        done = subprocess.run(
            [str(word) for word in command], env=self.environment, timeout=timeout,
            capture_output=True, text=True, check=False, **options,
        )  # fmt: skip
        if check and done.returncode != 0:
            raise AssertionError(f"{command}\nexit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def docker(self, *arguments, **options):
        return self.run("docker", *arguments, **options)

    def stop(self):
        """Stops in order, so that its containers end before it; the rest ends with it."""
        for child in self._children():
            os.kill(child, signal.SIGTERM)
        try:
            self._process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for group in pathlib.Path("/sys/fs/cgroup").glob("*" + self.control_group):
            with contextlib.suppress(OSError):
                group.rmdir()

    def _children(self):
        """dockerd, to which unshare does not pass signals on."""
        pid = self._process.pid
        with contextlib.suppress(FileNotFoundError):
            children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
            return [int(child) for child in children.split()]
        return []
