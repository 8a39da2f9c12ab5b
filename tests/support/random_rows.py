"""Checksums of the rows of a random pair that both states keep."""

from psycopg import sql

CHECKSUM = sql.SQL(
    "select pg_catalog.count(*), pg_catalog.md5(pg_catalog.string_agg(pg_catalog.jsonb_build_array({})::text,"
    " ',' order by id)) from {}"
)


def checksums(session, pair):
    """Table: (rows, checksum of the surviving columns)."""
    sums = {}
    for table, columns in pair.surviving.items():
        texts = sql.SQL(", ").join(
            sql.SQL("{}::text").format(sql.Identifier(column)) for column in columns
        )
        where = sql.Identifier(pair.schema, table)
        sums[table] = session.execute(CHECKSUM.format(texts, where)).fetchone()
    return sums
