"""tools/install, and the targets of the Makefile that call it, on a machine that lacks something."""

import os
import re
import subprocess
from pathlib import Path

import pytest

TREE = Path(__file__).resolve().parents[2]
INSTALL = TREE / "tools/install"
STUBS = {
    # Acts for a machine that has the packages of the file "installed" and no others.
    "dpkg-query": """
for name; do
	if grep -qxF "$name" "$WORLD/installed"; then echo "installed $name"; fi
done
[ $# -gt 0 ]
""",
    "apt-get": 'echo "apt-get $*" | tee -a "$WORLD/ran" >&2\n',
    # Runs nothing: the script's commands as root must not reach this machine.
    "sudo": 'cat </dev/null; echo "sudo $*" | tee -a "$WORLD/ran" >&2; [ ! -e "$WORLD/no-sudo" ]\n',
    "id": 'echo "${WORLD_USER:-1000}"\n',
}


class Machine:
    def __init__(self, folder):
        self.folder = folder
        (folder / "bin").mkdir()
        (folder / "installed").touch()
        (folder / "ran").touch()
        for name, script in STUBS.items():
            stub = folder / "bin" / name
            stub.write_text("#!/bin/bash\n" + script)
            stub.chmod(0o755)

    def has(self, packages):
        (self.folder / "installed").write_text("".join(f"{each}\n" for each in packages))

    def run(self, *command, **settings):
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "E2E"))}
        environment = kept | {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "WORLD": str(self.folder),
        }
        return subprocess.run(
            command, cwd=TREE, env=environment | settings, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip

    def missing(self, *purposes):
        return self.run(INSTALL, "--list", *purposes).stdout.split()

    @property
    def ran(self):
        return (self.folder / "ran").read_text().splitlines()


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


TARGETS = {
    "run": ["run"],
    "test": ["test"],
    "static": ["static"],
    "static-other": ["static", "ARCH=arm64 amd64"],
    "image": ["image"],
    "image-other": ["image", "ARCH=arm64 amd64"],
    "image-buildah": ["image", "BUILDER=buildah"],
    "e2e": ["e2e"],
}
LACKS = {
    "run": "postgresql-15",
    "test": "clang-14",
    "static": "dpkg-dev",
    "static-other": "qemu-user-static",
    "image": "dpkg-dev",
    "image-other": "qemu-user-static",
    "image-buildah": "buildah",
    "e2e": "containerd",
}


@pytest.mark.parametrize("target", TARGETS)
def test_target__with_no_install_says_what_is_missing_and_installs_nothing(machine, target):
    purposes = ["--test", "--static", "--cross", "--image", "--buildah", "--cluster"]
    lacks = LACKS[target]
    machine.has(set(machine.missing(*purposes)) - {lacks})
    done = machine.run("make", *TARGETS[target], NO_INSTALL="1")
    assert done.returncode != 0
    told, hint, *_ = done.stderr.splitlines()
    assert told == f"tools/install: missing, and NO_INSTALL=1: {lacks}"
    command = f"sudo apt-get update && sudo apt-get install --no-install-recommends {lacks}"
    assert hint == f"    hint: {command}"
    assert machine.ran == []


def test_install__prints_the_packages_before_it_installs_them(machine):
    wanted = machine.missing("--static")
    machine.has(set(wanted) - {"ninja-build", "xz-utils"})
    done = machine.run(INSTALL, "--static")
    assert done.returncode == 0, done.stderr
    told, *rest = done.stderr.splitlines()
    assert told == "tools/install: installing ninja-build xz-utils"
    assert any("apt-get update" in line for line in rest)
    installs = [line for line in machine.ran if " apt-get install " in line]
    assert len(installs) == 1 and installs[0].endswith(" ninja-build xz-utils")


@pytest.mark.parametrize("switch", ["", "1"])
def test_install__is_silent_where_nothing_is_missing(machine, switch):
    machine.has(machine.missing("--run", "--static"))
    done = machine.run(INSTALL, "--run", "--static", NO_INSTALL=switch)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.ran == []


def test_install__without_root_and_sudo_says_what_root_has_to_run(machine):
    machine.has(set(machine.missing("--build")) - {"cmake"})
    (machine.folder / "no-sudo").touch()
    done = machine.run(INSTALL, "--build")
    assert done.returncode == 1
    command = "sudo apt-get update && sudo apt-get install --no-install-recommends cmake"
    assert done.stderr.splitlines()[-1].endswith(f"run once: {command}")
    assert machine.ran == ["sudo -n true"]


def test_install__tells_root_the_command_without_sudo(machine):
    done = machine.run(INSTALL, "--buildah", NO_INSTALL="1", WORLD_USER="0")
    assert done.returncode == 1
    command = "apt-get update && apt-get install --no-install-recommends buildah"
    assert done.stderr.splitlines()[-1] == f"    hint: {command}"


def test_install__refuses_a_purpose_that_it_does_not_know(machine):
    done = machine.run(INSTALL, "--everything")
    assert done.returncode == 2
    assert 'unknown argument "--everything"' in done.stderr
    assert machine.ran == []


def test_install__takes_for_the_static_build_what_the_dockerfile_takes(machine):
    stage = (TREE / "Dockerfile").read_text().partition("\nFROM scratch")[0]
    (listed,) = re.findall(r"--no-install-recommends \\\n +(.*?) \$cross", stage)
    assert machine.missing("--static") == listed.split()


def test_run__of_the_tests_installs_no_python_package_with_no_install(machine):
    done = machine.run("tests/run", "--version", NO_INSTALL="1", XDG_CACHE_HOME=str(machine.folder))
    assert done.returncode == 1
    told, hint = done.stderr.splitlines()
    assert told == "tests/run: the packages of tests/requirements.txt are missing, and NO_INSTALL=1"
    assert hint.startswith("    hint: tests/run --version installs them into ")
    assert not list(machine.folder.glob("noetl-schema/python/*/"))
