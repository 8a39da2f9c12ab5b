"""The programs that are measured, and how each is told to do the same job."""

import os
import pathlib
import shutil
import subprocess

from support import postgres_programs

ROOT = pathlib.Path(__file__).resolve().parents[1]
MIGRATE_MODULE = "github.com/golang-migrate/migrate/v4/cmd/migrate"
MIGRATE_VERSION = "v4.20.1"
# Debian's /usr/bin/psql is a wrapper in Perl that takes longer than psql itself.
PSQL = postgres_programs.DEBIAN_BIN / "psql"


def ours():
    static = ROOT / "build/static/noetl-schema"
    return static if static.exists() else ROOT / "build/noetl-schema"


def golang_migrate():
    """(path, None), or (None, the reason why there is none)."""
    home = postgres_programs.cache_directory() / "bench" / f"migrate-{MIGRATE_VERSION}"
    program = home / "migrate"
    if program.exists():
        return program, None
    if shutil.which("go") is None:
        return None, "go is not installed, so golang-migrate is left out"
    built = subprocess.run(
        ["go", "install", "-trimpath", "-tags", "postgres", "-ldflags", "-s -w"]
        + [f"{MIGRATE_MODULE}@{MIGRATE_VERSION}"],
        env={**os.environ, "GOBIN": str(home), "CGO_ENABLED": "0"},
        capture_output=True,
        text=True,
    )
    if built.returncode != 0:
        return None, f"golang-migrate was not built: {built.stderr.strip().splitlines()[-1]}"
    return program, None


class Job:
    """One thing to measure: a program, its arguments and its environment, for an Environment."""

    def __init__(self, name, command, settings):
        self.name = name
        self.command = [str(part) for part in command]
        self.settings = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", **settings}


class Contenders:
    """Builds jobs against a database of `environment`, reached at host:port."""

    def __init__(self, work, binary=None):
        self.binary = pathlib.Path(binary) if binary else ours()
        self.migrate, self.reason = golang_migrate()
        self.work = pathlib.Path(work)
        self.script = self.work / "noetl.sql"
        self.script.write_text(self._bundle_script())
        migrations = self.work / "migrations"
        migrations.mkdir()
        (migrations / "1_noetl.up.sql").write_text(
            self._bundle_script() + "\nset search_path = public;\n"
        )
        self.migrations = migrations
        self.many_tables = self.work / "many.sql"
        self.many_tables.write_text(_hundred_tables())

    def _bundle_script(self):
        """The same DDL that our program has inside, as psql takes it."""
        parts = sorted((ROOT / "ddl/noetl").glob("*.sql"))
        texts = [part.read_text() for part in parts]
        return "create schema if not exists noetl;\nset search_path = noetl;\n" + "".join(texts)

    def ours(self, environment, at, *arguments, name=None):
        return Job(
            name or "noetl-schema " + " ".join(map(str, arguments)),
            [self.binary, *arguments],
            environment.settings(POSTGRES_HOST=at.host, POSTGRES_PORT=at.port),
        )

    def psql(self, environment, at, *arguments, name=None, host=None):
        settings = {
            "PGHOST": str(host or at.host),
            "PGPORT": str(at.port),
            "PGUSER": environment.owner,
            "PGPASSWORD": environment.owner_password,
            "PGDATABASE": environment.database,
            "PGSSLMODE": "disable",
            "PGGSSENCMODE": "disable",
            "PGOPTIONS": "-c client_min_messages=warning",
        }
        return Job(name, [PSQL, "-X", "-q", "-v", "ON_ERROR_STOP=1", *arguments], settings)

    def migrate_up(self, environment, at):
        from urllib.parse import quote

        secret = quote(environment.owner_password, "")
        uri = (
            f"postgres://{environment.owner}:{secret}@{at.host}:{at.port}"
            f"/{environment.database}?sslmode=disable"
        )
        command = [self.migrate, "-path", self.migrations, "-database", uri, "up"]
        return Job("golang-migrate up", command, {})


def _hundred_tables():
    table = """
create table if not exists table_{number} (
  id bigint generated always as identity primary key,
  name text not null unique,
  payload jsonb not null default '{{}}',
  created_at timestamptz not null default now()
);
create index if not exists ix_table_{number}_created_at on table_{number} (created_at);
"""
    return "".join(table.format(number=number) for number in range(1, 101))
