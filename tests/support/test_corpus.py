"""make corpus: its goals can be missed, and without the corpus it says what it needs."""

import subprocess

import pytest

from corpus import goals
from support.program import ROOT

CONVERGED = {"id": "a/one", "status": "strict", "second_empty": True}


@pytest.mark.parametrize(
    "result",
    [
        {"id": "a/two", "status": "diverged", "diff": ["~TABLE t"]},
        {"id": "a/two", "status": "failed", "why": "exit 5"},
        {"id": "a/two", "status": "timeout", "why": ""},
        {"id": "a/two", "status": "rig-error", "why": "lost"},
        {"id": "a/two", "status": "semantic", "second_empty": False, "second_why": "pg_class"},
    ],
)
def test_goals__are_missed_by_one_case(capsys, result):
    assert goals.report([CONVERGED] * 200 + [result], is_denied=False) == 1
    assert "a/two" in capsys.readouterr().out


def test_goals__leave_room_for_a_refusal_and_for_what_is_not_graded(capsys):
    refused = {"id": "a/two", "status": "refused", "why": "exit 7: a\nb"}
    invalid = {"id": "a/three", "status": "invalid"}
    assert goals.report([CONVERGED] * 99 + [refused, invalid], is_denied=False) == 0
    assert goals.report([CONVERGED] * 98 + [refused, invalid], is_denied=False) == 1
    assert "a/two: exit 7: a / b" in capsys.readouterr().out


def test_goals__of_what_nobody_allowed(capsys):
    kept = {"id": "a/one", "status": "kept"}
    destroyed = {"id": "a/two", "status": "destroyed", "gone": ["table public.t"]}
    assert goals.report([kept], is_denied=True) == 0
    assert goals.report([kept, destroyed], is_denied=True) == 1
    assert "table public.t" in capsys.readouterr().out


def test_corpus__says_what_it_needs(tmp_path):
    for arguments, missing in (([], "CORPUS"), (["--corpus", tmp_path], "run_corpus.py")):
        result = subprocess.run(
            [ROOT / "tests/corpus/run", *arguments], capture_output=True, text=True
        )
        assert (result.returncode, missing in result.stderr) == (2, True)
        assert "*.jsonl" in result.stderr
