"""What somebody at a terminal sees of a run, and somebody who reads a log does not."""

import re

import pytest

pytestmark = pytest.mark.one_major


def test_terminal__a_first_run_counts_its_statements(program):
    result = program.run_on_terminal("apply", "--ensure-role").expect(0)
    assert re.search(r"statement \d+ of \d+", result.stdout)


def test_terminal__a_log_has_no_live_line(program):
    result = program.run("apply", "--ensure-role").expect(0)
    assert not re.search(r"statement \d+ of \d+", result.output)
    assert "\r" not in result.output and "\033" not in result.output
