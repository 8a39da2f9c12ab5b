"""A PgBouncer in front of a server. It refuses to run as root, so it runs as the server user."""

import contextlib
import shutil
import signal
import socket
import subprocess
import time

from support import process
from support.server import free_port

START_LIMIT_S = 20


def program():
    return shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/bin")


def _quote(text):
    return '"' + text.replace('"', '""') + '"'


class PgBouncer:
    """pool_mode: session or transaction; passwords: those of every role that will log in.

    Roles may be made later: PgBouncer checks its clients by its own list, and logs in to the
    server with the same password. Everything else is as the package has it: no
    ignore_startup_parameters, default pool size.
    """

    def __init__(self, server, directory, pool_mode, passwords, **settings):
        self.server = server
        self.directory = directory
        self.pool_mode = pool_mode
        self.host = "127.0.0.1"
        self.port = free_port()
        self.log = directory / "pgbouncer.log"
        self._users = directory / "users.txt"
        self._users.write_text(
            "".join(f"{_quote(name)} {_quote(word)}\n" for name, word in passwords.items())
        )
        settings = {
            "listen_addr": self.host,
            "listen_port": self.port,
            "unix_socket_dir": "",
            "auth_type": "scram-sha-256",
            "auth_file": self._users,
            "pool_mode": pool_mode,
            "max_client_conn": 500,
            **settings,
        }
        self._configuration = directory / "pgbouncer.ini"
        self._configuration.write_text(
            f"[databases]\n* = host={server.host} port={server.port}\n\n[pgbouncer]\n"
            + "".join(f"{name} = {value}\n" for name, value in settings.items())
        )
        self._process = None

    def start(self):
        with open(self.log, "ab") as log:
            self._process = process.start_as_server_user(
                [program(), self._configuration],
                death_signal=signal.SIGKILL,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_LIMIT_S
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(ConnectionRefusedError):
                socket.create_connection((self.host, self.port)).close()
                return self
            time.sleep(0.01)
        raise RuntimeError(f"PgBouncer did not start:\n{self.log.read_text()}")

    def stop(self):
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(10)
