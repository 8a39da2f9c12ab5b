"""A bad file of targets is refused as a whole, with every problem and its line."""

import re

import pytest


@pytest.mark.parametrize(
    "text, problem",
    [
        ("", r"is empty"),
        ("targets: []\n", r"holds no target"),
        ("- acme\n", r':1: "targets" must be there, and be a list'),
        ("targets: {acme: 1}\n", r':1: "targets" must be there, and be a list'),
        (
            "targets:\n- name: acme\n  NOETL_POSTGRE_DB: x\n",
            r':3: "NOETL_POSTGRE_DB" is not a setting',
        ),
        (
            "targets:\n- name: acme\n  NOETL_LOG_FORMAT: json\n",
            r":3: NOETL_LOG_FORMAT is for the program",
        ),
        (
            "targets:\n- name: acme\n  NOETL_TARGETS: other\n",
            r":3: NOETL_TARGETS is for the program",
        ),
        ("targets:\n- name: acme\n  POSTGRES_PORT: many\n", r":3: POSTGRES_PORT: must be a port"),
        ("targets:\n- name: acme\n  POSTGRES_HOST: ~\n", r":3: POSTGRES_HOST: is null in YAML"),
        ("targets:\n- name: acme\n  POSTGRES_HOST: [a]\n", r":3: POSTGRES_HOST: must be text"),
        (
            "targets:\n- name: acme\n  POSTGRES_HOST: a\n  POSTGRES_HOST: b\n",
            r":4: POSTGRES_HOST is there twice",
        ),
        ("targets:\n- POSTGRES_HOST: a\n", r":2: the target has no name"),
        ("targets:\n- acme\n", r":2: a target is a mapping"),
        ("targets:\n- name: a b\n", r":2: the target's name must be"),
        ("targets:\n- name: acme\n- name: acme\n", r'two targets are called "acme"'),
        ("targets:\n- name: acme\ntarget: x\n", r":3: only defaults and targets are known here"),
        ("defaults: 7\ntargets:\n- name: acme\n", r':1: "defaults" must be a mapping'),
        ("targets:\n- name: acme\n---\ntargets:\n- name: b\n", r":4: a second YAML document"),
        ("targets:\n\t- name: acme\n", r":2: not YAML"),
    ],
)
def test_targets__a_bad_file_is_told_by_its_line(bare_program, tmp_path, text, problem):
    path = tmp_path / "targets.yaml"
    path.write_text(text, encoding="utf-8")
    bare_program.run("apply", "--targets", path).expect(
        3, "targets.yaml" + (":? ?" if problem[0] != ":" else "") + problem
    )


def test_targets__all_problems_are_told_at_once(bare_program, tmp_path):
    path = tmp_path / "targets.yaml"
    path.write_text("targets:\n- name: a\n  X: 1\n- name: b\n  Y: 2\n", encoding="utf-8")
    bare_program.run("apply", "--targets", path).expect(3, "2 settings", ':3: "X" is', ':5: "Y" is')


@pytest.mark.parametrize("path", ["/nowhere/targets.yaml", "/dev/zero", "/tmp"])
def test_targets__a_file_that_is_none(bare_program, path):
    bare_program.run("apply", "--targets", path).expect(3, re.escape(path))
