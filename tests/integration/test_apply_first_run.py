"""An empty server, one command: both databases of the seeds are there and proved."""

import os

import psycopg
import pytest

from support.program import Program
from support.seeds import NOETL_INDEXED, NOETL_TABLES
from support.state import tables

FOREIGN_OWNERS = """
select c.oid::regclass::text, pg_get_userbyid(c.relowner)
from pg_class c
where c.relnamespace = to_regnamespace(%s) and pg_get_userbyid(c.relowner) <> %s
union all
select p.oid::regprocedure::text, pg_get_userbyid(p.proowner)
from pg_proc p
where p.pronamespace = to_regnamespace(%s) and pg_get_userbyid(p.proowner) <> %s
"""

LEADING_COLUMNS = """
select string_agg(a.attname, ', ' order by k.place)
from pg_index i
cross join lateral unnest(i.indkey) with ordinality as k (attnum, place)
join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
where i.indrelid = to_regclass(%s)
group by i.indexrelid
"""

COLUMN_FACT = """
select a.attnotnull, pg_get_expr(d.adbin, d.adrelid)
from pg_attribute a
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid = 'noetl.event_log'::regclass and a.attname = 'timestamp'
"""

DATABASE_FACTS = """
select pg_get_userbyid(d.datdba), pg_encoding_to_char(d.encoding),
  has_database_privilege('public', d.oid, 'connect')
from pg_database d
where d.datname = %s
"""

ROLE_FACTS = """
select rolcanlogin, rolcreatedb, rolsuper, rolcreaterole, rolreplication, rolbypassrls
from pg_roles
where rolname = %s
"""


@pytest.fixture
def applied(program, environment):
    program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    return environment


def test_apply__makes_every_table_of_the_seeds(applied):
    session = applied.connect()
    assert NOETL_TABLES <= set(tables(session, "noetl"))
    for table, columns in NOETL_INDEXED:
        found = [row[0] for row in session.execute(LEADING_COLUMNS, [f"noetl.{table}"])]
        assert any(index.startswith(columns) for index in found), (table, columns, found)


def test_apply__keeps_what_is_documented_of_the_event_log(applied):
    not_null, default = applied.execute(COLUMN_FACT)[0]
    assert not_null
    assert default is not None


def test_apply__gives_everything_to_the_owner(applied):
    owner = applied.owner
    assert applied.execute(FOREIGN_OWNERS, ["noetl", owner, "noetl", owner]) == []
    assert applied.execute(DATABASE_FACTS, [applied.database]) == [(owner, "UTF8", False)]
    assert applied.execute(DATABASE_FACTS, [applied.workspace_database]) == [
        (applied.workspace_owner, "UTF8", False)
    ]


def test_apply__gives_roles_what_they_need_and_no_more(applied):
    login_only = (True, False, False, False, False, False)
    login_createdb = (True, True, False, False, False, False)
    assert applied.execute(ROLE_FACTS, [applied.owner]) == [login_only]
    assert applied.execute(ROLE_FACTS, [applied.workspace_owner]) == [login_createdb]


def test_apply__isolates_the_two_databases(applied):
    applied.connect_as_owner().execute("select 1")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        applied.connect_as_owner(dbname=applied.workspace_database)
    workspace = {"user": applied.workspace_owner, "password": applied.workspace_password}
    applied.connect(applied.workspace_database, **workspace).execute("create table t ()")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        applied.connect(applied.database, **workspace)


@pytest.mark.majors(15)
def test_apply__installs_plpython_where_the_server_has_it(applied):
    extensions = "select extname from pg_extension where extname = 'plpython3u'"
    assert applied.execute(extensions, dbname=applied.workspace_database) == [("plpython3u",)]


def test_apply__works_at_once_in_the_owners_session(applied):
    session = applied.connect_as_owner()
    session.execute("insert into workload (execution_id, data) values (1, '{}')")
    session.execute(
        "insert into event_log (execution_id, event_id, event_type) values (1, 1, 'x')"
    )
    first, second = (
        session.execute("select noetl.snowflake_id()").fetchone()[0] for _ in range(2)
    )
    assert 0 < first < second


def test_apply__is_verified_and_repeatable(program, applied):
    program.run("verify", "noetl", "workspace").expect(0)
    program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    program.run("verify", "noetl", "workspace").expect(0)


def test_apply__leaves_no_error_and_no_secret_in_any_log(program, environment, server):
    mark = server.log_mark()
    result = program.run("apply", "noetl", "workspace", "--ensure-role", "--log-level", "debug")
    result.expect(0)
    explained = ("does not exist", "password authentication failed")  # the log-ins that were tried
    errors = [
        line
        for line in server.log_errors(mark)
        if " FATAL: " not in line or not any(text in line for text in explained)
    ]
    assert errors == []
    for secret in environment.secrets():
        assert secret not in server.log_text(mark)
        assert secret not in result.output


def test_apply__in_the_seeds_own_way_with_the_superuser_as_workspace_user(
    bare_program, environment
):
    """POSTGRES_USER is the image's superuser: it provisions, and isolation cannot hold."""
    program = bare_program.with_settings(environment.seed_settings())
    program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    assert NOETL_TABLES <= set(tables(environment.connect(), "noetl"))
    program.run("verify", "noetl", "workspace").expect(0, "superuser")
    program.run("verify", "noetl", "workspace", "--require-isolation").expect(6, "superuser")


def test_apply__without_ensure_role_needs_only_the_owners_login(bare_program, environment):
    environment.create_owner_and_database()
    settings = environment.settings(
        NOETL_ADMIN_USER=None, NOETL_ADMIN_PASSWORD=None, POSTGRES_PASSWORD="not this one"
    )
    program = bare_program.with_settings(settings)
    program.run("apply").expect(0)
    assert NOETL_TABLES <= set(tables(environment.connect(), "noetl"))


def test_apply__survives_names_that_need_quoting(bare_program, new_environment):
    environment = new_environment(suffix=" \"Fünny's\" %s $1;--\\")
    environment.schema = 'No"ETL; \' sch$$éma'
    program = bare_program.with_settings(environment.settings())
    program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    assert NOETL_TABLES <= set(tables(environment.connect(), f'"No""ETL; \' sch$$éma"'))
    program.run("verify", "noetl", "workspace").expect(0)
    program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)


@pytest.mark.one_major
def test_apply__by_the_name_of_the_link(binary, bare_program, environment, tmp_path):
    link = tmp_path / "noetl"
    os.symlink(binary, link)
    program = Program(link, environment.settings())
    program.run("db", "apply-schema", "--ensure-role").expect(0)
    assert NOETL_TABLES <= set(tables(environment.connect(), "noetl"))


@pytest.mark.one_major
def test_apply__takes_a_unix_socket(bare_program, environment, server):
    settings = environment.settings(POSTGRES_HOST=server.directory)
    bare_program.with_settings(settings).run("apply", "--ensure-role").expect(0)


@pytest.mark.one_major
def test_apply__takes_a_password_longer_than_a_hash_block(bare_program, environment):
    """HMAC hashes keys of more than 64 bytes first (RFC 2104)."""
    environment.owner_password = "long " * 40
    bare_program.with_settings(environment.settings()).run("apply", "--ensure-role").expect(0)
    bare_program.with_settings(environment.settings()).run("apply").expect(0)
    assert environment.connect_as_owner().execute("select 1").fetchone() == (1,)
