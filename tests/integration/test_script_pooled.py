"""Behind a pooler: a script leaves nothing in the server's connection, which strangers get next."""

import psycopg
import pytest

from support.polling import until

# Everything that outlives a transaction, or would if nobody ended it.
SCRIPT = """
create table if not exists a (id serial primary key, n int);
create temp table helper (n int);
prepare question as select 1;
listen channel;
insert into a (n) values (1);
select pg_advisory_lock(4711);
declare answers cursor with hold for select 1;
set search_path = '';
select pg_catalog.set_config('search_path', '', false);
set statement_timeout = '1h';
set row_security = off;
set datestyle = 'SQL, DMY';
set custom.setting = 'left';
set role {owner};
set session authorization {owner};
"""

STATE = {
    "settings": "select name, setting from pg_settings where name !~ '^(transaction_|plpgsql)'",
    "custom": "select nullif(current_setting('custom.setting', true), '')",
    "roles": "select current_user, session_user",
    "prepared": "select name from pg_prepared_statements",
    "cursors": "select name from pg_cursors where name <> ''",
    "channels": "select pg_listening_channels()",
    "locks": "select objid, mode from pg_locks where locktype = 'advisory'",
    "temporary": "select relname from pg_class where relpersistence = 't'",
}
REMEMBERED = "select currval('noetl.a_id_seq')"
NOT_REMEMBERED = (
    psycopg.errors.ObjectNotInPrerequisiteState,
    psycopg.errors.InvalidSchemaName,  # before the first run
    psycopg.errors.UndefinedTable,  # the same, from 18 on
)


class Application:
    """One client of the pooler, on the only connection to the server that there is."""

    def __init__(self, bouncer, environment):
        self._arguments = {
            "host": bouncer.host,
            "port": bouncer.port,
            "dbname": environment.database,
            "user": environment.owner,
            "password": environment.owner_password,
            "sslmode": "disable",
            "application_name": "application",
            "autocommit": True,
            "prepare_threshold": None,
        }
        self._keeps = bouncer.pool_mode == "transaction"
        self._session = None
        self._first = None

    def changes(self):
        """What is not as it was at the first look."""
        found = self.look()
        self._first = self._first or found
        return found ^ self._first

    def look(self):
        """The server process, and what its session is like."""
        if self._session is None:
            self._session = psycopg.connect(**self._arguments)
        (process,) = self._session.execute("select pg_backend_pid()").fetchone()
        found = {("process", process)}
        for name, query in STATE.items():
            found |= {(name, *row) for row in self._session.execute(query).fetchall()}
        with pytest.raises(NOT_REMEMBERED):
            self._session.execute(REMEMBERED)
        if not self._keeps:
            self.close()
        return found

    def close(self):
        if self._session is not None:
            self._session.close()
        self._session = None


@pytest.fixture(params=["session", "transaction"])
def pooled(request, bare_program, environment, new_pgbouncer):
    """A program and an application behind a pooler with one connection to the server."""
    environment.create_owner_and_database()
    # In session mode the pooler would clean up too (server_reset_query).
    bouncer = new_pgbouncer(request.param, default_pool_size=1, server_reset_query="")
    application = Application(bouncer, environment)
    program = bare_program.with_settings(
        environment.settings(POSTGRES_HOST=bouncer.host, POSTGRES_PORT=bouncer.port)
    )
    yield program, application
    application.close()


@pytest.fixture
def apply(pooled, environment, tmp_path):
    program, _ = pooled

    def work(tail, begin=program.run):
        path = tmp_path / "file.sql"
        path.write_text(SCRIPT.format(owner=environment.owner) + tail)
        return begin("apply", "--file", path)

    work.start = program.start
    return work


@pytest.mark.parametrize(
    "tail, exit_code",
    [
        ("comment on table noetl.a is 'changed';", 0),
        ("select nonsense;", 5),
        ("select pg_advisory_unlock_all();", 0),
        ("set constraints all immediate;", 0),
        ("create table noetl.b (n int references noetl.a deferrable initially deferred);"
         "insert into noetl.b values (99);", 5),
    ],
)  # fmt: skip
def test_pooled__nothing_is_left_by_a_run(pooled, apply, tail, exit_code):
    _, application = pooled
    assert application.changes() == set()
    apply("").expect(0)
    assert application.changes() == set()
    apply(tail).expect(exit_code)
    assert application.changes() == set()


def test_pooled__nothing_is_left_by_a_run_that_was_stopped(pooled, apply, environment):
    _, application = pooled
    assert application.changes() == set()
    apply("").expect(0)
    running = apply("select pg_sleep(60);", begin=apply.start)
    until(
        lambda: environment.value(
            "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"
        )
    )
    running.terminate()
    running.wait().expect(12)
    assert application.changes() == set()
