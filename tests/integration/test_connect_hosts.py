"""Lists of hosts, several addresses of a name, servers that vanish or cannot be written to."""

import pytest
from psycopg import sql

from support.environment import Environment
from support.polling import until
from support.program import Program


def program_of(binary, environment, **settings):
    return Program(binary, environment.settings(**settings))


@pytest.mark.one_major
def test_hosts__are_tried_in_turn(binary, ready):
    hosts = "127.0.0.2,nowhere.invalid,127.0.0.1"
    result = program_of(binary, ready, POSTGRES_HOST=hosts).run("apply").expect(0, "created")
    assert "waiting" not in result.output


@pytest.mark.one_major
def test_hosts__name_with_addresses_of_both_families_finds_the_one_that_listens(binary, ready):
    program_of(binary, ready, POSTGRES_HOST="localhost").run("apply").expect(0, "created")


@pytest.mark.one_major
def test_hosts__refusal_of_one_is_not_cured_by_another(binary, ready):
    settings = {"POSTGRES_HOST": "127.0.0.1,127.0.0.2", "NOETL_PASSWORD": "wrong"}
    program = program_of(binary, ready, **settings, NOETL_LOGIN_TIMEOUT="0s")
    program.run("apply").expect(4, "password authentication failed")


def test_read_only_database__is_waited_for(binary, ready):
    name = sql.Identifier(ready.database)
    with ready.server.connect() as session:
        session.execute(
            sql.SQL("alter database {} set default_transaction_read_only = on").format(name)
        )
        running = program_of(binary, ready).start("apply")
        running.wait_for_line("waiting.*read-only")
        session.execute(sql.SQL("alter database {} reset all").format(name))
    running.wait().expect(0, "created")


def test_session_that_is_ended_from_outside__is_made_anew(binary, ready):
    """A DBA, or a failover, ends the session while it waits for a lock on a table."""
    program_of(binary, ready).run("apply").expect(0)
    holder = ready.connect()
    holder.execute("drop index noetl.ix_error_log_execution_id")
    holder.execute("begin")
    holder.execute("lock table noetl.error_log in access exclusive mode")
    running = program_of(binary, ready).start("apply", "--lock-timeout", "60s")
    watcher = ready.connect()
    blocked = "select pid from pg_locks where not granted and pid <> pg_backend_pid()"
    (pid,) = until(lambda: watcher.execute(blocked).fetchone())
    watcher.execute("select pg_terminate_backend(%s)", [pid])
    holder.execute("rollback")
    running.wait().expect(0, "terminating connection|lost|ended")
    assert ready.value("select to_regclass('noetl.ix_error_log_execution_id') is not null")


@pytest.mark.one_major
def test_server_that_goes_away_over_the_first_query__is_waited_for(binary, new_server, new_proxy):
    own = Environment(new_server().start())
    own.create_owner_and_database()
    proxy = new_proxy(on=own.server)
    settings = {"POSTGRES_HOST": proxy.host, "POSTGRES_PORT": proxy.port}
    proxy.cut_at("frontend", 4)  # startup, two for SCRAM, the query
    running = program_of(binary, own, **settings).start("apply")
    assert proxy.was_cut.wait(30)
    proxy.never_cut()
    running.wait().expect(0, "waiting", "created")
