"""Names, errors and notices of a real database hold each class of character; what leaves is clean."""

import json
import os
import subprocess

import pytest
from psycopg import sql

from support.printable import (
    CLASSES,
    SHORT,
    assert_clean,
    assert_clean_json,
    assert_clean_log,
    is_hidden,
)
from support.polling import until
from support.stopping import bytes_in, make_small_pipe, stop, wait_until_asleep

pytestmark = pytest.mark.one_major

ALL = "".join(CLASSES.values())


def identifier(*names):
    return sql.Identifier(*names)


@pytest.fixture
def named(new_environment, program):
    """An environment whose schema, database and owner have such names, applied."""
    environment = new_environment()
    # The mark, by which all is dropped in the end, ends each of them.
    environment.schema = "s" + SHORT
    environment.database = f"d{SHORT}{environment.mark}"
    environment.owner = f"o{SHORT}{environment.mark}"
    program.settings = environment.settings()
    program.run("apply", "noetl", "--ensure-role").expect(0)
    return environment


def test_output__is_clean_of_names_of_schema_database_and_role(program, named):
    for arguments in (
        ["status"], ["verify"], ["apply"], ["partitions"], ["wait"], ["reset"],
        ["verify", "--require-isolation"], ["export", "execution-logs", "--id", "1",
                                            "--output-file", "-"],
    ):  # fmt: skip
        for log_format in "text", "json":
            result = program.run(*arguments, "--log-format", log_format, "--log-level", "debug")
            assert result.exit_code in (0, 6, 7), result
            assert_clean(result.stdout)
            (assert_clean if log_format == "text" else assert_clean_log)(result.stderr)
    for command in "status", "verify":
        result = program.run(command, "--output", "json").expect(0)
        assert_clean_json(json.loads(result.stdout))
        assert r"\u{9b}" in json.loads(result.stdout)["targets"][0]["schema"]


def test_output__is_clean_of_what_is_in_the_schema(program, environment):
    program.run("apply", "noetl", "--ensure-role").expect(0)
    with environment.connect_as_owner() as session:
        for text in CLASSES.values():
            name = identifier("noetl", "t" + text)
            session.execute(
                sql.SQL("create table {} ({} int, check (1 = 1))").format(name, identifier(text))
            )
            session.execute(
                sql.SQL("create index {} on {} ({})").format(
                    identifier("i" + text), name, identifier(text)
                )
            )
            session.execute(
                sql.SQL("alter table noetl.event_log add column {} text default {}").format(
                    identifier(text), sql.Literal(text)
                )
            )
        session.execute(
            sql.SQL("alter table noetl.workload rename column execution_id to {}").format(
                identifier(SHORT)
            )
        )
    with environment.connect() as session:
        session.execute(
            sql.SQL("grant select on noetl.event_log to {}").format(
                identifier(make_role(session, environment))
            )
        )
    for arguments in ["verify"], ["verify", "--log-format", "json"], ["status"], ["reset"]:
        result = program.run(*arguments)
        assert result.exit_code in (0, 6, 7), result
        assert_clean(result.stdout)
        (assert_clean_log if "json" in arguments else assert_clean)(result.stderr)
    result = program.run("verify", "--output", "json").expect(6)
    assert_clean_json(json.loads(result.stdout))
    assert len(json.loads(result.stdout)["findings"]) > len(CLASSES)


def make_role(session, environment):
    name = SHORT + environment.mark
    session.execute(sql.SQL("create role {}").format(identifier(name)))
    return name


def refuse(text):
    quoted = "U&'" + "".join(f"\\+{ord(character):06x}" for character in text) + "'"
    return (
        f"do $$ begin raise warning '%', {quoted}; raise exception '%', {quoted}"
        f" using detail = {quoted}, hint = {quoted}; end $$;\n"
    )


# U&'' takes no surrogate and no NUL; the rest travels.
TEXT = "".join(character for character in ALL if character != "\0")


def test_errors__are_clean_whatever_the_ddl_raises(program, environment, tmp_path):
    environment.create_owner_and_database()
    script = tmp_path / "script.sql"
    script.write_text(refuse(TEXT))
    for log_format in "text", "json":
        words = tmp_path / "words"
        result = program.run(
            "apply", "--file", script, "--log-format", log_format, "--log-level", "debug",
            settings=program.settings | {"TERMINATION_LOG_PATH": str(words)},
        ).expect(5)
        (assert_clean if log_format == "text" else assert_clean_log)(result.stderr)
        assert_clean(words.read_text(encoding="utf-8"))
        assert r"\u{9b}" in words.read_text(encoding="utf-8")


def test_errors__show_a_clean_excerpt_with_the_caret_under_its_place(
    program, environment, tmp_path
):
    environment.create_owner_and_database()
    script = tmp_path / "script.sql"
    script.write_text("select '\x9b\u202e\x1b[2J', nothing_of_that_name;\n")
    result = program.run("apply", "--file", script).expect(5)
    assert_clean(result.stderr)
    lines = result.stderr.splitlines()
    caret = next(number for number, line in enumerate(lines) if line.strip() == "^")
    assert lines[caret - 1][lines[caret].index("^") :].startswith("nothing_of_that_name"), result


def test_terminal__is_not_moved_by_a_name(program, environment, tmp_path):
    environment.create_owner_and_database()
    script = tmp_path / f"{SHORT.replace('/', '')}.sql"
    script.write_text(refuse(TEXT))
    result = program.run_on_terminal("apply", "--file", script)
    own = result.stdout.replace("\r\033[K", "")  # the live line's own
    for sequence in "\033[2m", "\033[0m", "\033[31m", "\033[33m", "\r\n":
        own = own.replace(sequence, "\n")
    assert not {character for character in own if is_hidden(character)} - {"\n"}, result


def test_lock__is_waited_for_with_a_clean_name_of_its_holder(program, environment, tmp_path):
    environment.create_owner_and_database()
    script = tmp_path / "script.sql"
    script.write_text("create table if not exists t (id int); alter table t add column n int;\n")
    program.run("apply", "--file", script).expect(0)
    holder = environment.connect(application_name="a\n\x1b[2J", autocommit=False)
    holder.execute("lock table noetl.t in access exclusive mode")
    script.write_text("create table if not exists t (id int); alter table t add column m int;\n")
    running = program.start("apply", "--file", script, "--lock-timeout", "200ms")
    running.wait_for_line("in the way: process")
    assert_clean(running.terminate().wait().expect(12).stderr)


def test_report__is_clean_of_everything_the_database_says(report, api, environment, tmp_path):
    environment.schema = "s" + SHORT
    script = tmp_path / "script.sql"
    script.write_text(refuse(TEXT))
    changes = {"NOETL_SCHEMA": environment.schema, "NOETL_ANNOTATE_JOB": "true"}
    result, last_words = report("apply", "--file", script, settings=changes)
    result.expect(5)
    assert_clean(result.stderr)
    assert_clean(last_words)
    bodies = [json.loads(body) for _, _, _, body in api.requests if body]
    assert len(bodies) > 2
    for body in bodies:
        assert_clean_json(body)
    result, _ = report("apply", "noetl", settings=changes)
    result.expect(0)
    for body in (json.loads(body) for _, _, _, body in api.requests if body):
        assert_clean_json(body)


def begin(program, *arguments, **streams):
    return subprocess.Popen(
        [program.binary, *map(str, arguments)], env=program.environment(),
        stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **streams,
    )


@pytest.mark.parametrize("command", ["status", "verify", "export"])
def test_stop__while_nobody_reads_the_answer(program, environment, command):
    program.run("apply", "noetl", "--ensure-role").expect(0)
    reader, writer, capacity = make_small_pipe()
    arguments = {
        "status": ["status", "--output", "json"],
        "verify": ["verify", "--output", "json"],
        "export": ["export", "execution-logs", "--id", "7", "--output-file", "-"],
    }[command]
    with environment.connect_as_owner() as session:
        session.execute("insert into noetl.workload (execution_id) values (7)")
        session.execute(
            "insert into noetl.event_log (execution_id, event_id, event_type, context)"
            " select 7, n, 'x', repeat('x', 1000) from generate_series(1, 300) as n"
        )
        for number in range(60):  # each a finding
            session.execute(f"create table noetl.unmanaged_{number} (id int)")
    if command == "status":
        os.write(writer, b"x" * capacity)
    process = begin(program, *arguments, stdout=writer)
    until(lambda: bytes_in(reader) == capacity)
    wait_until_asleep(process)
    assert stop(process) == 12
    os.close(reader)
    os.close(writer)
