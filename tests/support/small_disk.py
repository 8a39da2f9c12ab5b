"""A file system that fills up: a small tmpfs, where the tests may mount one."""

import pathlib
import subprocess

from support import process


class CannotMount(Exception):
    """The reason, for the test's skip."""


class SmallDisk:
    """Mounts a tmpfs of size_bytes on directory; the server user owns it."""

    def __init__(self, directory, size_bytes):
        self.directory = pathlib.Path(directory)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size_bytes},mode=0700", "none", self.directory],
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise CannotMount(f"a disk that fills up needs the right to mount: {done.stderr}")
        process.give_to_server_user(self.directory)
        self._ballast = self.directory / "ballast"

    def fill(self, leave_bytes=0):
        """Takes all room but leave_bytes."""
        import shutil

        room = shutil.disk_usage(self.directory).free - leave_bytes
        if room > 0:
            with open(self._ballast, "ab") as ballast:
                while room > 0:
                    room -= ballast.write(b"\0" * min(room, 1 << 20))

    def empty(self):
        """Gives back what fill() took."""
        self._ballast.unlink(missing_ok=True)

    def close(self):
        subprocess.run(["umount", "--lazy", self.directory], check=False)
