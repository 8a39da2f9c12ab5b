"""A bundle applied by hand, without the program: no ledger has it."""

from psycopg import sql

from support import bundle_ddl


def create(environment, bundle, schema):
    """Runs the bundle's DDL as the owner of the environment's database."""
    environment.create_owner_and_database()
    add(environment, bundle, schema)


def add(environment, bundle, schema):
    session = environment.connect_as_owner()
    session.execute(sql.SQL("create schema {}").format(sql.Identifier(schema)))
    session.execute(sql.SQL("set search_path = {}").format(sql.Identifier(schema)))
    for script in bundle_ddl.scripts(bundle):
        session.execute(script.read_text())


def shift_recorded_versions(environment, by):
    """As if other versions had been applied; the ledger itself forbids changes of a row."""
    environment.execute(
        "set session_replication_role = replica;"
        f" update noetl_ledger.run set version = version + {int(by)}"
    )
