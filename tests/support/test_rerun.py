"""tests/run with RERUN_FAILED=1: what failed runs once more, and nothing else does."""

import os
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_major
RUN = Path(__file__).resolve().parents[1] / "run"

# Each test leaves its name in a file each time it runs.
MODULE = """
from pathlib import Path
RAN = Path(__file__).with_name("ran")
def ran(name):
    with RAN.open("a") as file:
        file.write(name + " ")
    return RAN.read_text().split().count(name)
def test_good():
    ran("good")
def test_late():
    assert ran("late") == 2
"""
NEVER = """
def test_bad():
    ran("bad")
    assert False
"""


def run(folder, module, **environment):
    (folder / "test_some.py").write_text(module)
    result = subprocess.run(
        [RUN, "-o", f"cache_dir={folder}/cache", "-c", "/dev/null", folder],
        env={**os.environ, "RERUN_FAILED": "", **environment},
        capture_output=True,
        text=True,
    )
    ran = folder / "ran"
    return result.returncode, ran.read_text().split() if ran.exists() else []


def test_rerun__takes_what_failed_and_succeeded_then(tmp_path):
    assert run(tmp_path, MODULE, RERUN_FAILED="1") == (0, ["good", "late", "late"])


def test_rerun__fails_on_what_failed_twice(tmp_path):
    assert run(tmp_path, MODULE + NEVER, RERUN_FAILED="1") == (
        1,
        ["good", "late", "bad", "late", "bad"],
    )


def test_rerun__is_not_done_unasked(tmp_path):
    assert run(tmp_path, MODULE) == (1, ["good", "late"])


def test_rerun__no_tests_are_no_success(tmp_path):
    assert run(tmp_path, "", RERUN_FAILED="1") == (5, [])
