"""The bundles' DDL, run with psql alone, as by a DBA who has the files but not the program."""

import itertools
import os
import pathlib
import subprocess

import yaml
from psycopg import sql

DDL = pathlib.Path(__file__).parents[2] / "ddl"
BUNDLES = ("catalog", "noetl", "system", "workspace")
PASSWORD = "owner's %20 p@ss:w/ord"

_numbers = itertools.count(1)


def description(bundle):
    """bundle.yaml, read."""
    return yaml.safe_load((DDL / bundle / "bundle.yaml").read_text())


def scripts(bundle, target=None, layout="schemas"):
    """Paths of the scripts of a target, in order; of the only target if it is not named."""
    paths = []
    for each in description(bundle)["schemas"]:
        if target not in (None, each["name"]):
            continue
        for script in each["scripts"]:
            if isinstance(script, str):
                paths.append(DDL / bundle / script)
            elif script["layout"] == layout:
                paths.append(DDL / bundle / script["file"])
    return paths


class Database:
    """A database of the test's own, whose owner has no right beyond it."""

    def __init__(self, server):
        self.server = server
        self.name = f"ddl_{os.getpid()}_{next(_numbers)}"
        self._roles = []
        self._sessions = []
        self.owner = self.create_role(self.name)
        self._as_superuser("create database {} owner {}", self.name, self.owner)

    def _as_superuser(self, statement, *names):
        with self.server.connect() as session:
            session.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def create_role(self, name):
        self._as_superuser("create role {} login", name)
        with self.server.connect() as session:
            session.execute(
                sql.SQL("alter role {} password {}").format(sql.Identifier(name), PASSWORD)
            )
        self._roles.append(name)
        return name

    def create_schema(self, schema, owner=None):
        """A schema; its owner is the database's, who makes it, unless named."""
        with self.connect() if owner else self.connect_as(self.owner) as session:
            session.execute(
                sql.SQL("create schema {} authorization {}").format(
                    sql.Identifier(schema), sql.Identifier(owner or self.owner)
                )
            )

    def connect(self, **options):
        session = self.server.connect(self.name, **options)
        self._sessions.append(session)
        return session

    def connect_as(self, role, schema=None, **options):
        session = self.connect(user=role, password=PASSWORD, **options)
        if schema:
            session.execute(sql.SQL("set search_path = {}").format(sql.Identifier(schema)))
        return session

    def psql(self, paths, schema, role=None, single_transaction=False, text=None):
        """Runs scripts as a role, in order; returns their messages, and fails on an error."""
        command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"]
        command += ["-1"] if single_transaction else []
        for path in paths:
            command += ["-f", str(path)]
        environment = {
            "PATH": os.environ["PATH"],
            "PGHOST": self.server.host,
            "PGPORT": str(self.server.port),
            "PGDATABASE": self.name,
            "PGUSER": role or self.owner,
            "PGPASSWORD": PASSWORD,
            "PGSSLMODE": "disable",
            "PGOPTIONS": f"-c search_path={schema}",
        }
        done = subprocess.run(
            command, env=environment, input=text, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stderr.splitlines()

    def close(self):
        for session in self._sessions:
            session.close()
        if not self.server.is_running:
            return
        self._as_superuser("drop database if exists {} with (force)", self.name)
        for role in self._roles:
            self._as_superuser("drop role {}", role)
