"""False servers: one changes the answers of a real one, one invents its own.

Both answer in threads, one or two a connection, in the clear, which the client's settings allow.
"""

import contextlib
import socket
import struct
import threading
import time

from support.protocol import BackendStream, FrontendStream
from support.tampering import framed

READ_BYTES = 65536
# A client that waits for a swallowed message is cut off after the first, and one that waits for a
# server with a nonsensical message after the second; other tests check the program's own limits.
IDLE_LIMIT_S = 0.4
STUCK_LIMIT_S = 2


class _Listener:
    """Listens on a port of its own; serve(socket, number) is called in a thread for each client."""

    def __init__(self):
        self.host = "127.0.0.1"
        self._listener = socket.create_server((self.host, 0), backlog=128)
        self.port = self._listener.getsockname()[1]
        self.connections = 0
        self._open = set()
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.add(client)
            threading.Thread(
                target=self._serve_and_close, args=(client, self.connections), daemon=True
            ).start()

    def _serve_and_close(self, client, number):
        with contextlib.suppress(OSError, EOFError):
            self.serve(client, number)
        self._open.discard(client)
        client.close()

    def serve(self, client, number):
        raise NotImplementedError

    def close(self):
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for client in list(self._open):
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class TamperingProxy(_Listener):
    """A man in the middle in front of a server that accepts every login (trust).

    tampering(number): a function that takes a message of the server's (name, body) and gives a
    list of those that the client gets in its place, for the connection of that number. The login
    passes unchanged.
    """

    def __init__(self, server, tampering):
        self._server = (server.host, server.port)
        self._tampering = tampering
        self._sent = []
        super().__init__()

    def sent(self, name):
        """Bodies of the messages of this name that clients have sent."""
        return [message[5:] for each, message in self._sent if each == name]

    def serve(self, client, number):
        with socket.create_connection(self._server) as server:
            carrying = _Carrying(client, server, self._tampering(number), self._sent)
            upwards = threading.Thread(target=carrying.upwards, daemon=True)
            upwards.start()
            carrying.downwards()
            for each in (client, server):
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
            upwards.join()


class _Carrying:
    def __init__(self, client, server, tamper, sent):
        self.client = client
        self.server = server
        self.tamper = tamper
        self.sent = sent
        self.frontend = FrontendStream()
        self.backend = BackendStream(self.frontend)
        self.is_logged_in = False
        self.waits_for_client = True  # the server is ready
        self.last_word = time.monotonic()

    def upwards(self):
        with contextlib.suppress(OSError):
            while chunk := self.client.recv(READ_BYTES):
                self.sent += self.frontend.feed(chunk)
                self.last_word = time.monotonic()
                self.waits_for_client = False
                self.server.sendall(chunk)
        with contextlib.suppress(OSError):
            self.server.shutdown(socket.SHUT_RDWR)

    def downwards(self):
        self.server.settimeout(IDLE_LIMIT_S / 2)
        while True:
            try:
                chunk = self.server.recv(READ_BYTES)
            except TimeoutError:
                limit = IDLE_LIMIT_S if self.waits_for_client else STUCK_LIMIT_S
                if time.monotonic() - self.last_word > limit:
                    return
                continue
            if not chunk:
                return
            self.last_word = time.monotonic()
            for name, message in self.backend.feed(chunk):
                self._carry(name, message)

    def _carry(self, name, message):
        if name == "encryption-answer" or not self.is_logged_in:
            self.client.sendall(message)
        else:
            for changed in self.tamper(name, message[5:]):
                self.client.sendall(framed(*changed))
        if name == "Z":
            self.is_logged_in = True
            self.waits_for_client = True


PARAMETERS = {
    "server_version": "15.6",
    "server_encoding": "UTF8",
    "client_encoding": "UTF8",
    "standard_conforming_strings": "on",
    "in_hot_standby": "off",
    "default_transaction_read_only": "off",
    "integer_datetimes": "on",
}
READY = framed("Z", b"I")


def error(sqlstate, message, position=None):
    fields = {"S": "ERROR", "V": "ERROR", "C": sqlstate, "M": message, "P": position}
    body = b"".join(key.encode() + str(value).encode() + b"\0" for key, value in fields.items() if value)
    return framed("E", body + b"\0")


def notice(text):
    return framed("N", f"SWARNING\0VWARNING\0C01000\0M{text}\0\0".encode())


class FalseServer(_Listener):
    """Accepts every login, and answers each message by answer(connection, name, body).

    connection has .send(bytes), .client and .number; the result of answer() is sent as well.
    """

    def __init__(self, answer, parameters=None):
        self.answer = answer
        self.parameters = {**PARAMETERS, **(parameters or {})}
        self.cancels = 0
        super().__init__()

    def serve(self, client, number):
        connection = _Conversation(client, number)
        stream = FrontendStream()
        while chunk := client.recv(READ_BYTES):
            for name, message in stream.feed(chunk):
                if name in ("ssl-request", "gssenc-request"):
                    stream.awaits_encryption_answer = False
                    client.sendall(b"N")
                elif name == "startup":
                    self._let_in(client)
                elif name == "cancel":
                    self.cancels += 1
                    return
                elif name == "X":
                    return
                else:
                    client.sendall(self.answer(connection, name, message[5:]) or b"")

    def _let_in(self, client):
        client.sendall(framed("R", struct.pack("!i", 0)))
        for key, value in self.parameters.items():
            client.sendall(framed("S", f"{key}\0{value}\0".encode()))
        client.sendall(framed("K", struct.pack("!ii", 1234, 5678)) + READY)


class _Conversation:
    def __init__(self, client, number):
        self.client = client
        self.number = number
        self.messages = 0

    def send(self, data):
        self.client.sendall(data)
