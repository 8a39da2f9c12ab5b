"""A man in the middle of plaintext connections that changes messages after the login."""

import contextlib
import socket
import struct
import threading

from support.protocol import BackendStream, FrontendStream

READ_BYTES = 65536
HANG_UP = object()


def message(kind, body=b""):
    return kind.encode() + struct.pack("!i", len(body) + 4) + body


class Liar:
    """Stands in front of a server; use as a context manager.

    asked(kind, body)     for each message of a client: what goes to the server in its place
                          (bytes, None: the message itself; HANG_UP: an end)
    answered(kind, body)  the same for each message of the server
    said                  (kind, body) of every message of clients, in order
    connections           accepted so far
    """

    def __init__(self, server, asked=None, answered=None):
        self.said = []
        self.connections = 0
        self._target = (server.host, server.port)
        self._hooks = {"frontend": asked, "backend": answered}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.host, self.port = self._listener.getsockname()
        self._sockets = []
        threading.Thread(target=self._accept, daemon=True).start()

    def said_of(self, kind):
        return [body for name, body in self.said if name == kind]

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._target)
                self._sockets += [client, server]
                self.connections += 1
                frontend = FrontendStream()
                backend = BackendStream(frontend)
                for side, *ends in (
                    ("frontend", frontend, client, server),
                    ("backend", backend, server, client),
                ):
                    threading.Thread(target=self._carry, args=(side, *ends), daemon=True).start()

    def _carry(self, side, stream, source, target):
        with contextlib.suppress(OSError):
            while chunk := source.recv(READ_BYTES):
                for name, whole in stream.feed(chunk):
                    said = self._changed(side, name, whole)
                    if said is HANG_UP:
                        target.shutdown(socket.SHUT_WR)
                    else:
                        target.sendall(said)
            target.shutdown(socket.SHUT_WR)

    def _changed(self, side, name, whole):
        if len(name) != 1:  # the messages before the login have no type
            return whole
        body = whole[5:]
        if side == "frontend":
            self.said.append((name, body))
        hook = self._hooks[side]
        changed = hook(name, body) if hook else None
        return whole if changed is None else changed

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.close()
        for each in self._sockets:
            each.close()
