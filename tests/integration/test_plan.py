"""The command plan: it tells what apply would do, and changes nothing."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from support import state
from support.other_sessions import advisory_locks
from support.owner_psql import psql
from support.polling import until

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/plan.schema.json").read_text())

BEFORE = """
create table item (id int primary key, name text not null, old int, count int);
create table kept (n int);
create function answer() returns int language sql as 'select 1';
"""
AFTER = """
create table item (id int primary key, name text not null, count bigint, note text default 'x');
create table kept (n int);
create index item_name on item (name);
create function answer() returns int language sql as 'select 2';
create view named as select id, name from item;
"""


@pytest.fixture
def shop(ready, program, write):
    """A schema as the DDL of before makes it, with rows."""
    program.run("apply", "--file", write(BEFORE), "--prune").expect(0)
    ready.execute("insert into noetl.item select n, 'name', n, n from generate_series(1, 1234) n")
    ready.execute("insert into noetl.kept values (1)")
    return ready


@pytest.fixture
def plan(program, write):
    def run(text, *arguments):
        return program.run("plan", "--file", write(text), *arguments)

    return run


def document(done):
    found = json.loads(done.stdout)
    jsonschema.validate(found, SCHEMA)
    return found


def test_plan__shows_each_change_with_what_it_costs(shop, plan):
    done = plan(AFTER, "--prune").expect(0)
    lines = done.stdout.splitlines()
    assert lines[0].startswith("file:") and lines[0].endswith("changes")
    assert "drops the column; loses 1,234 rows" in done.stdout
    assert "refused without --allow 'column:noetl.item.old'" in done.stdout
    assert "rewrite      alter column noetl.item.count" in done.stdout
    assert re.search(r"create view noetl.named \(\S*own.sql:6:13\)", done.stdout)
    assert re.search(r"create column noetl.item.note \(\S*own.sql:2:74\)", done.stdout)
    assert re.search(r"1 rewrites \d+ kB, 1 loses 1,234 rows$", lines[-1])
    allowed = plan(AFTER, "--prune", "--allow", "column:noetl.item.old").expect(0).stdout
    assert "refused" not in allowed and "; allowed" in allowed


def test_plan__tells_whom_each_change_keeps_waiting(shop, plan):
    wanted = AFTER.replace("create table kept (n int);", "create table kept (n int check (n > 0));")
    shown = plan(wanted, "--prune").expect(0).stdout
    waiting = "readers and writers wait while 1,234 rows"
    assert re.search(rf"locks noetl.item: ACCESS EXCLUSIVE, {waiting} \(\d+ kB\) are written anew", shown)
    assert re.search(r"locks noetl.item: SHARE, writers wait while 1,234 rows .* are read", shown)
    assert re.search(r"locks noetl.kept: ACCESS EXCLUSIVE, .* wait while 1 row .* is read", shown)
    steps = document(plan(wanted, "--prune", "--output", "json"))["schemas"][0]["steps"]
    (index,) = [step for step in steps if step["kind"] == "index"]
    assert (index["lock"], index["locked"], index["rows"], index["row_count"]) == (
        "SHARE", "noetl.item", "read", 1234
    )
    (view,) = [step for step in steps if step["kind"] == "view"]
    assert (view["lock"], view["locked"], view["rows"]) == (None, None, None)


def test_plan__names_what_it_leaves_alone_and_what_it_locks_elsewhere(shop, plan):
    shop.execute("create schema warehouse; create table warehouse.place (id int primary key);"
                 f' grant usage on schema warehouse to "{shop.owner}";'
                 f' grant references on warehouse.place to "{shop.owner}";'
                 " create table noetl.report (n int primary key)")
    wanted = BEFORE.replace("kept (n int)", "kept (n int references warehouse.place)")
    shown = plan(wanted, "--managed-schemas", "noetl").expect(0).stdout
    assert "  left alone: 1 object is not managed: table noetl.report\n" in shown
    assert "  and warehouse.place: SHARE ROW EXCLUSIVE, writers wait\n" in re.sub(" {3,}", "  ", shown)
    assert "  refers to warehouse.place, which is not managed: SHARE ROW EXCLUSIVE, writers wait" in shown
    found = document(plan(wanted, "--managed-schemas", "noetl", "--output", "json"))["schemas"][0]
    assert (found["unmanaged_count"], found["unmanaged"]) == (1, ["table noetl.report"])
    assert found["outside"] == ["warehouse.place"]
    (key,) = found["steps"]
    assert (key["also_lock"], key["also_locked"]) == ("SHARE ROW EXCLUSIVE", "warehouse.place")


def test_plan__of_another_roles_table_names_who_may(shop, plan):
    shop.execute("alter table noetl.item owner to postgres")
    plan(AFTER, "--prune").expect(4, "belongs to role postgres", "GRANT")


def test_plan__changes_nothing(shop, plan):
    with shop.connect() as session:
        before = state.snapshot(session)
        for form in ("text", "json", "sql"):
            plan(AFTER, "--prune", "--output", form).expect(0)
        assert state.difference(before, state.snapshot(session)) == []


def test_plan__changes_nothing_where_nothing_is_recorded(ready, plan):
    ready.connect_as_owner().execute("create schema noetl; create table noetl.item (id int)")
    with ready.connect() as session:
        before = state.snapshot(session)
        plan(AFTER, "--prune", "--check").expect(6)
        assert state.difference(before, state.snapshot(session)) == []


def test_plan__its_sql_gets_to_the_same_place_as_apply(shop, plan, program, write):
    script = plan(AFTER, "--prune", "--output", "sql").expect(0).stdout
    assert "NOT COMPLETE" not in script
    assert "-- destructive: drop column noetl.item.old" in script
    psql(shop, script)
    assert "nothing to do" in plan(AFTER, "--prune").expect(0).stdout
    program.run("apply", "--file", write(AFTER), "--prune").expect(0)
    program.run("verify", "--file", write(AFTER), "--prune").expect(0)
    assert shop.value("select count(*) from noetl.item") == 1234


def test_plan__is_what_apply_then_does(shop, plan, program, write):
    steps = document(plan(AFTER, "--prune", "--output", "json"))["schemas"][0]["steps"]
    done = program.run("apply", "--file", write(AFTER), "--prune", "--destructive", "allow",
                       "--log-level", "debug").expect(0)
    for step in steps:
        assert step["statements"][0].splitlines()[0] in done.stderr


def test_plan__as_a_document(shop, plan):
    found = document(plan(AFTER, "--prune", "--output", "json").expect(0))
    schema = found["schemas"][0]
    assert (found["has_work"], schema["state"], schema["complete"]) == (True, "change", True)
    (lossy,) = [step for step in schema["steps"] if step["hazard"] == "destructive"]
    assert lossy["object"] == "noetl.item.old"
    assert lossy["lost_row_count"] == 1234 and lossy["is_refused"]
    assert lossy["allow"] == "--allow 'column:noetl.item.old'"


def test_plan__check_tells_by_its_status(shop, plan):
    plan(AFTER, "--prune", "--check").expect(6, "1 of 1 schemas would be changed")
    plan(BEFORE, "--prune", "--check").expect(0, "nothing to do")
    same = "-- another text\n" + BEFORE
    assert not document(plan(same, "--prune", "--check", "--output", "json").expect(0))["has_work"]


def test_plan__of_a_schema_that_is_not_there(ready, plan):
    done = plan("create table a (n int); create table b (n int);", "--output", "text").expect(0)
    assert "apply creates it with 2 statements of the DDL" in done.stdout
    found = document(plan(AFTER, "--output", "json", "--check").expect(6))
    assert found["schemas"][0]["state"] == "create"
    assert found["schemas"][0]["statement_count"] == 5


def test_plan__of_a_cast_that_may_not_be_there_shows_what_is_tried(shop, plan):
    done = plan(BEFORE.replace("count int", "count date"), "--prune", "--output", "sql").expect(0)
    assert "NOT COMPLETE" in done.stdout and "several statements" in done.stdout


def test_plan__says_that_more_may_follow(shop, plan):
    more = BEFORE + "insert into kept values (2) on conflict do nothing; do $$ begin perform 1; end $$;"
    done = plan(more, "--prune", "--output", "sql").expect(0)
    assert "NOT COMPLETE" in done.stdout and "data statements" in done.stdout
    found = document(plan(more, "--prune", "--output", "json").expect(0))["schemas"][0]
    assert not found["complete"] and len(found["may_follow"]) == 2 and found["steps"] == []


@pytest.mark.one_major
def test_plan__names_the_place_of_what_a_block_makes(shop, plan):
    block = "do $$ begin\n  create table if not exists made (n int);\nend $$;"
    steps = document(plan(BEFORE + block, "--prune", "--output", "json").expect(0))["schemas"][0]["steps"]
    (place,) = [step["place"] for step in steps if step["object"] == "noetl.made"]
    assert place.endswith("own.sql:6:30")


def test_plan__of_ddl_that_makes_no_schema_by_itself(shop, plan):
    plan("alter table nowhere add column n int;", "--prune").expect(4, "cannot be built from the beginning")


def test_plan__without_a_word_on_what_is_managed_tells_that_the_ddl_runs_again(shop, plan):
    done = plan(BEFORE + "create table more (n int);").expect(0)
    assert "create table noetl.more" in done.stdout
    assert "apply runs the DDL itself again" in done.stdout


def test_plan__waits_for_the_lock_of_apply(shop, program, write):
    slow = write("select pg_sleep(30);", name="slow.sql")
    applying = program.start("apply", "--file", slow)
    watcher = shop.connect()
    until(lambda: advisory_locks(watcher, shop.database))
    program.run("plan", "--file", slow, "--lock-wait-timeout", "100ms", "--change-timeout", "0").expect(
        11, "another run still holds the schema lock"
    )
    applying.terminate()


def test_plan__shows_no_secret(shop, program, write):
    text = BEFORE + (
        "create server far foreign data wrapper any_wrapper options (host 'h', passfile 'hidden1');"
        "create user mapping for current_user server far options (password 'hidden2');"
    )
    shop.execute("create foreign data wrapper any_wrapper;"
                 f' grant usage on foreign data wrapper any_wrapper to "{shop.owner}"')
    for form in ("text", "json", "sql"):
        done = program.run("plan", "--file", write(text), "--managed-schemas", "*", "--output", form,
                           "--log-level", "debug")
        done.expect(0, r"create server far", r"options \(\.\.\.\)")
        assert "hidden" not in done.output


def test_plan__on_a_terminal_has_colours_by_hazard(shop, program, write):
    done = program.run_on_terminal("plan", "--file", write(AFTER), "--prune").expect(0)
    assert "\033[1;31mdestructive" in done.stdout and "\033[32msafe" in done.stdout


def test_plan__other_commands_write_no_sql(shop, program):
    program.run("verify", "--output", "sql").expect(3, 'command "verify" does not write SQL')
