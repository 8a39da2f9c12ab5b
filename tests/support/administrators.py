"""Administrators as managed services provide them: no superuser, but a role that acts as one."""

from psycopg import sql

PASSWORD = "admin's %20 p@ss:w/ord"

# name of the model: (statements that a superuser runs first, attributes of the administrator)
MODELS = {
    "superuser": ([], "superuser"),
    "plain": ([], "createrole createdb"),
    "rds": (
        ["create role rds_superuser nologin", "grant pg_monitor, pg_signal_backend to rds_superuser"],
        "createrole createdb in role rds_superuser",
    ),
    "cloudsql": (
        ["create role cloudsqlsuperuser createrole createdb", "grant pg_monitor to cloudsqlsuperuser"],
        "createrole createdb in role cloudsqlsuperuser",
    ),
    "azure": (
        ["create role azure_pg_admin nologin", "grant pg_monitor to azure_pg_admin"],
        "createrole createdb replication bypassrls in role azure_pg_admin",
    ),
}


def make(server, model, name="site admin"):
    """Makes the administrator and gives its settings."""
    statements, attributes = MODELS[model]
    with server.connect() as session:
        for statement in statements:
            session.execute(statement)
        session.execute(
            sql.SQL("create role {} login password {} " + attributes).format(
                sql.Identifier(name), sql.Literal(PASSWORD)
            )
        )
    return {"NOETL_ADMIN_USER": name, "NOETL_ADMIN_PASSWORD": PASSWORD}
