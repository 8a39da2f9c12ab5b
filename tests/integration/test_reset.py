"""reset: all or nothing, only with --yes, never what others own or depend on."""

import pytest

from support import polling

TABLES = "select count(*) from pg_tables where schemaname = 'noetl'"
WORKLOAD = "insert into noetl.workload (execution_id) values (1), (2)"


@pytest.fixture
def applied(program, environment):
    program.run("apply", "noetl", "--ensure-role").expect(0)
    environment.execute(WORKLOAD)
    return environment


def rows(environment):
    return environment.value("select count(*) from noetl.workload")


def outcomes(environment):
    return [row[0] for row in environment.execute("select outcome from noetl_ledger.run order by id")]


def test_reset__needs_a_yes_and_says_what_would_go(program, applied):
    applied.execute("analyze noetl.workload")
    result = program.run("reset").expect(7, "--yes", "nothing was changed")
    result.expect(7, r'schema "noetl" in database "noetl_.*: .*\d+ tables, .* and about [1-9]\d* rows')
    assert rows(applied) == 2


def test_reset__empties_and_fills_again(program, applied):
    count = applied.value(TABLES)
    applied.execute("create table noetl.unmanaged (n int)")
    applied.execute("alter table noetl.workbook drop column raw_config")
    program.run("reset", "--yes").expect(0, "reset")
    assert rows(applied) == 0
    assert applied.value(TABLES) == count
    assert outcomes(applied)[-1] == "reset"
    program.run("verify", "noetl").expect(0)
    program.run("apply", "noetl").expect(0, "nothing to do")
    program.run("reset", "--yes").expect(0)
    assert outcomes(applied).count("reset") == 2


def test_reset__keeps_the_schema_and_its_privileges(program, applied):
    applied.execute("grant usage on schema noetl to pg_monitor")
    applied.execute("alter default privileges in schema noetl grant select on tables to pg_monitor")
    schema = "select oid, nspacl::text from pg_namespace where nspname = 'noetl'"
    before = applied.execute(schema)
    program.run("reset", "--yes").expect(0)
    assert applied.execute(schema) == before


def test_reset__without_a_schema_creates_it(program, applied):
    applied.execute("drop schema noetl cascade")
    program.run("reset").expect(7, "nothing")
    program.run("reset", "--yes").expect(0)
    program.run("verify", "noetl").expect(0)


def test_reset__refuses_when_others_depend_on_it(program, applied):
    applied.execute("create schema reports")
    applied.execute("create view reports.daily as select count(*) from noetl.workload")
    for arguments in [[], ["--yes"]]:
        program.run("reset", *arguments).expect(7, "view reports.daily", "1 object outside")
    assert rows(applied) == 2
    applied.execute("drop view reports.daily")
    program.run("reset", "--yes").expect(0)


def test_reset__never_empties_the_workspace(program, environment):
    program.run("apply", "workspace", "--ensure-role").expect(0)
    environment.execute("create table public.precious (n int)", dbname=environment.workspace_database)
    program.run("reset", "workspace").expect(7, "users made")
    program.run("reset", "workspace", "--yes").expect(7, "users made", "applied")
    found = "select to_regclass('public.precious') is not null"
    assert environment.value(found, dbname=environment.workspace_database)


def test_reset__that_is_interrupted_leaves_everything_as_it_was(program, applied):
    blocker = applied.connect(autocommit=False)
    blocker.execute("select * from noetl.workload")
    settings = program.settings | {"NOETL_LOCK_TIMEOUT": "60s"}
    running = program.start("reset", "--yes", settings=settings)
    polling.until(
        lambda: applied.value(
            "select count(*) from pg_locks where not granted and relation = 'noetl.workload'::regclass"
        )
    )
    running.terminate().wait(5).expect(12)
    blocker.rollback()
    assert rows(applied) == 2
    program.run("verify", "noetl").expect(0)
    assert "reset" not in outcomes(applied)


def test_reset__gives_up_on_a_busy_table(program, applied):
    blocker = applied.connect(autocommit=False)
    blocker.execute("select * from noetl.workload")
    settings = program.settings | {"NOETL_LOCK_TIMEOUT": "50ms", "NOETL_CHANGE_TIMEOUT": "300ms"}
    program.run("reset", "--yes", settings=settings).expect(13)
    blocker.rollback()
    assert rows(applied) == 2


def test_reset__several_bundles_and_their_partitions(program, environment):
    program.run("apply", "noetl", "catalog", "--ensure-role").expect(0)
    program.run("reset", "noetl", "catalog", "--yes").expect(0, "4 partitions made")
    assert outcomes(environment).count("reset") == 2
    program.run("verify", "noetl", "catalog").expect(0)


def test_reset__of_the_services_whose_roles_may_not_create_schemas(program, environment):
    program.run("apply", "system", "--ensure-role").expect(0)
    environment.execute("insert into auth_service.roles (id, name) values ('role_x', 'x')")
    program.run("reset", "system", "--yes", "--ensure-role").expect(0)
    assert environment.value("select count(*) from auth_service.roles") == 0
    program.run("verify", "system").expect(0)


def test_reset__beside_apply_and_another_reset(program, applied):
    running = [
        program.start(*arguments)
        for arguments in [["reset", "--yes"], ["apply", "noetl"], ["reset", "--yes"]] * 3
    ]
    for each in running:
        each.wait().expect(0)
    program.run("verify", "noetl").expect(0)
    assert outcomes(applied).count("reset") == 6
