"""One PostgreSQL server of the tests' own.

The data directory is a copy of a template that initdb made once; it lies in memory where there
is room. Durability is off. Log-ins need SCRAM, over TCP and over the unix socket alike.
"""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

import psycopg

from support import postgres_programs, process

SUPERUSER = "postgres"
# Every kind of character that a careless program handles wrongly.
PASSWORD = "su%40per:'\"@ /\\é{}$1"
START_LIMIT_S = 60
STOP_LIMIT_S = 30
TEMPLATE_RECIPE = "1"  # change it when _make_template() changes

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "300",
    "max_wal_size": "256MB",
    # ANALYZE by itself would write where a test proves that nothing writes.
    "autovacuum": "off",
    "password_encryption": "scram-sha-256",  # 13 says md5
    "log_statement": "all",
    "log_lock_waits": "on",
    "log_connections": "on",
    "log_line_prefix": "%m [%p] %q%u@%d %a ",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "lc_messages": "C",
}


def quote_setting(value):
    return "'" + str(value).replace("\\", "\\\\").replace("'", "''") + "'"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _make_template(release, directory):
    process.give_to_server_user(directory)
    password_file = directory / "password"
    password_file.write_text(PASSWORD + "\n")
    process.give_to_server_user(password_file)
    process.run_as_server_user(
        [
            release.program("initdb"),
            "--no-sync",
            f"--username={SUPERUSER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            f"--pgdata={directory / 'data'}",
        ],
        env=release.environment(),
    )


def _template(release):
    """The data directory to copy, made by initdb on first use and kept in the cache."""
    home = postgres_programs.cache_directory() / "template" / f"{release.name}-{TEMPLATE_RECIPE}"
    complete = home / "complete"
    if not complete.exists():
        with postgres_programs.CacheLock(f"template-{release.name}"):
            if not complete.exists():
                shutil.rmtree(home, ignore_errors=True)
                home.mkdir(parents=True)
                _make_template(release, home)
                complete.touch()
    return home / "data"


class Server:
    """A server that is made, but not started, by its constructor.

    release    whose programs to run
    directory  an existing directory of its own: data, socket, log
    settings   added to SETTINGS, as in postgresql.conf
    hba lines of pg_hba.conf in place of SCRAM for every login
    copy_of    a data directory in place of the template (a standby)
    data       where the data directory lies, if not in `directory`
    """

    def __init__(self, release, directory, settings=None, hba=None, copy_of=None, data=None):
        self.release = release
        self.major = release.major
        self.directory = pathlib.Path(directory)
        self.data = pathlib.Path(data) if data else self.directory / "data"
        self.log = self.directory / "log"
        self.host = "127.0.0.1"
        self.port = free_port()
        self.user = SUPERUSER
        self.password = PASSWORD
        self.settings = {
            **SETTINGS,
            "unix_socket_directories": str(self.directory),
            **(settings or {}),
        }
        self._postmaster = None
        process.give_to_server_user(self.directory)
        self._copy_data(copy_of or _template(release))
        if hba is not None:
            self.write_hba(hba)
        self.write_settings()

    def _copy_data(self, source):
        process.run_as_server_user(
            ["cp", "--recursive", "--preserve=mode,timestamps", "-T", source, self.data]
        )

    # Configuration

    def write_hba(self, lines):
        (self.data / "pg_hba.conf").write_text("\n".join(lines) + "\n")

    def write_settings(self, **more):
        """Writes the settings; a running server takes them after reload() or restart()."""
        self.settings.update(more)
        lines = [f"{name} = {quote_setting(value)}" for name, value in self.settings.items()]
        lines.append(f"port = {self.port}")
        (self.data / "postgresql.conf").write_text("\n".join(lines) + "\n")

    def reload(self):
        self._postmaster.send_signal(signal.SIGHUP)
        # The postmaster reads its files before it serves the next connection, not before this
        # returns; a log-in that was asked for after the signal sees the new files.
        with contextlib.suppress(psycopg.OperationalError):
            self.execute("select 1")

    # Life

    @property
    def is_running(self):
        return self._postmaster is not None and self._postmaster.poll() is None

    @property
    def pid(self):
        return self._postmaster.pid

    def start(self, wait=True):
        for _ in range(5):
            self._launch()
            if not wait or self._wait_until_ready():
                return self
            if "Address already in use" not in self.log_text():
                break
            self.port = free_port()
            self.write_settings()
        raise RuntimeError(f"PostgreSQL {self.major} did not start:\n{self.log_text()[-4000:]}")

    def _launch(self):
        with contextlib.suppress(FileNotFoundError):
            (self.data / "postmaster.pid").unlink()
        with open(self.log, "ab") as log:
            self._postmaster = process.start_as_server_user(
                [self.release.program("postgres"), "-D", self.data],
                env=self.release.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def state(self):
        """The server's own state (last line of postmaster.pid): ready, starting, …"""
        with contextlib.suppress(FileNotFoundError, IndexError):
            return (self.data / "postmaster.pid").read_text().splitlines()[7].strip()
        return ""

    def _wait_until_ready(self):
        deadline = time.monotonic() + START_LIMIT_S
        while time.monotonic() < deadline:
            if self.state() in ("ready", "standby"):
                return True
            if not self.is_running:
                return False
            time.sleep(0.01)
        return False

    def stop(self, mode="immediate", wait=True):
        """mode: smart (waits for sessions), fast, immediate."""
        if not self.is_running:
            return
        numbers = {"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}
        self._postmaster.send_signal(numbers[mode])
        if wait:
            self._postmaster.wait(STOP_LIMIT_S)

    def kill(self):
        """kill -9 of the postmaster and of every backend, as an out-of-memory killer would."""
        children = process.children_of(self.pid)
        self._postmaster.kill()
        self._postmaster.wait()
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        # A new postmaster refuses the data directory while an old backend is attached to it.
        for child in children:
            while os.path.exists(f"/proc/{child}"):
                time.sleep(0.005)

    def restart(self, mode="fast"):
        self.stop(mode)
        return self.start()

    def destroy(self):
        self.stop("immediate")
        shutil.rmtree(self.directory, ignore_errors=True)
        if self.data.exists():
            shutil.rmtree(self.data, ignore_errors=True)

    # Log

    def log_text(self, since=0):
        """The server's log, from a mark that log_mark() gave."""
        try:
            with open(self.log, "rb") as log:
                log.seek(since)
                return log.read().decode(errors="replace")
        except FileNotFoundError:
            return ""

    def log_mark(self):
        return self.log.stat().st_size if self.log.exists() else 0

    def log_errors(self, since=0):
        """Lines that would worry a DBA."""
        levels = (" ERROR: ", " FATAL: ", " PANIC: ")
        return [
            line
            for line in self.log_text(since).splitlines()
            if any(level in line for level in levels)
        ]

    # Sessions

    def connect(self, dbname="postgres", user=None, password=None, autocommit=True, **options):
        """A session of psycopg, by default the superuser's. Without the compiler of queries, as the
        program sets it: compiling takes seconds where our queries take milliseconds.
        """
        return psycopg.connect(
            host=options.pop("host", self.host),
            port=self.port,
            dbname=dbname,
            user=user or self.user,
            password=password if password is not None else self.password,
            connect_timeout=options.pop("connect_timeout", 10),
            sslmode=options.pop("sslmode", "disable"),
            autocommit=autocommit,
            options=options.pop("options", "-c jit=off"),
            **options,
        )

    def execute(self, statement, parameters=None, dbname="postgres", **session):
        """Rows of one statement in a session of its own, by default the superuser's."""
        with self.connect(dbname, **session) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else None

    def value(self, statement, parameters=None, dbname="postgres", **session):
        """The single value that a statement gives."""
        return self.execute(statement, parameters, dbname, **session)[0][0]

    def uri(self, dbname, user=None, password=None):
        from urllib.parse import quote

        name, secret = quote(user or self.user, ""), quote(password or self.password, "")
        return f"postgresql://{name}:{secret}@{self.host}:{self.port}/{quote(dbname, '')}"
