"""The presets for clang, on a machine with what tools/install installs and no more."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

TREE = Path(__file__).resolve().parents[2]
SCRIPT = TREE / "cmake/clang.cmake"


@pytest.fixture
def folder_with(tmp_path):
    """A function that makes the folder of a PATH that has just these programs, and CMake."""

    def make(*names):
        folder = tmp_path / "bin"
        folder.mkdir()
        (folder / "cmake").symlink_to(shutil.which("cmake"))
        for name in names:
            (folder / name).symlink_to(shutil.which("true"))
        return folder

    return make


def chosen(folder, tmp_path):
    script = tmp_path / "say.cmake"
    script.write_text(f'include({SCRIPT})\nmessage("takes ${{CMAKE_C_COMPILER}}")\n')
    done = subprocess.run(
        [folder / "cmake", "-DCMAKE_FIND_USE_CMAKE_SYSTEM_PATH=NO", "-P", script],
        env=os.environ | {"PATH": str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stderr


@pytest.mark.parametrize(
    ("there", "taken"),
    [(["clang-14"], "clang-14"), (["clang"], "clang"), (["clang", "clang-14"], "clang-14")],
)
def test_clang__is_the_one_that_is_installed(folder_with, tmp_path, there, taken):
    folder = folder_with(*there)
    assert chosen(folder, tmp_path).strip() == f"takes {folder / taken}"


def test_clang__that_is_missing_is_asked_for_by_its_package(folder_with, tmp_path):
    assert "install clang-14 and libclang-rt-14-dev" in chosen(folder_with(), tmp_path)


@pytest.mark.parametrize("preset", ["clang", "fuzz"])
def test_preset__finds_the_clang_that_the_tree_installs(preset, tmp_path):
    done = subprocess.run(
        ["cmake", "--preset", preset, "-B", tmp_path], cwd=TREE, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "build.ninja").read_text() + (tmp_path / "CMakeCache.txt").read_text()
    assert re.search(r"^NOETL_SCHEMA_CLANG:FILEPATH=.*/clang-14$", lines, re.M)
    assert "clang-14" in (tmp_path / "compile_commands.json").read_text()
