"""verify names what is missing or different, what was expected and what is live; it changes nothing."""

import json

import pytest

from support.state import snapshot


@pytest.fixture
def applied(program, environment):
    program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    return environment


def findings(result):
    return json.loads(result.stdout)["findings"]


def test_verify__changes_nothing_and_waits_for_nobody(program, applied):
    before = snapshot(applied.connect())
    workspace_before = snapshot(applied.connect(applied.workspace_database))
    program.run("verify", "noetl", "workspace").expect(0, "as expected")
    assert snapshot(applied.connect()) == before
    assert snapshot(applied.connect(applied.workspace_database)) == workspace_before


@pytest.mark.one_major
def test_verify__tells_machines_the_same(program, applied):
    answer = json.loads(program.run("verify", "noetl", "workspace", "--output", "json").stdout)
    assert answer["is_as_promised"]
    assert answer["broken_count"] == 0
    targets = {target["source"]: target for target in answer["targets"]}
    assert targets["bundle:noetl"]["database"] == applied.database
    assert targets["bundle:noetl"]["promised_count"] > 100
    assert targets["bundle:noetl"]["recorded_version"] == targets["bundle:noetl"]["version"]
    assert targets["bundle:workspace"]["promised_count"] >= 3


def test_verify__names_each_of_many_differences(program, applied):
    applied.execute("drop index noetl.ix_error_log_execution_id")
    applied.execute("alter table noetl.event_log alter column timestamp drop default")
    applied.execute("alter table noetl.workbook drop column raw_config")
    applied.execute("create table noetl.theirs (id int)")
    result = program.run("verify", "--output", "json").expect(6)
    found = {(finding["class"], finding["object"]): finding for finding in findings(result)}
    assert found["broken", "index noetl.ix_error_log_execution_id"]["found"] == "absent"
    column = found["broken", "column noetl.event_log.timestamp"]
    assert column["promised"] and column["found"]
    assert ("broken", "column noetl.workbook.raw_config") in found
    assert ("unmanaged", "table noetl.theirs") in found
    assert "ix_error_log_execution_id" in result.stderr
    # The documented fact is told in its own words.
    facts = [finding for finding in findings(result) if finding["found"] == "no default"]
    assert [fact["object"] for fact in facts] == ["column noetl.event_log.timestamp"]


@pytest.mark.one_major
def test_verify__shows_both_sides_of_what_has_changed(program, environment, write):
    body = "select 'a long text' " + "|| 'and more of it' " * 40 + "|| '{}'"
    function = "create or replace function long() returns text language sql as $$" + body + "$$;"
    script = write(function.format("what is desired") + "create table short (n int not null);")
    program.run("apply", "--file", script, "--ensure-role").expect(0)
    environment.execute(function.format("what was made of it").replace("long()", "noetl.long()"))
    environment.execute("alter table noetl.short alter column n drop not null")
    result = program.run("verify", "--file", script, "--output", "json").expect(6)
    found = {each["object"]: (each["promised"], each["found"]) for each in findings(result)}
    promised, live = found["function noetl.long()"]
    assert "'what is desired'" in promised and "'what was made of it'" in live
    promised, live = found["column noetl.short.n"]
    assert "not null" in promised and "integer" in live and "not null" not in live


def test_verify__calls_nobodys_only_what_no_source_of_the_schema_promised(
    program, applied, tmp_path
):
    script = tmp_path / "own.sql"
    script.write_text("create table if not exists ours (n int);\n")
    program.run("apply", "--file", script).expect(0)
    applied.execute("create table noetl.theirs (id int)")
    for arguments in ("noetl",), ("--file", script):
        result = program.run("verify", *arguments, "--output", "json").expect(0)
        unmanaged = [each["object"] for each in findings(result) if each["class"] == "unmanaged"]
        assert unmanaged == ["column noetl.theirs.id", "table noetl.theirs"]


@pytest.mark.one_major
def test_verify__tells_of_a_file_that_is_not_what_was_applied(program, applied, tmp_path):
    script = tmp_path / "own.sql"
    script.write_text("create table if not exists ours (n int);\n")
    program.run("apply", "--file", script).expect(0)
    script.write_text(script.read_text() + "create table if not exists other (n int);\n")
    program.run("verify", "--file", script).expect(0, r"other DDL, which was applied last")
    program.run("apply", "--file", script).expect(0)
    assert "other DDL" not in program.run("verify", "--file", script).expect(0).output


@pytest.mark.one_major
def test_verify__tells_once_what_two_bundles_say_of_their_database(program, environment):
    environment.create_owner_and_database()
    program.run("apply", "noetl", "catalog").expect(0)
    lines = program.run("verify", "noetl", "catalog").expect(0).stdout.splitlines()
    told = [line for line in lines if line.startswith("warning")]
    assert told and len(told) == len(set(told))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ('alter role "{owner}" in database "{database}" reset search_path', "search_path"),
        (
            'alter default privileges for role "{owner}" grant execute on functions to public',
            "PUBLIC may execute",
        ),
        ('alter role "{owner}" createrole', "CREATEROLE"),
        ('revoke connect on database "{database}" from "{owner}"', "found it cannot"),
    ],
)
def test_verify__knows_the_owner_and_its_database(program, applied, change, expected):
    names = {"owner": applied.owner, "database": applied.database}
    applied.execute(change.format(**names))
    program.run("verify", "--login-timeout", "0").expect(6, expected)
    program.run("apply", "--ensure-role", "--login-timeout", "0").expect(0)
    program.run("verify").expect(0)


def test_verify__knows_the_workspace_by_its_promises_alone(program, applied):
    workspace = {"dbname": applied.workspace_database}
    applied.execute("create table anything (goes text)", **workspace)
    applied.execute("create extension if not exists hstore", **workspace)
    program.run("verify", "workspace").expect(0)
    applied.execute("grant create on schema public to public", **workspace)
    program.run("verify", "workspace").expect(6, "PUBLIC may")
    program.run("apply", "workspace", "--ensure-role").expect(0)
    program.run("verify", "workspace").expect(0)


@pytest.mark.majors(15)
def test_verify__misses_an_extension_that_was_there(program, applied):
    workspace = {"dbname": applied.workspace_database}
    applied.execute("drop extension plpython3u", **workspace)
    program.run("verify", "workspace").expect(6, "extension plpython3u")
    program.run("apply", "workspace", "--ensure-role").expect(0)
    program.run("verify", "workspace").expect(0)


@pytest.mark.majors(13, 18)
def test_verify__does_not_miss_an_extension_that_could_not_be_had(program, applied):
    program.run("verify", "workspace").expect(0, "warning +extension plpython3u")


@pytest.mark.one_major
def test_verify__before_any_apply(program, environment):
    environment.create_owner_and_database()
    result = program.run("verify").expect(6, "absent")
    assert "noetl-schema apply" in result.output


@pytest.mark.one_major
def test_verify__after_the_schema_was_dropped(program, applied):
    applied.execute("drop schema noetl cascade")
    program.run("verify").expect(6, 'schema "noetl".*absent')


@pytest.mark.one_major
def test_verify__of_a_schema_that_no_run_recorded(program, environment):
    environment.create_owner_and_database()
    environment.execute(f'create schema noetl authorization "{environment.owner}"')
    program.run("verify").expect(6, "no run recorded")


@pytest.mark.one_major
def test_verify__gives_up_on_a_lock_rather_than_wait_for_ever(program, applied):
    session = applied.connect(autocommit=False)
    session.execute("lock table noetl.event_log in access exclusive mode")
    result = program.run("verify", "--lock-timeout", "200ms")
    assert result.exit_code in (0, 13), result


@pytest.mark.one_major
def test_verify__refused_at_the_door_says_so(bare_program, applied):
    settings = applied.settings(NOETL_PASSWORD="wrong", NOETL_LOGIN_TIMEOUT="0")
    bare_program.with_settings(settings).run("verify").expect(4, "password authentication failed")
