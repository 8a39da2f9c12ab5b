"""What a database looks like, to prove that a run wrote nothing or left nothing behind."""

import re

from psycopg import sql

CATALOG_TABLES = """
select c.oid::pg_catalog.regclass::text, c.relisshared
from pg_catalog.pg_class c
where c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace
  and c.relkind = 'r'
  and c.relname <> 'pg_statistic'
order by 1
"""

USER_TABLES = """
select n.nspname, c.relname
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r'
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by 1, 2
"""

LOG_LINE = re.compile(r"^\S+ \S+ \S+ \[(\d+)\]")  # as log_line_prefix in server.py has it

# Row counts and the hash of every row's writer: any insert, update or delete moves it.
ROWS = sql.SQL("select count(*), coalesce(sum(pg_catalog.hashtext(xmin::text)), 0) from {}")


def snapshot(session, with_user_tables=True):
    """Table name -> (rows, sum of the hashes of xmin), for all catalogs and all user tables."""
    counts = {}
    for (name, _) in session.execute(CATALOG_TABLES).fetchall():
        counts[name] = session.execute(ROWS.format(sql.SQL(name))).fetchone()
    if with_user_tables:
        for schema, table in session.execute(USER_TABLES).fetchall():
            identifier = sql.Identifier(schema, table)
            counts[f"{schema}.{table}"] = session.execute(ROWS.format(identifier)).fetchone()
    return counts


def difference(before, after):
    """Names of the tables that have changed."""
    return sorted(name for name in before | after if before.get(name) != after.get(name))


def wal_position(session):
    return session.execute("select pg_catalog.pg_current_wal_insert_lsn()").fetchone()[0]


def tables(session, schema):
    rows = session.execute(
        "select relname from pg_catalog.pg_class where relkind in ('r', 'p')"
        " and relnamespace = pg_catalog.to_regnamespace(%s) order by 1",
        [schema],
    )
    return [name for (name,) in rows.fetchall()]


def appliers(log, statement):
    """Backends whose log shows the statement. A logged message spans lines; its first names it."""
    found, backend = set(), None
    for line in log.splitlines():
        match = LOG_LINE.match(line)
        backend = match.group(1) if match else backend
        if statement in line:
            found.add(backend)
    return found
