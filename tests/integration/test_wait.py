"""wait and init: gates for what comes after."""

import pytest

from support import by_hand

QUICK = {"NOETL_WAIT_TIMEOUT": "1s"}


@pytest.fixture
def quick(program):
    return program.with_settings(program.settings | QUICK)


def test_wait__ends_as_soon_as_the_schema_is_recorded(program, environment):
    waiting = program.start("wait")
    waiting.wait_for_line("waiting, for at most")
    program.run("apply", "noetl", "--ensure-role").expect(0)
    waiting.wait(10).expect(0, 'schema "noetl" in database .* is ready')


def test_wait__of_several_replicas_over_one_connection_each(program, environment):
    environment.create_owner_and_database()
    running = [program.start("wait") for _ in range(5)]
    for each in running:
        each.wait_for_line("is not recorded as applied")
    program.run("apply", "noetl").expect(0)
    for each in running:
        each.wait(10).expect(0)
    log = environment.server.log_text()
    authorized = f"connection authorized: user={environment.owner} database={environment.database}"
    assert log.count(authorized) <= 5 + 2


def test_wait__is_short_when_there_is_nothing_to_wait_for(program, environment):
    program.run("apply", "noetl", "--ensure-role").expect(0)
    for arguments in [[], ["--for", "schema"], ["--for", "database"], ["--any"]]:
        program.run("wait", *arguments, limit_s=5).expect(0)


def test_wait__exits_10_when_it_is_not_recorded_in_time(quick, environment):
    environment.create_owner_and_database()
    quick.run("wait").expect(10, "is not recorded as applied from bundle:noetl after 1 s")
    quick.run("wait", "--for", "database").expect(0)


def test_wait__exits_4_when_the_login_stays_refused(quick, environment):
    for arguments in [[], ["--for", "database"]]:
        result = quick.run("wait", *arguments).expect(4)
        assert result.seconds > 0.9


def test_wait__wants_this_version_or_a_later_one(program, quick, environment):
    program.run("apply", "noetl", "--ensure-role").expect(0)
    by_hand.shift_recorded_versions(environment, 1)
    quick.run("wait").expect(0)
    by_hand.shift_recorded_versions(environment, -2)
    quick.run("wait").expect(10, "recorded with version 0")
    quick.run("wait", "--any").expect(0)
    environment.execute("drop schema noetl cascade")
    quick.run("wait", "--any").expect(10, "does not exist")


def test_wait__of_several_bundles_waits_for_all(program, quick, environment):
    program.run("apply", "noetl", "--ensure-role").expect(0)
    quick.run("wait", "noetl", "catalog").expect(10, "noetl_catalog")
    program.run("apply", "catalog").expect(0)
    quick.run("wait", "noetl", "catalog").expect(0)


def test_wait__outlives_a_server_that_restarts(program, new_environment, fresh_server):
    environment = new_environment(on=fresh_server)
    program = program.with_settings(environment.settings())
    environment.create_owner_and_database()
    waiting = program.start("wait")
    waiting.wait_for_line("is not recorded")
    fresh_server.restart()
    program.run("apply", "noetl").expect(0)
    waiting.wait(15).expect(0)


def test_wait__reads_nothing_of_the_schema(program, environment):
    program.run("apply", "noetl", "--ensure-role").expect(0)
    blocker = environment.connect(autocommit=False)
    for (table,) in blocker.execute(
        "select quote_ident(tablename) from pg_tables where schemaname = 'noetl'"
    ).fetchall():
        blocker.execute(f"lock table noetl.{table} in access exclusive mode")
    program.run("wait", limit_s=10).expect(0)


def test_wait__ends_on_a_signal(program, environment):
    environment.create_owner_and_database()
    waiting = program.start("wait")
    waiting.wait_for_line("is not recorded")
    waiting.terminate().wait(2).expect(12)


@pytest.mark.parametrize("name", ["NOETL_INIT_DB", "NOETL_SCHEMA_VALIDATE"])
def test_init__applies_when_told_so(program, environment, name):
    settings = program.settings | {name: "true"}
    program.run("init", "--ensure-role", settings=settings).expect(0, "created")
    program.run("init", "--ensure-role", settings=settings).expect(0, "nothing to do")


def test_init__waits_otherwise(program, quick, environment):
    environment.create_owner_and_database()
    quick.run("init").expect(10, "waiting for the schema")
    program.run("apply", "noetl").expect(0)
    quick.run("init", settings=quick.settings | {"NOETL_INIT_DB": "false"}).expect(0, "is ready")


@pytest.mark.parametrize("makes_it", ["true", "false"])
def test_init__needs_no_administrators_password(program, environment, makes_it):
    """As the init container of k8s/init-container has it: the owner's key of the Secret alone."""
    owners = {
        key: value
        for key, value in program.settings.items()
        if "PASSWORD" not in key or key == "NOETL_PASSWORD"
    }
    waiting = program.start("init", settings=owners | {"NOETL_INIT_DB": makes_it})
    waiting.wait_for_line("cannot log in")
    program.run("apply", "noetl", "--ensure-role").expect(0)
    waiting.wait(30).expect(0)
    program.run("init", settings=owners | {"NOETL_INIT_DB": makes_it}).expect(0)


def test_init__of_many_replicas_applies_once(program, environment):
    settings = program.settings | {"NOETL_INIT_DB": "true"}
    running = [program.start("init", "--ensure-role", settings=settings) for _ in range(8)]
    for each in running:
        each.wait().expect(0)
    created = "select count(*) from noetl_ledger.run where outcome = 'created'"
    assert environment.value(created) == 1
