"""Limits of a role or a database that leave a session no time: it begins all the same, or says why."""

import concurrent.futures

import pytest
from psycopg import sql

from support import administrators

PLACES = {
    "role": "alter role {role} set {name} = {value}",
    "database": "alter database {database} set {name} = {value}",
    "role in database": "alter role {role} in database {database} set {name} = {value}",
}


def put(environment, place, name, value, role=None):
    with environment.server.connect() as session:
        session.execute(
            sql.SQL(PLACES[place]).format(
                role=sql.Identifier(role or environment.owner),
                database=sql.Identifier(environment.database),
                name=sql.Identifier(name),
                value=sql.Literal(value),
            )
        )


@pytest.mark.parametrize("place", PLACES)
def test_statement_timeout__of_a_millisecond_stops_no_run(program, environment, place):
    environment.create_owner_and_database()
    put(environment, place, "statement_timeout", "1ms")
    program.run("apply", "noetl").expect(0, "created")
    program.run("apply", "noetl").expect(0, "nothing to do")
    program.run("verify", "noetl").expect(0)


def test_statement_timeout__of_a_millisecond_stops_none_of_many_on_a_busy_machine(
    program, environment
):
    environment.create_owner_and_database()
    put(environment, "database", "statement_timeout", "1ms")
    program.run("apply", "noetl").expect(0, "created")
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        for result in pool.map(lambda _: program.run("apply", "noetl"), range(48)):
            result.expect(0, "nothing to do")


@pytest.mark.majors(17, 18)
@pytest.mark.parametrize("place", PLACES)
def test_transaction_timeout__of_a_millisecond_stops_no_run(program, environment, place):
    environment.create_owner_and_database()
    put(environment, place, "transaction_timeout", "1ms")
    program.run("apply", "noetl", "--login-timeout", "60s").expect(0, "created")
    program.run("apply", "noetl", "--login-timeout", "60s").expect(0, "nothing to do")


@pytest.mark.majors(14, 15, 16, 17, 18)
def test_idle_session_timeout__of_a_millisecond_stops_no_run(program, environment):
    environment.create_owner_and_database()
    put(environment, "role", "idle_session_timeout", "1ms")
    program.run("apply", "noetl", "--login-timeout", "60s").expect(0, "created")


@pytest.mark.parametrize("model", ["superuser", "plain"])
def test_statement_timeout__that_the_databases_owner_sets_stops_no_administrator(
    bare_program, fresh_server, new_environment, model
):
    environment = new_environment(fresh_server)
    names = administrators.make(fresh_server, model)
    program = bare_program.with_settings(environment.settings(**names))
    program.run("apply", "noetl", "--ensure-role").expect(0)
    put(environment, "database", "statement_timeout", "1ms")
    put(environment, "role", "statement_timeout", "1ms", role=names["NOETL_ADMIN_USER"])
    environment.execute("revoke create on database {0} from {0}".format(f'"{environment.owner}"'))
    program.run("apply", "noetl", "--ensure-role", "--force").expect(0)


@pytest.mark.parametrize("value", ["nope", "/tmp/evil", "../evil", "$libdir/plpgsql"])
@pytest.mark.parametrize("place", PLACES)
def test_library__that_cannot_be_loaded_is_named_with_its_setting(
    program, environment, place, value
):
    environment.create_owner_and_database()
    put(environment, place, "local_preload_libraries", value)
    result = program.run("apply", "noetl", "--login-timeout", "0")
    result.expect(
        4,
        "local_preload_libraries",
        f'ALTER ROLE "{environment.owner}" IN DATABASE "{environment.database}" RESET',
        f'ALTER DATABASE "{environment.database}" RESET local_preload_libraries',
    )
    assert "Grant the role CONNECT" not in result.output


@pytest.mark.one_major
def test_connection_limit__is_named(program, environment):
    environment.create_owner_and_database()
    environment.execute(f'alter role "{environment.owner}" connection limit 0')
    result = program.run("apply", "noetl", "--wait-timeout", "0")
    result.expect(10, f'ALTER ROLE "{environment.owner}" CONNECTION LIMIT -1')
    environment.execute(f'alter role "{environment.owner}" connection limit -1')
    environment.execute(f'alter database "{environment.database}" connection limit 0')
    result = program.run("apply", "noetl", "--wait-timeout", "0")
    result.expect(10, f'ALTER DATABASE "{environment.database}" CONNECTION LIMIT -1')


@pytest.mark.parametrize("place", ["role", "role in database"])
def test_read_only_role__is_written_by_all_the_same(program, environment, place):
    environment.create_owner_and_database()
    put(environment, place, "default_transaction_read_only", "on")
    result = program.run("apply", "noetl", "--wait-timeout", "0").expect(0, "created")
    result.expect(0, f"ALTER ROLE {environment.owner} .*RESET default_transaction_read_only")
    program.run("apply", "noetl").expect(0, "nothing to do")


def test_read_only_database__is_named_with_the_statement_that_resets_it(program, environment):
    environment.create_owner_and_database()
    put(environment, "database", "default_transaction_read_only", "on")
    result = program.run("apply", "noetl", "--wait-timeout", "0")
    result.expect(
        10,
        "read-only",
        f"ALTER DATABASE {environment.database} RESET default_transaction_read_only",
        "disk is full",
    )


@pytest.mark.parametrize("model", ["superuser", "plain"])
def test_read_only_database__keeps_no_administrator_out(
    bare_program, fresh_server, new_environment, model
):
    environment = new_environment(fresh_server)
    names = administrators.make(fresh_server, model)
    program = bare_program.with_settings(environment.settings(**names, NOETL_WAIT_TIMEOUT="0"))
    program.run("apply", "noetl", "--ensure-role").expect(0)
    environment.execute("drop schema noetl cascade")
    put(environment, "database", "default_transaction_read_only", "on")
    result = program.run("apply", "noetl", "--ensure-role").expect(0, "created")
    result.expect(0, f"ALTER DATABASE {environment.database} RESET")


def test_read_only_server__is_waited_for(bare_program, fresh_server, new_environment):
    environment = new_environment(fresh_server)
    environment.create_owner_and_database()
    program = bare_program.with_settings(environment.settings(NOETL_WAIT_TIMEOUT="0"))
    fresh_server.execute("alter role all set default_transaction_read_only = on")
    try:
        result = program.run("apply", "noetl", "--ensure-role")
    finally:
        fresh_server.execute(
            "alter role all reset default_transaction_read_only",
            options="-c default_transaction_read_only=off",
        )
    result.expect(10, "read-only", "disk is full")
