"""help, version, and the documents that are made of them."""

import json
import pathlib
import re
import shlex
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMANDS = [
    "apply", "plan", "verify", "wait", "init", "status", "erd", "reset", "partitions", "export", "ddl", "config",
    "version", "help",
]


def test_help__lists_every_command_and_exit_status(run):
    text = run("help").expect(0).stdout
    for command in COMMANDS:
        assert re.search(rf"^  {command} ", text, re.M), command
    for status in (0, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 70):
        assert re.search(rf"^  {status}  ", text, re.M), status


@pytest.mark.parametrize("command", COMMANDS)
def test_help__is_the_same_however_it_is_asked_for(run, command):
    asked = run("help", command).expect(0, f"^Usage: noetl-schema {command}")
    assert asked.stderr == ""
    assert run(command, "--help").expect(0).stdout == asked.stdout
    assert run("-h", command).expect(0).stdout == asked.stdout
    assert run(command, "--help", "--no-such-option-at-all").exit_code == 2


def test_help__fits_a_terminal(run):
    for command in COMMANDS:
        for line in run("help", command).stdout.splitlines():
            assert len(line) <= 80 or re.match(r" +--\S+ \S+$", line), line


def test_help__works_in_the_worst_of_environments(run):
    broken = {"NOETL_LOG_FORMAT": "xml", "NOETL_CONFIG_DIR": "/nonexistent", "POSTGRES_PORT": "x"}
    for arguments in (["help"], ["version"], ["apply", "--help"], ["--version"]):
        assert run(*arguments, settings=broken).expect(0).stderr == ""


def test_help__of_the_seeds_words_is_that_of_apply(run):
    assert run("db", "apply-schema", "--help").stdout == run("help", "apply").stdout


def test_version__tells_commit_libraries_and_bundles(run):
    text = run("version").expect(0).stdout
    assert re.match(r"noetl-schema \d+\.\d+\.\d+ \(commit \S+, \S+\)\nwith libpq \d+\.\d+, ", text)
    document = json.loads(run("version", "--output", "json").expect(0).stdout)
    assert set(document) == {
        "version", "commit", "source_date", "libraries", "older_libraries", "bundles",
    }
    assert document["older_libraries"] == []
    assert {"libpq", "OpenSSL", "libyaml", "cJSON", "libcurl", "zlib"} <= set(document["libraries"])
    assert {entry["bundle"] for entry in document["bundles"]} == {
        "noetl", "workspace", "catalog", "system",
    }
    for entry in document["bundles"]:
        assert entry["version"] >= 1
        assert re.fullmatch("[0-9a-f]{64}", entry["sha256"])
    assert run("--version").stdout == run("-V").stdout == text


@pytest.mark.parametrize(
    "form, path", [("markdown", "docs/settings.md"), ("man", "docs/noetl-schema.1")]
)
def test_help__documents_are_what_the_program_writes(run, form, path):
    written = run("help", "--format", form).expect(0).stdout
    assert (ROOT / path).read_text() == written, f"make docs, and commit {path}"


def test_help__exit_statuses_are_those_of_their_page(run):
    help_text = run("help").expect(0).stdout.partition("Exit status:")[2]
    told = {
        status: "trying again" in " ".join(line.split())
        for status, line in re.findall(r"^  (\d+)  (.*(?:\n {10,}.*)*)", help_text, re.M)
    }
    page = (ROOT / "docs/exit-status.md").read_text()
    rows = re.findall(r"^\| (\d+) \|.*\| (yes|no|) ?\|$", page, re.M)
    assert {status: helps == "yes" for status, helps in rows} == told


def test_help__names_the_kind_of_every_value(run):
    """TEXT, where nothing better is known of a value, says nothing."""
    text = run("help", "config").expect(0).stdout
    assert "--passfile FILE" in text and "--targets FILE" in text and "--target NAME" in text
    assert not re.findall(r"--\S+ TEXT", text)


def test_help__markdown_is_wrapped(run):
    lines = run("help", "--format", "markdown").expect(0).stdout.splitlines()
    assert [line for line in lines if len(line) > 120 and line[0] not in "|*"] == []


def test_help__man_page_has_the_sections_that_a_reader_looks_for(run):
    page = run("help", "--format", "man").expect(0).stdout
    headings = re.findall(r'^\.SH "?(.*?)"?$', page, re.M)
    assert headings[:5] == ["NAME", "SYNOPSIS", "COMMANDS", "SETTINGS", "EXIT STATUS"]
    assert headings[-4:] == ["ENVIRONMENT", "FILES", "EXAMPLES", "SEE ALSO"]


def test_help__examples_of_the_man_page_are_understood(run):
    page = run("help", "--format", "man").expect(0).stdout
    blocks = re.findall(r"^\.EX\n(.*?)^\.EE$", page, re.M | re.S)
    commands = re.findall(r"^noetl-schema ([^|\n]+)", "".join(blocks).replace("\\-", "-"), re.M)
    assert len(commands) >= 6
    for command in commands:
        result = run(*shlex.split(command))
        assert result.exit_code in (0, 3), f"{command}: {result.stderr}"


def test_help__man_page_is_sound(run, tmp_path):
    page = tmp_path / "noetl-schema.1"
    page.write_text(run("help", "--format", "man").stdout)
    try:
        check = subprocess.run(
            ["groff", "-man", "-Tutf8", "-wall", "-z", page], capture_output=True, text=True
        )
    except FileNotFoundError:
        pytest.skip("groff is not installed")
    assert check.returncode == 0 and check.stderr == ""
