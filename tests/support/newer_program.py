"""Later releases of the program, for tests of upgrades: the tree with other DDL, by its own recipe.

A copy of what the image is made of, with a higher version of the program and of the bundle "noetl",
is built as "make image" builds the tree. All releases share one copy, so that the second costs
some files and a link.
"""

import dataclasses
import fcntl
import hashlib
import re
import subprocess
from contextlib import contextmanager
from pathlib import Path

import yaml

from support.cluster import TREE

SOURCES = (
    "tools/static", "tools/image", "tools/image-root", "CMakeLists.txt", "CMakePresets.json",
    "Dockerfile", "LICENSE", "NOTICE", "cmake", "cmd", "ddl", "licenses", "src",
)  # fmt: skip
FOLDER = TREE / "build/later"
MANIFEST = Path("ddl/noetl/bundle.yaml")


def present_version():
    """The version of the tree's own bundle."""
    return yaml.safe_load((TREE / MANIFEST).read_text())["version"]


@dataclasses.dataclass(frozen=True)
class LaterRelease:
    """`tool_version` is the program's and the image's tag; `ahead` is how far the bundle is."""

    tool_version: str
    ahead: int
    script: str

    @property
    def bundle_version(self):
        return present_version() + self.ahead

    @property
    def reference(self):
        """The image's name: that of the present release with another tag."""
        present = subprocess.run(
            [TREE / "tools/image", "--print-reference"], capture_output=True, text=True, check=True
        ).stdout.strip()
        return f"{present.rpartition(':')[0]}:{self.tool_version}"

    def files(self):
        """Its sources: the content by the path in the tree."""
        paths = [each for name in SOURCES for each in (TREE / name, *(TREE / name).rglob("*"))]
        files = {each.relative_to(TREE): each.read_bytes() for each in paths if each.is_file()}
        program = files[Path("CMakeLists.txt")].decode()
        files[Path("CMakeLists.txt")] = re.sub(
            r"(project\([^)]*VERSION\s+)[0-9.]+", rf"\g<1>{self.tool_version}", program
        ).encode()
        bundle = yaml.safe_load(files[MANIFEST])
        bundle["version"] += self.ahead
        bundle["schemas"][0]["scripts"].append("900_later.sql")
        files[MANIFEST] = yaml.safe_dump(bundle, sort_keys=False).encode()
        files[MANIFEST.with_name("900_later.sql")] = self.script.encode()
        return files

    def image(self):
        """The archive of its image; made only if its sources have changed."""
        files = self.files()
        digest = hashlib.sha256()
        for path in sorted(files):
            digest.update(f"{path} {hashlib.sha256(files[path]).hexdigest()}\n".encode())
        archive = FOLDER / f"{self.tool_version}-{digest.hexdigest()[:16]}.tar"
        with _lock():
            if not archive.exists():
                self._make(files, archive)
        return archive

    def _make(self, files, archive):
        copy = FOLDER / "tree"
        _synchronise(copy, files)
        for step in ("tools/static/program", "tools/image"):
            done = subprocess.run([copy / step], capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise AssertionError(f"{copy / step}\n{done.stdout}{done.stderr}")
        for older in FOLDER.glob(f"{self.tool_version}-*.tar"):
            older.unlink()
        (copy / "build/noetl-schema-image.tar").replace(archive)


def _synchronise(copy, files):
    """Makes a folder hold just these files beside its build, without touching unchanged ones."""
    there = {each.relative_to(copy) for each in copy.rglob("*") if each.is_file()}
    for path in there - files.keys():
        if path.parts[0] != "build":
            (copy / path).unlink()
    for path, content in files.items():
        file = copy / path
        if path not in there or file.read_bytes() != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            file.chmod((TREE / path).stat().st_mode if (TREE / path).exists() else 0o644)


@contextmanager
def _lock():
    """Makes the other processes of a parallel run wait."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


# Assumes one credential of each type: data with more refuse it.
REFUSED = LaterRelease("0.2.0", 1, """\
alter table credential add column if not exists rotated_at timestamptz;
create unique index if not exists uq_credential_type on credential (type);
""")  # fmt: skip

# Corrects that, and adds a table.
NEWER = LaterRelease("0.3.0", 2, """\
alter table credential add column if not exists rotated_at timestamptz;
create index if not exists ix_credential_rotated_at on credential (rotated_at);
create table if not exists credential_rotation (
	credential_id bigint      not null,
	rotated_at    timestamptz not null default now(),
	constraint pk_credential_rotation primary key (credential_id, rotated_at),
	constraint fk_credential_rotation_credential_id foreign key (credential_id) references credential (id)
);
""")  # fmt: skip
