"""version --licenses: the license of the program, and of all that it is linked with."""

import json
import re

import pytest

from support.static_sources import PACKAGES, TREE

FILES = ["LICENSE", *sorted(f"licenses/{each.name}" for each in (TREE / "licenses").iterdir())]
NOTICE = (TREE / "NOTICE").read_text()
NAMED = dict(re.findall(r"^  (\S+) +(licenses/\S+\.txt) ", NOTICE, re.M))


@pytest.fixture
def printed(run):
    """{file: text} as the program prints it for programs."""
    document = json.loads(run("version", "--licenses", "--output", "json").expect(0).stdout)
    assert document["notice"] == NOTICE
    return {each["file"]: each["text"] for each in document["licenses"]}


def test_licenses__are_printed_as_the_source_tree_has_them(printed):
    assert list(printed) == FILES
    for name, text in printed.items():
        assert text == (TREE / name).read_text(), name


def test_licenses__of_every_library_that_the_program_says_it_runs_with(run, printed):
    libraries = json.loads(run("version", "--output", "json").expect(0).stdout)["libraries"]
    for name in libraries:
        assert name in NAMED, f"NOTICE has no license of {name}"
        assert len(printed[NAMED[name]]) > 1000, name


@pytest.mark.parametrize("package", PACKAGES)
def test_licenses__of_every_source_of_the_static_program(package, printed):
    file = f"licenses/{package.removesuffix('-15')}.txt"
    assert file in printed and file in NAMED.values()


def test_licenses__that_notice_names_are_there_and_no_others():
    named = set(re.findall(r"licenses/\S+\.txt", NOTICE))
    assert named == set(FILES) - {"LICENSE"}


def test_licenses__are_read_one_after_the_other_by_people(run):
    text = run("version", "--licenses").expect(0).stdout
    assert run("--version", "--licenses").stdout == text
    expected = NOTICE
    for name in FILES:
        expected += f"\n======== {name} ========\n\n{(TREE / name).read_text()}"
    assert text == expected


def test_licenses__are_asked_of_version_alone(run):
    assert run("config", "--licenses").exit_code == 2
