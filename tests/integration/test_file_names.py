"""Files have names: several of one schema live side by side, each with a promise of its own."""

import json

import pytest

from support import status_schema
from support.state import tables

A = "create table if not exists a (n int primary key, t text);\n"
B = "create table if not exists b (n int primary key);\ncreate index if not exists b_n on b (n);\n"
USES_A = "create table if not exists b (n int references a);\ncreate table if not exists c (n int);\n"
QUICK = {"NOETL_WAIT_TIMEOUT": "1s"}


@pytest.fixture
def write(tmp_path):
    def write_script(name, text):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write_script


@pytest.fixture
def pair(program, ready, write):
    """Two files of one schema, both applied."""
    paths = write("a.sql", A), write("b.sql", B)
    for path in paths:
        program.run("apply", "--file", path).expect(0)
    return paths


def sources(environment):
    return environment.execute("select source, outcome from noetl_ledger.run order by id")


def promised(environment, source):
    """The tables that a source promised last."""
    return {
        identity
        for (identity,) in environment.execute(
            "select object.identity from noetl_ledger.run join noetl_ledger.promise using (run),"
            " lateral rows from (unnest(kinds), unnest(identities)) as object(kind, identity)"
            " where object.kind = 'table' and source = %s and id ="
            " (select max(id) from noetl_ledger.run join noetl_ledger.promise using (run)"
            "  where source = %s)",
            (source, source),
        )
    }


def rename_source(environment, old, new):
    """The ledger as a program that gave it another name left it."""
    with environment.connect() as owner:
        owner.execute("alter table noetl_ledger.run disable trigger run_is_append_only")
        owner.execute("update noetl_ledger.run set source = %s where source = %s", (new, old))
        owner.execute("alter table noetl_ledger.run enable trigger run_is_append_only")
        owner.commit()


def test_names__of_files_are_their_own_unless_they_are_given_one(program, ready, write, tmp_path):
    program.run("apply", "--file", write("billing.sql", A)).expect(0, "file:billing: ")
    program.run("apply", "--file", "-", stdin=A).expect(0, "file:stdin: ")
    (tmp_path / "migrations").mkdir()
    write("migrations/1.sql", A)
    program.run("apply", "--file", f"{tmp_path}/migrations/").expect(0, "file:migrations: ")
    program.run("apply", "--file", write("x y.sql", A)).expect(
        3, 'error  "x y" cannot be the name', "hint: Give it a name with --name"
    )
    program.run("apply", "--file", tmp_path / "x y.sql", "--name", "b-1.x_Y").expect(
        0, "file:b-1.x_Y: "
    )
    program.run(
        "apply", "--file", tmp_path / "x y.sql", settings=program.settings | {"NOETL_NAME": "two"}
    ).expect(0, "file:two: ")
    assert [source for source, _ in sources(ready)] == [
        "file:billing",
        "file:stdin",
        "file:migrations",
        "file:b-1.x_Y",
        "file:two",
    ]


@pytest.mark.one_major
@pytest.mark.parametrize("name", ["a b", "a/b", "ä", "-x", ".x", "a:b", "x" * 64])
def test_names__hold_letters_digits_and_few_signs(program, ready, write, name):
    result = program.run("apply", "--file", write("a.sql", A), f"--name={name}")
    result.expect(3, "NOETL_NAME", "letters, digits")


def test_names__keep_the_drift_of_two_files_apart(program, ready, pair):
    a, b = pair
    assert promised(ready, "file:a") == {"noetl.a"}
    assert promised(ready, "file:b") == {"noetl.b"}
    for path in pair:
        program.run("verify", "--file", path).expect(0)
    ready.execute("drop table noetl.a")
    program.run("verify", "--file", a).expect(6, r"table noetl\.a")
    program.run("verify", "--file", b).expect(0, "as expected")
    program.run("apply", "--file", b).expect(0, "verified")
    program.run("verify", "--file", a).expect(6)
    program.run("apply", "--file", a).expect(0, "changed")
    for path in pair:
        program.run("verify", "--file", path).expect(0)


def test_names__make_a_change_of_one_file_a_mere_record_for_the_other(program, ready, pair, write):
    a, b = pair
    write("a.sql", A + "alter table a add column if not exists more int;\n")
    program.run("apply", "--file", a).expect(0, "changed")
    mark = ready.server.log_mark()
    program.run("apply", "--file", b).expect(0, "file:b: .*verified")
    assert "create table if not exists b" not in ready.server.log_text(mark)
    program.run("apply", "--file", b).expect(0, "nothing to do")
    program.run("apply", "--file", a).expect(0, "nothing to do")
    assert promised(ready, "file:b") == {"noetl.b"}


def test_names__leave_to_another_file_what_a_file_only_uses(program, ready, write):
    """What it makes cannot be known beside the live schema, for it refers to another's table."""
    a, b = write("a.sql", A), write("b.sql", USES_A)
    program.run("apply", "--file", a).expect(0)
    program.run("apply", "--file", b).expect(0)
    assert promised(ready, "file:b") == {"noetl.b", "noetl.c"}
    ready.execute("alter table noetl.a drop column t")
    program.run("verify", "--file", a).expect(6, r"column noetl\.a\.t")
    program.run("verify", "--file", b).expect(0)
    ready.execute("drop table noetl.c")
    program.run("verify", "--file", b).expect(6, r"table noetl\.c")


def test_names__leave_out_what_was_made_by_hand(program, ready, write):
    program.run("apply", "--file", write("a.sql", A)).expect(0)
    ready.execute("create table noetl.by_hand (n int)")
    b = write("b.sql", USES_A)
    program.run("apply", "--file", b).expect(0)
    assert promised(ready, "file:b") == {"noetl.b", "noetl.c"}
    ready.execute("drop table noetl.by_hand")
    program.run("verify", "--file", b).expect(0)


def test_names__of_two_files_that_make_the_same_are_told_once(program, ready, write):
    program.run("apply", "--file", write("a.sql", A)).expect(0)
    again = write("again.sql", A)
    result = program.run("apply", "--file", again).expect(0)
    warnings = [line for line in result.stderr.splitlines() if "warning" in line]
    assert len(warnings) == 1 and r"table noetl.a (file:a)" in warnings[0]
    assert "warning" not in program.run("apply", "--file", again).expect(0).stderr


@pytest.mark.one_major
def test_names__of_two_files_that_desire_one_object_differently_are_both_told(program, ready, write):
    program.run("apply", "--file", write("a.sql", A)).expect(0)
    ready.connect_as_owner().execute("insert into noetl.a values (1, 'x')")
    differing = write("b.sql", A.replace("t text", "t varchar(5), m int") + B)
    told = r"file:b and file:a desire differently .*: column noetl\.a\.t; nothing was changed", "Leave it to one of them"
    for options in ((), ("--managed-schemas", "noetl"), ("--destructive", "allow")):
        program.run("apply", "--file", differing, *options).expect(6, *told)
    assert tables(ready.connect(), "noetl") == ["a"]
    program.run("plan", "--file", differing).expect(6, *told)
    program.run("apply", "--file", write("a.sql", B)).expect(7)
    program.run("apply", "--file", write("a.sql", "create table if not exists z (n int);"), "--allow", "table:noetl.a").expect(0)
    program.run("apply", "--file", differing).expect(0)


def test_names__suffice_to_verify_tell_and_wait(program, ready, write):
    a = write("a.sql", A)
    program.run("apply", "--file", a, "--name", "billing").expect(0)
    program.run("verify", "--name", "billing").expect(0, "file:billing: .*as expected")
    program.run("status", "--name", "billing").expect(0, "file:billing .*as recorded")
    program.run("wait", "--name", "billing").expect(0, "is ready")
    (target,) = json.loads(
        program.run("status", "--name", "billing", "--output", "json").expect(0).stdout
    )["targets"]
    assert (target["source"], target["bundle"], target["state"]) == (
        "file:billing",
        "billing",
        "as_recorded",
    )
    (target,) = json.loads(
        program.run("verify", "--name", "billing", "--output", "json").expect(0).stdout
    )["targets"]
    assert target["source"] == "file:billing"
    program.run("verify", "--name", "shipping").expect(6, "no run recorded")
    program.run("status", "--name", "shipping").expect(0, "not recorded")
    quick = program.with_settings(program.settings | QUICK)
    quick.run("wait", "--name", "shipping").expect(
        10, "not recorded as applied from file:shipping", "status --name shipping"
    )
    program.run("apply", "--name", "billing").expect(2, "is not given", "hint: .*--file")
    program.run("reset", "--name", "billing", "--yes").expect(2, "is not given")
    ready.execute("drop table noetl.a")
    program.run("verify", "--name", "billing").expect(6, r"table noetl\.a")
    program.run("status", "--name", "billing").expect(0, "changed since it was recorded")


def test_names__with_files_say_whether_their_ddl_is_the_recorded_one(program, ready, write):
    a = write("a.sql", A)
    program.run("apply", "--file", a).expect(0)
    write("a.sql", A + "-- another\n")
    program.run("verify", "--file", a).expect(0, "other DDL, which was applied last")
    program.run("status", "--file", a).expect(0, "recorded with other DDL")
    program.run("wait", "--file", a).expect(0, "warning  .*other DDL of file:a", "is ready")
    assert "other DDL" not in program.run("wait", "--name", "a").expect(0).stderr


def test_names__in_the_environment_mean_files_where_no_bundle_is_named(program, ready, write):
    named = program.with_settings(
        program.settings | {"NOETL_NAME": "billing", "NOETL_BUNDLES": "noetl"}
    )
    named.run("apply", "--file", write("a.sql", A)).expect(0)
    assert sources(ready) == [("file:billing", "created")]
    assert "bundle:noetl" not in named.run("verify").expect(0).stdout
    named.run("verify", "noetl").expect(6, "bundle:noetl")
    named.run("partitions", "catalog").expect(6, "no schema")
    program.run("partitions", "--name", "billing").expect(2, "takes no --name")


def test_names__let_an_init_container_wait_for_a_file(program, ready, write):
    a = write("a.sql", A)
    waiting = program.start("init", "--name", "a")
    waiting.wait_for_line("is not recorded as applied from file:a")
    program.run("init", "--file", a, settings=program.settings | {"NOETL_INIT_DB": "true"}).expect(
        0, "created"
    )
    waiting.wait(10).expect(0, "is ready")
    program.run("init", "--name", "a", settings=program.settings | {"NOETL_INIT_DB": "1"}).expect(
        2, "is not given"
    )


def test_names__of_a_reset_empty_no_schema_that_others_fill(program, ready, write):
    a = write("a.sql", A)
    program.run("apply", "--file", a).expect(0)
    ready.execute("insert into noetl.a values (1)")
    program.run("reset", "--file", a).expect(7, "this would drop")
    program.run("reset", "--file", a, "--yes").expect(0, "reset")
    assert ready.value("select count(*) from noetl.a") == 0
    program.run("apply", "--file", write("b.sql", B)).expect(0)
    for confirmation in [], ["--yes"]:
        program.run("reset", "--file", a, *confirmation).expect(7, "of other sources", r"noetl\.b")
    assert tables(ready.connect(), "noetl") == ["a", "b"]
    ready.execute("drop table noetl.b")
    program.run("reset", "--file", a, "--yes").expect(0)


def test_names__keep_bundles_and_files_apart(program, ready, write):
    a = write("a.sql", A)
    program.run("apply", "--file", a, "--name", "noetl").expect(0)
    assert sources(ready) == [("file:noetl", "created")]
    program.run("apply", "noetl", "--file", a, "--name", "noetl").expect(
        0, "bundle:noetl: ", "file:noetl: "
    )
    ready.execute("drop table noetl.a")
    program.run("verify", "noetl").expect(0)
    program.run("verify", "--name", "noetl").expect(6)


class TestNamelessRecords:
    """Ledgers of a program that called the source of every file "file"."""

    def test_are_taken_over_by_the_same_ddl(self, program, ready, write):
        a = write("a.sql", A)
        program.run("apply", "--file", a).expect(0)
        rename_source(ready, "file:a", "file")
        program.run("apply", "--file", write("b.sql", B), "--name", "b").expect(0)
        rename_source(ready, "file:b", "file:other")
        program.run("verify", "--file", a).expect(0, "as expected")
        program.run("status", "--file", a).expect(0, "as recorded|changed since")
        mark = ready.server.log_mark()
        program.run("apply", "--file", a).expect(0, "verified")
        assert "create table if not exists a" not in ready.server.log_text(mark)
        assert promised(ready, "file:a") == {"noetl.a"}
        program.run("apply", "--file", a).expect(0, "nothing to do")
        program.run("verify", "--name", "a").expect(0, "as expected")

    def test_are_taken_over_by_the_first_name(self, program, ready, write):
        a = write("a.sql", A)
        program.run("apply", "--file", a).expect(0)
        rename_source(ready, "file:a", "file")
        program.run("wait", "--name", "a").expect(0)
        program.run("verify", "--name", "a").expect(0, "as expected")
        write("a.sql", A + "create table if not exists a2 (n int);\n")
        program.run("apply", "--file", a).expect(0, "changed")
        assert promised(ready, "file:a") == {"noetl.a", "noetl.a2"}
        assert sources(ready) == [("file", "created"), ("file:a", "changed")]

    def test_are_not_taken_over_by_another_name_with_other_ddl(self, program, ready, write):
        program.run("apply", "--file", write("a.sql", A)).expect(0)
        ready.execute(
            "insert into noetl_ledger.run (run, recorded_at, database_name, schema_name, source,"
            " outcome, version, checksum, fingerprint, statement_count, started_at, finished_at,"
            " tool_version, server_version) select gen_random_uuid(), recorded_at, database_name,"
            " schema_name, 'file', outcome, version, checksum, fingerprint, statement_count,"
            " started_at, finished_at, tool_version, server_version from noetl_ledger.run"
        )
        program.run("verify", "--name", "b").expect(6, "no run recorded")
        b = write("b.sql", B)
        program.run("apply", "--file", b).expect(0, "adopted")
        assert promised(ready, "file:b") == {"noetl.b"}

    def test_of_two_files_are_taken_over_by_each(self, program, ready, write):
        a, b = write("a.sql", A), write("b.sql", B)
        for path in (a, b):
            program.run("apply", "--file", path).expect(0)
        rename_source(ready, "file:a", "file")
        rename_source(ready, "file:b", "file")
        for path, source in ((a, "file:a"), (b, "file:b")):
            program.run("apply", "--file", path).expect(0)
            program.run("apply", "--file", path).expect(0, "nothing to do")
        assert promised(ready, "file:a") == {"noetl.a"}
        assert promised(ready, "file:b") == {"noetl.b"}


@pytest.mark.one_major
def test_names__are_in_the_status_document(report, api, environment, tmp_path):
    script = tmp_path / "billing.sql"
    script.write_text(A)
    report("apply", "--file", script)[0].expect(0)
    found = {}
    for body in api.bodies("/configmaps/"):
        found |= body.get("data", {})
    assert list(found) == [f"{environment.database}.file.billing"]
    document = json.loads(found[f"{environment.database}.file.billing"])
    status_schema.check(document)
    assert document["bundle"]["source"] == "file:billing"
    assert document["bundle"]["name"] == "billing"
