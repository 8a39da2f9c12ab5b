"""The program's own queries, run as it runs them: literals for parameters, pinned settings."""

import pathlib

from psycopg import sql

FOLDER = pathlib.Path(__file__).parents[2] / "src/adapter/postgres/sql"
PINNED = "set local search_path = pg_catalog, pg_temp; set local timezone = 'UTC'"


def text(connection, name, *parameters):
    """The query with its $1, $2, … replaced; those in dollar-quoted bodies do not occur."""
    query = (FOLDER / name).read_text()
    for number in range(len(parameters), 0, -1):
        literal = sql.Literal(parameters[number - 1]).as_string(connection)
        query = query.replace(f"${number}", literal.strip())
    return query


def run(connection, name, *parameters):
    """Rows of the last statement that gives rows, in a transaction of its own."""
    with connection.transaction():
        connection.execute(PINNED)
        cursor = connection.execute(text(connection, name, *parameters))
        rows = []
        while True:
            if cursor.description:
                rows = cursor.fetchall()
            if not cursor.nextset():
                return rows
