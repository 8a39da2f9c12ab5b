"""A test's own databases, roles, passwords and settings on a server that others use too."""

import itertools
import os

from psycopg import sql

_numbers = itertools.count(1)


class Environment:
    """Unique names, and the program's settings for them. Nothing is created.

    server    the server
    suffix    appended to every name; give one with funny characters to see quoting fail
    proxy     anything with .host and .port that stands in front of the server
    """

    def __init__(self, server, suffix="", proxy=None):
        mark = f"{os.getpid()}_{next(_numbers)}{suffix}"
        self.server = server
        self.host = (proxy or server).host
        self.port = (proxy or server).port
        self.mark = mark
        self.schema = "noetl"
        self.database = f"noetl_{mark}"
        self.owner = f"noetl_{mark}"
        self.owner_password = f"owner's %20 p@ss:w/ord {mark}"
        self.workspace_database = f"demo_noetl_{mark}"
        self.workspace_owner = f"demo_{mark}"
        self.workspace_password = f'demo\\ "pass" = {mark}'
        self._sessions = []

    def secrets(self):
        """Texts that no log, error or process title may ever show."""
        return [self.server.password, self.owner_password, self.workspace_password]

    def settings(self, **changes):
        """The program's settings for this environment, with an administrator of its own.

        A change to None leaves the key out.
        """
        settings = {
            "POSTGRES_HOST": self.host,
            "POSTGRES_PORT": self.port,
            "POSTGRES_DB": self.workspace_database,
            "POSTGRES_SCHEMA": "public",
            "POSTGRES_USER": self.workspace_owner,
            "POSTGRES_PASSWORD": self.workspace_password,
            "NOETL_POSTGRES_DB": self.database,
            "NOETL_SCHEMA": self.schema,
            "NOETL_USER": self.owner,
            "NOETL_PASSWORD": self.owner_password,
            "NOETL_ADMIN_USER": self.server.user,
            "NOETL_ADMIN_PASSWORD": self.server.password,
            "PGSSLMODE": "disable",
            **changes,
        }
        return {key: str(value) for key, value in settings.items() if value is not None}

    def seed_settings(self, **changes):
        """As in the seeds: POSTGRES_USER is the image's superuser, and the administrator."""
        self.workspace_owner = self.server.user
        self.workspace_password = self.server.password
        return self.settings(NOETL_ADMIN_USER=None, NOETL_ADMIN_PASSWORD=None, **changes)

    def create_owner_and_database(self):
        """What a DBA would have made by hand, for runs without --ensure-role."""
        with self.server.connect() as session:
            session.execute(
                sql.SQL("create role {} login password {}").format(
                    sql.Identifier(self.owner), sql.Literal(self.owner_password)
                )
            )
            session.execute(
                sql.SQL("create database {} owner {} template template0 encoding 'UTF8'").format(
                    sql.Identifier(self.database), sql.Identifier(self.owner)
                )
            )

    # Sessions: closed with the environment

    def connect(self, dbname=None, **options):
        """A superuser's session in the platform database."""
        session = self.server.connect(dbname or self.database, **options)
        self._sessions.append(session)
        return session

    def connect_as_owner(self, **options):
        return self.connect(user=self.owner, password=self.owner_password, **options)

    def execute(self, statement, parameters=None, **options):
        """Rows, as the superuser in the platform database."""
        return self.server.execute(
            statement, parameters, dbname=options.pop("dbname", self.database), **options
        )

    def value(self, statement, parameters=None, **options):
        return self.execute(statement, parameters, **options)[0][0]

    def drop_what_bears_the_mark(self):
        """Databases first, since they hold privileges that prevent dropping roles."""
        pattern = "%" + self.mark.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%")
        with self.server.connect() as session:
            for (name,) in session.execute(
                "select datname from pg_catalog.pg_database where datname like %s", [pattern]
            ).fetchall():
                session.execute(
                    sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
                )
            for (name,) in session.execute(
                "select rolname from pg_catalog.pg_roles where rolname like %s", [pattern]
            ).fetchall():
                session.execute(sql.SQL("drop owned by {} cascade").format(sql.Identifier(name)))
                session.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))

    def close(self):
        for session in self._sessions:
            session.close()
        if self.server.is_running:
            self.drop_what_bears_the_mark()
