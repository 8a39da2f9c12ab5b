"""The servers of tests/support do what their docstrings say."""

import psycopg
import pytest


def test_server__has_the_major_that_was_asked_for(server, postgres_major):
    assert server.value("show server_version_num").startswith(str(postgres_major))


def test_server__asks_for_a_password(server):
    for host in (server.host, str(server.directory)):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            server.connect(password="wrong", host=host)
        assert server.value("select 1", host=host) == 1


def test_server__logs_statements(server):
    mark = server.log_mark()
    server.execute("select 'needle in the log'")
    assert "needle in the log" in server.log_text(mark)
    assert server.log_errors(mark) == []


@pytest.mark.one_major
def test_server__survives_a_kill(fresh_server):
    fresh_server.execute("create table kept ()")
    fresh_server.execute("checkpoint")
    fresh_server.kill()
    with pytest.raises(psycopg.OperationalError, match="refused"):
        fresh_server.connect()
    fresh_server.start()
    assert fresh_server.value("select to_regclass('kept')::text") == "kept"


def test_standby__is_read_only(fresh_server, test_session):
    standby = test_session.new_standby(fresh_server)
    assert standby.value("select pg_catalog.pg_is_in_recovery()")
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        standby.execute("create table never ()")


def test_environment__leaves_nothing(server, new_environment):
    before = server.execute("select datname from pg_database union select rolname from pg_roles")
    environment = new_environment(suffix=' "fünny\' %s $1')
    environment.create_owner_and_database()
    assert environment.connect_as_owner().execute("select current_user").fetchone() == (
        environment.owner,
    )
    environment.close()
    after = server.execute("select datname from pg_database union select rolname from pg_roles")
    assert sorted(after) == sorted(before)


@pytest.mark.majors(15)
def test_debian_server__has_plpython(environment):
    environment.create_owner_and_database()
    environment.execute("create extension plpython3u")
