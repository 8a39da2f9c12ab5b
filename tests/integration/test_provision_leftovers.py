"""Databases under the names of those that a run is just making: whose they are decides."""

import hashlib
import time

import pytest
from psycopg import sql

from support import administrators
from support.polling import until

PREFIX = "noetl-schema-new-"
HALF_MADE = """
select datname, pg_get_userbyid(datdba), datallowconn
from pg_database where datname like 'noetl-schema-new-%' order by 1
"""
NO_PROCESS = 999999999


@pytest.fixture(params=["superuser", "plain"])
def own(request, bare_program, fresh_server, new_environment):
    """A server of its own, an administrator on it, and a program with its settings."""
    environment = new_environment(fresh_server)
    names = administrators.make(fresh_server, request.param)
    environment.administrator = names["NOETL_ADMIN_USER"]
    environment.program = bare_program.with_settings(environment.settings(**names))
    fresh_server.execute("create role stranger login createdb password 'stranger'")
    return environment


def make(environment, name, owner, allow_connections=False):
    with environment.server.connect() as session:
        session.execute(
            sql.SQL("create database {} owner {} allow_connections {}").format(
                sql.Identifier(name), sql.Identifier(owner), sql.Literal(allow_connections)
            )
        )


def half_made(environment):
    return [row[0] for row in environment.server.execute(HALF_MADE)]


def forget(environment):
    for name in half_made(environment):
        with environment.server.connect() as session:
            session.execute(sql.SQL("drop database {}").format(sql.Identifier(name)))


@pytest.mark.parametrize("name", [f"{PREFIX}{NO_PROCESS}-0123456789abcdef-0123456789abcdef",
                                  f"{PREFIX}whatever", PREFIX + hashlib.md5(b"x").hexdigest()])
def test_leftover__of_a_run_that_is_gone_is_dropped(own, name):
    make(own, name, own.administrator)
    own.program.run("apply", "--ensure-role").expect(0, "left half made by a run")
    assert half_made(own) == []


def test_leftover__is_dropped_even_when_its_database_is_there_by_now(own):
    own.program.run("apply", "--ensure-role").expect(0)
    make(own, f"{PREFIX}{NO_PROCESS}-0-0", own.administrator)
    own.program.run("apply", "--ensure-role", "--force").expect(0)
    assert half_made(own) == []


@pytest.mark.parametrize("allow_connections", [False, True])
def test_leftover__that_belongs_to_somebody_else_is_never_touched_and_never_blocks(
    own, allow_connections
):
    names = [
        PREFIX + hashlib.md5(own.database.encode()).hexdigest(),
        f"{PREFIX}{NO_PROCESS}-0-0",
    ]
    for name in names:
        make(own, name, "stranger", allow_connections)
    own.program.run("apply", "--ensure-role").expect(0)
    assert half_made(own) == sorted(names)
    forget(own)


def test_leftover__that_takes_connections_is_somebodys_work(own):
    name = f"{PREFIX}{NO_PROCESS}-0-0"
    make(own, name, own.administrator, allow_connections=True)
    own.program.run("apply", "--ensure-role").expect(0)
    assert half_made(own) == [name]
    forget(own)


def test_leftover__of_a_session_that_lives_is_not_dropped(own):
    """Its run may have passed over the lock, and be about to give the database its name."""
    password = own.program.settings["NOETL_ADMIN_PASSWORD"]
    maker = own.connect("postgres", user=own.administrator, password=password)
    maker_pid = maker.info.backend_pid
    name = f"{PREFIX}{maker_pid}-0-0"
    make(own, name, own.administrator)
    own.program.run("apply", "--ensure-role").expect(0)
    assert half_made(own) == [name]
    maker.close()
    gone = "select not exists (select from pg_stat_activity where pid = %s)"
    until(lambda: own.server.value(gone, [maker_pid]))
    own.program.run("apply", "--ensure-role", "--force").expect(0)
    assert half_made(own) == []


def test_leftover__is_left_while_a_stranger_holds_the_lock(own):
    name = f"{PREFIX}{NO_PROCESS}-0-0"
    make(own, name, own.administrator)
    stranger = own.connect("postgres", user="stranger", password="stranger")
    stranger.execute("select pg_advisory_lock(%s)", [PROVISIONING_KEY])
    own.program.run("apply", "--ensure-role").expect(0, "continuing without the lock")
    assert half_made(own) == [name]
    stranger.close()
    forget(own)


def test_name_of_a_new_database__is_not_to_be_guessed(own):
    """Two runs never take the same."""
    mark = own.server.log_mark()
    own.program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    statements = [line for line in own.server.log_text(mark).splitlines() if "create database" in line]
    names = {line.split('"')[1] for line in statements if PREFIX in line}
    assert len(names) == 2
    assert all(len(name.rsplit("-", 1)[1]) == 16 for name in names)


PROVISIONING_KEY = int.from_bytes(
    hashlib.sha256(b"noetl-schema/noetl-schema/provisioning").digest()[:8], "big", signed=True
)


@pytest.mark.one_major
def test_leftovers__roles_of_runs_that_somebody_keeps_locked_cost_one_lock_timeout(
    bare_program, fresh_server, new_environment
):
    """Any login can grant something to such a role in a transaction that it leaves open."""
    environment = new_environment(fresh_server)
    settings = environment.settings(NOETL_LOCK_TIMEOUT="1s")
    program = bare_program.with_settings(settings)
    program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    password = environment.workspace_password
    session = environment.connect(
        environment.workspace_database, user=environment.workspace_owner, password=password, autocommit=False
    )
    session.execute("create table kept ()")
    for number in range(12):
        name = f"noetl_schema_run_{number:032x}"
        fresh_server.execute(f"create role {name} login noinherit valid until '2020-01-01'")
        session.execute(f"grant select on kept to {name}")
    started = time.monotonic()
    program.run("apply", "system", "--ensure-role", limit_s=110).expect(0)
    # Eight services log in, each after one second of waiting, not after twelve.
    assert time.monotonic() - started < 50
