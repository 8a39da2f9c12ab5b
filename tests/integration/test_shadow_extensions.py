"""An extension in the schema keeps nobody from knowing what the schema has to be."""

import pytest

# Trusted extensions: their members belong to the superuser who made the cluster, and cannot be moved.
EXTENSIONS = {
    "hstore": "create table if not exists doc (id int primary key, tags noetl.hstore);",
    "pg_trgm": "create index if not exists doc_note on doc using gin (note noetl.gin_trgm_ops);",
    "citext": "create table if not exists name (n noetl.citext primary key);",
    "uuid-ossp": "create table if not exists u (u uuid default noetl.uuid_generate_v4());",
    "pgcrypto": "create table if not exists d (d bytea default noetl.digest('a', 'md5'));",
}
DOCUMENT = "create table if not exists doc (id int primary key, note text, n int not null default 5);\n"


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_shadow__is_built_around_an_extension_that_cannot_be_moved(
    program, ready, write, extension
):
    begin = (
        f'create extension if not exists "{extension}";\n' + DOCUMENT + EXTENSIONS[extension] + "\n"
    )
    program.run("apply", "--file", write(begin)).expect(0)
    ready.execute("insert into noetl.doc (id) select generate_series(1, 100)")
    script = write(begin + "create table if not exists other (n int);\n")
    result = program.run("apply", "--file", script)
    result.expect(0, "cannot be put aside", "ACCESS EXCLUSIVE", "definitions proved")
    assert ready.value("select count(*) from noetl.doc") == 100
    program.run("verify", "--file", script).expect(0)
    ready.execute("alter table noetl.doc drop column n")
    script = write(
        begin + "create table if not exists other (n int);\ncreate table if not exists another (n int);\n"
    )
    program.run("verify", "--file", script).expect(6, r"column noetl\.doc\.n")
    program.run("apply", "--file", script).expect(0, "what differs is planned")
    program.run("verify", "--file", script).expect(0)
    assert ready.value("select count(*) from noetl.doc") == 100


def test_shadow__is_built_in_a_schema_that_the_owner_may_not_rename(program, ready, write):
    """As public is until 14: the owner may make things in it, and it is another's."""
    ready.execute(
        f'create schema noetl; grant all on schema noetl to "{ready.owner}"'
    )
    program.run("apply", "--file", write(DOCUMENT)).expect(0)
    script = write(DOCUMENT + "create table if not exists other (n int);\n")
    program.run("apply", "--file", script).expect(0, "cannot be put aside", "definitions proved")
    ready.execute("create table noetl.theirs (n int)")
    script = write(DOCUMENT + "create table if not exists another (n int);\n")
    program.run("apply", "--file", script).expect(4, "must be owner", "has to own schema")


def test_shadow__in_place_drops_nothing_outside_of_the_schema(program, ready, write):
    begin = "create extension if not exists hstore;\n" + DOCUMENT
    program.run("apply", "--file", write(begin)).expect(0)
    ready.execute(
        "create schema other; create table other.uses (h noetl.hstore);"
        " create view other.latest as select id from noetl.doc"
    )
    script = write(begin + "create table if not exists other_one (n int);\n")
    program.run("apply", "--file", script).expect(4, r"view other\.latest")
    ready.execute("drop view other.latest")
    program.run("apply", "--file", script).expect(0)
    assert ready.value("select count(*) from other.uses") == 0


def test_shadow__in_place_waits_no_longer_than_it_may(program, ready, write):
    begin = "create extension if not exists hstore;\n" + DOCUMENT
    program.run("apply", "--file", write(begin)).expect(0)
    script = write(begin + "create table if not exists other (n int);\n")
    with ready.connect() as reader:
        reader.execute("begin")
        reader.execute("select from noetl.doc")
        result = program.run(
            "apply", "--file", script, "--lock-timeout", "200ms", "--change-timeout", "1s"
        )
        result.expect(13, "lock timeout")


def test_shadow__takes_no_privilege_on_a_member_of_an_extension_for_desired(program, ready, write):
    """The extension stays where it is: what somebody granted or took on it is not what its script does."""
    ready.execute(f'alter role "{ready.owner}" superuser')
    options = ("--managed-schemas", "*", "--prune", "--destructive", "allow")
    plain = "create extension pg_trgm; create table t (n int);"
    taken = plain + "revoke execute on function similarity(text, text) from public; grant execute on function similarity(text, text) to pg_monitor;"
    has_it = "select has_function_privilege('{}', 'noetl.similarity(text, text)', 'execute')"
    for text, everybody, monitor in ((plain, True, True), (taken, False, True), (plain, True, True), (taken, False, True)):
        program.run("apply", "--file", write(text), *options).expect(0)
        program.run("apply", "--file", write(text), *options).expect(0, "nothing to do")
        assert ready.value(has_it.format("pg_signal_backend")) is everybody
        assert ready.value(has_it.format("pg_monitor")) is monitor
