"""What somebody mistypes, and the exit statuses that need no server."""

import json
import os
import re

import pytest


@pytest.mark.parametrize(
    "arguments, message, hint",
    [
        ([], "no command is given", "noetl-schema help"),
        (["aply"], 'unknown command "aply"', 'Did you mean "apply"'),
        (["frobnicate"], 'unknown command "frobnicate"', "noetl-schema help"),
        (["apply", "--enusre-role"], "unknown option --enusre-role", "Did you mean --ensure-role"),
        (["apply", "--zzz"], "unknown option --zzz", None),
        (["apply", "-z"], "unknown option -z", None),
        (["apply", "--host"], "--host needs a value", None),
        (["apply", "--file"], "--file needs a value", None),
        (["reset", "--yes=1"], "--yes takes no value", None),
        (["ddl", "--yes"], '"ddl" takes no --yes', "help ddl"),
        (["ddl", "--host", "x"], '"ddl" takes no --host', "help ddl"),
        (["config", "word"], 'does not know what to do with "word"', None),
        (["wait", "--for", "godot"], "--for takes database|schema", None),
        (["status", "--limit", "0"], "--limit takes a whole number", None),
        (["status", "--limit", "1x"], "--limit takes a whole number", None),
        (["help", "aply"], 'unknown command "aply"', 'Did you mean "apply"'),
        (["db"], '"db" must be followed by "apply-schema"', None),
        (["db", "drop"], '"db" must be followed by "apply-schema"', None),
        (["server", "start"], 'unknown command "server"', None),
        (["ddl", "nope"], 'no bundle "nope"', "bundles are"),
        (["apply", "--postgres-password", "x"], "unknown option --postgres-password", None),
    ],
)
def test_usage__a_slip_exits_2_and_is_named(run, arguments, message, hint):
    result = run(*arguments).expect(2)
    assert result.stdout == ""
    assert message in result.stderr
    if hint:
        assert hint in result.stderr


def test_usage__options_may_stand_anywhere(config):
    for arguments in (
        ["--host", "db", "--port=5433"], ["--host=db", "--port", "5433", "-q"],
    ):
        settings = config(*arguments)
        assert settings["POSTGRES_HOST"]["value"] == "db"
        assert settings["POSTGRES_PORT"]["value"] == "5433"


def test_usage__two_dashes_end_options(run):
    result = run("ddl", "--", "--yes").expect(2)
    assert 'no bundle "--yes"' in result.stderr


def test_usage__flags_may_be_switched_off(config):
    assert config("--ensure-role=false", settings={"NOETL_ENSURE_ROLE": "true"})[
        "NOETL_ENSURE_ROLE"
    ]["value"] == "false"


@pytest.mark.parametrize("ensure_role", [False, True])
@pytest.mark.parametrize("words", [["apply"], ["db", "apply-schema"]])
def test_usage__everything_that_is_missing_is_listed_at_once(run, words, ensure_role):
    arguments = words + (["--ensure-role"] if ensure_role else [])
    result = run(*arguments).expect(3)
    assert "POSTGRES_HOST is missing" in result.stderr
    assert "NOETL_PASSWORD is missing" in result.stderr
    for name in ("POSTGRES_USER", "POSTGRES_PASSWORD"):
        assert (f"{name} is missing" in result.stderr) == ensure_role
    # libpq's own words for a socket that was guessed
    assert "/var/run/postgresql" not in result.stderr


def test_usage__what_is_missing_and_what_is_malformed_come_together(run):
    result = run(
        "apply", "noetl", "workspace",
        settings={"POSTGRES_PORT": "seventy", "NOETL_LOCK_TIMEOUT": "0"},
    ).expect(3)
    assert "5 settings are missing or malformed" in result.stderr
    for name in (
        "POSTGRES_PORT (environment)", "NOETL_LOCK_TIMEOUT (environment)", "POSTGRES_HOST",
        "NOETL_PASSWORD", "POSTGRES_PASSWORD",
    ):
        assert name in result.stderr


@pytest.mark.parametrize(
    "arguments", [["plan"], ["verify"], ["wait"], ["init"], ["status"], ["erd"], ["reset"], ["partitions"],
                  ["export", "execution-logs", "--id", "1"]],
)
def test_usage__every_command_that_connects_wants_a_host(run, arguments):
    run(*arguments).expect(3, "POSTGRES_HOST is missing")


def test_usage__the_name_of_the_link_does_not_matter(bare_program, tmp_path):
    link = tmp_path / "noetl"
    os.symlink(bare_program.binary, link)
    result = bare_program.run("db", "apply-schema", "--ensure-role", executable=link)
    result.expect(3, "POSTGRES_HOST is missing")


def test_usage__a_server_that_is_not_there_exits_10(run):
    run(
        "apply", "--host", "127.0.0.1", "--port", "1", "--wait-timeout", "0",
        settings={"NOETL_PASSWORD": "x"},
    ).expect(10, "127.0.0.1 port 1")


def test_usage__a_stop_signal_while_waiting_exits_12(bare_program):
    running = bare_program.start(
        "apply", "--host", "127.0.0.1", "--port", "1", settings={"NOETL_PASSWORD": "x"}
    )
    running.wait_for_line("waiting")
    running.terminate()
    result = running.wait(5)
    result.expect(12, "interrupted by SIGTERM")


def test_usage__a_file_that_is_not_there_exits_3(run):
    settings = {"POSTGRES_HOST": "127.0.0.1", "POSTGRES_PORT": "1", "NOETL_PASSWORD": "x"}
    run("apply", "--file", "/nonexistent.sql", "--wait-timeout=0", settings=settings).expect(
        3, "/nonexistent.sql"
    )


def test_log__json_is_an_object_a_line(run):
    result = run("apply", "--log-format=json", "--port=x").expect(3)
    lines = [json.loads(line) for line in result.stderr.splitlines()]
    failure = lines[-1]
    assert failure["level"] == "error"
    assert failure["kind"] == "settings" and failure["exit_status"] == 3
    assert "POSTGRES_HOST is missing" in failure["detail"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", failure["time"])


def test_log__text_lines_have_time_and_level(run):
    first = run("aply").stderr.splitlines()[0]
    assert re.match(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z error  unknown command "aply"$', first)


def test_log__time_is_utc_wherever_one_is(run):
    here = run("aply", settings={"TZ": "Pacific/Kiritimati"}).stderr[:13]
    assert here == run("aply").stderr[:13]


def test_log__what_was_typed_cannot_forge_a_line(run):
    result = run("x\n2026-11-21T16:00:00.000Z info  all is well\033[2J").expect(2)
    assert "\n2026-11-21T16:00:00.000Z info" not in result.stderr
    assert "\033" not in result.stderr


@pytest.mark.parametrize(
    "option, hint",
    [("--password", "environment"), ("-p", "help COMMAND"), ("--dry-run", "help COMMAND"),
     ("--ensure-rule", "--ensure-role")],
)
def test_usage__an_unknown_option_comes_with_a_hint(run, option, hint):
    run("apply", option).expect(2, f"unknown option {option}", f"hint: .*{hint}")
