"""A tree with the recipe of the static build, and an apt of the test's own: no network, no compiler run."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
PACKAGES = ("musl", "openssl", "postgresql-15", "curl", "libyaml", "cjson", "zlib")

# The substitute for a program, by its name. $WORLD is the test's folder.
STUBS = {
    "apt-cache": 'cat "$WORLD/listed/${!#}" 2>/dev/null',
    "apt-get": """
[[ " $* " == *" source "* ]] || exit 0
name=${!#}
files=("$WORLD/pool/${name/=/_}"*)
[ -e "${files[0]}" ] || { echo "E: Failed to fetch some archives." >&2; exit 100; }
cp "${files[@]}" .
""",
    "dpkg-source": 'mkdir "${!#}"',
    "dpkg-query": 'printf "$3" | sed "s/\\${source:Package}/$4/; s/\\${source:Version}/1.0-1/"',
    "cmake": """
echo "$*" >>"$WORLD/cmake"
mkdir -p build/static
printf '#!/bin/sh\\n' >build/static/noetl-schema
chmod +x build/static/noetl-schema
""",
    "readelf": "echo 'Machine: X86-64 AArch64 DYN ( GNU_RELRO GNU_STACK 0 RW 0 IBT, SHSTK'",
}
RECIPES = """
build_musl() { write_compiler /dev/null; }
for each in openssl postgresql curl libyaml cjson zlib; do
	eval "build_$each() { touch $prefix/lib/lib$each.a; }"
done
"""


class StaticSources:
    """world.list/offer/pin set what apt lists, what its pool has, what the tree pins."""

    def __init__(self, folder):
        self.folder = folder
        self.tree = folder / "tree"
        shutil.copytree(TREE / "tools/static", self.tree / "tools/static")
        (self.tree / ".ci").mkdir()
        shutil.copy(TREE / ".ci/audit", self.tree / ".ci")
        (self.tree / "tools/static/recipes").write_text(RECIPES)
        self._pins = self.tree / "tools/static/sources.sha256"
        self._pins.write_text("# none\n")
        for name in ("listed", "pool", "bin"):
            (folder / name).mkdir()
        for name, script in STUBS.items():
            stub = folder / "bin" / name
            stub.write_text("#!/bin/bash\n" + script)
            stub.chmod(0o755)

    def list(self, package, version):
        with (self.folder / "listed" / package).open("a") as lists:
            lists.write(f"Package: {package}\nVersion: {version}\n\n")

    def offer(self, package, version, suffix=".debian.tar.xz", content="sound"):
        for end in (".dsc", suffix):
            (self.folder / "pool" / f"{package}_{version}{end}").write_text(content)

    def withdraw(self, package, version):
        for file in (self.folder / "pool").glob(f"{package}_{version}*"):
            file.unlink()

    def pin(self, package, version):
        digest = hashlib.sha256(b"sound").hexdigest()
        with self._pins.open("a") as pins:
            pins.write(f"{digest}  {package}_{version}.debian.tar.xz\n")

    def add(self, package, version):
        for step in (self.list, self.offer, self.pin):
            step(package, version)

    def add_all(self, version="1.0-1"):
        for package in PACKAGES:
            self.add(package, version)
        return self

    def run(self, script, *arguments, allow_older=None):
        environment = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "WORLD": str(self.folder),
        }
        if allow_older is not None:
            environment["STATIC_ALLOW_OLDER"] = allow_older
        command = [self.tree / script, *arguments]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    def fetch(self, package, **options):
        return self.run("tools/static/fetch", package, self.folder / "fetched", **options)
