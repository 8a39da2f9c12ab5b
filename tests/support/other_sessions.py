"""Other sessions beside a run: they hold locks, and count what it left."""

CATALOGS_AND_TABLES = """
select pg_catalog.format('%I.%I', n.nspname, c.relname),
  n.nspname in ('pg_catalog', 'noetl_ledger')
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p')
  and (n.nspname = 'pg_catalog' or n.nspname !~ '^pg_' and n.nspname <> 'information_schema')
order by 1
"""

OTHERS = """
select pid, usename, state, query
from pg_catalog.pg_stat_activity
where datname = %s and backend_type = 'client backend' and pid <> pg_catalog.pg_backend_pid()
"""

ADVISORY_LOCKS = """
select l.pid, l.mode
from pg_catalog.pg_locks l
join pg_catalog.pg_database d on d.oid = l.database
where l.locktype = 'advisory' and l.granted and d.datname = any (%s)
"""


def let_only_readers_pass(session):
    """Locks everything, so that others get only ACCESS SHARE on catalogs.

    Catalogs and the ledger are locked in EXCLUSIVE mode, which conflicts with everything above
    ACCESS SHARE; tables of users in ACCESS EXCLUSIVE mode, which conflicts with everything.
    Until the session rolls back.
    """
    session.execute("begin")
    for name, is_read in session.execute(CATALOGS_AND_TABLES).fetchall():
        mode = "exclusive" if is_read else "access exclusive"
        session.execute(f"lock table {name} in {mode} mode")


def others_in(session, database):
    return session.execute(OTHERS, [database]).fetchall()


def advisory_locks(session, *databases):
    return session.execute(ADVISORY_LOCKS, [list(databases)]).fetchall()
