"""A server without TLS that asks every client for the password in clear text."""

import contextlib
import socket
import struct
import threading

NO_TLS = b"N"
SSL_REQUEST = 80877103
CLEAR_TEXT = b"R" + struct.pack("!ii", 8, 3)


class GreedyServer:
    """.port; .connections counts connections, .passwords has what was sent."""

    def __init__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.connections = 0
        self.passwords = []
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self._listener.close()

    def _serve(self):
        with contextlib.suppress(OSError):  # closed
            while True:
                client, _ = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._ask, args=(client,), daemon=True).start()

    def _ask(self, client):
        with client, client.makefile("rb") as stream, contextlib.suppress(OSError, struct.error):
            while True:
                (length,) = struct.unpack("!i", stream.read(4))
                body = stream.read(length - 4)
                if struct.unpack("!i", body[:4])[0] != SSL_REQUEST:
                    break
                client.sendall(NO_TLS)
            client.sendall(CLEAR_TEXT)
            if stream.read(1) == b"p":
                (length,) = struct.unpack("!i", stream.read(4))
                self.passwords.append(stream.read(length - 4))
