"""A server that is not PostgreSQL, but says whatever may get it a password.

It knows no password unless it is given one. Everything that the program sends is kept, in clear
text even where it came through TLS, so that a test can look for what must not be in it.
"""

import base64
import contextlib
import hashlib
import hmac
import os
import re
import socket
import ssl
import struct
import threading

ENCRYPTION_REQUEST = 80877103
GSS_ENCRYPTION_REQUEST = 80877104
CANCEL_REQUEST = 80877102
LIMIT_S = 20

OK, KERBEROS, CLEAR_TEXT, MD5, GSS, GSS_CONTINUE, SSPI = 0, 2, 3, 5, 7, 8, 9
SASL, SASL_CONTINUE, SASL_FINAL = 10, 11, 12
SCRAM = b"SCRAM-SHA-256"


def message(kind, body=b""):
    return kind + struct.pack("!I", len(body) + 4) + body


def question(number, body=b""):
    return message(b"R", struct.pack("!I", number) + body)


def error(code, text, severity="FATAL"):
    fields = [b"S" + severity.encode(), b"V" + severity.encode(), b"C" + code.encode()]
    return message(b"E", b"\0".join([*fields, b"M" + text.encode(), b"", b""]))


def mechanisms(*names):
    return question(SASL, b"".join(name + b"\0" for name in names) + b"\0")


def _parameter(name, value):
    return message(b"S", name.encode() + b"\0" + value.encode() + b"\0")


WELCOME = (
    question(OK)
    + _parameter("server_version", "15.6")
    + _parameter("client_encoding", "UTF8")
    + _parameter("standard_conforming_strings", "on")
    + _parameter("in_hot_standby", "off")
    + _parameter("default_transaction_read_only", "off")
    + message(b"K", struct.pack("!II", 1234, 5678))
    + message(b"Z", b"I")
)


class Conversation:
    """One connection, from the startup packet on. `user` is the role that logs in."""

    def __init__(self, server, connection):
        self._server = server
        self._connection = connection
        self.user = None

    def send(self, data):
        if self._server.byte_by_byte:
            for index in range(len(data)):
                self._connection.sendall(data[index : index + 1])
        else:
            self._connection.sendall(data)

    def _exactly(self, count):
        data = b""
        while len(data) < count:
            part = self._connection.recv(count - len(data))
            if not part:
                raise EOFError
            data += part
        self._server.keep(data)
        return data

    def receive(self):
        """Type and body of the program's next message."""
        kind = self._exactly(1)
        return kind, self._exactly(struct.unpack("!I", self._exactly(4))[0] - 4)

    def begin(self):
        """Answers the request for encryption as the server is set to; reads the startup packet."""
        while True:
            body = self._exactly(struct.unpack("!I", self._exactly(4))[0] - 4)
            (code,) = struct.unpack("!I", body[:4])
            if code == CANCEL_REQUEST:
                raise EOFError
            if code not in (ENCRYPTION_REQUEST, GSS_ENCRYPTION_REQUEST):
                break
            self._answer_encryption(code)
        words = body[4:].split(b"\0")
        self.user = dict(zip(words[::2], words[1::2], strict=False))[b"user"].decode()

    def _answer_encryption(self, code):
        server = self._server
        if server.encryption_answer is not None:
            self.send(server.encryption_answer)
        elif server.tls is None or code != ENCRYPTION_REQUEST:
            self.send(b"N")
        else:
            self.send(b"S")
            self._connection = server.tls.wrap_socket(self._connection, server_side=True)

    # SCRAM, of a server that knows the password or of one that only pretends to

    def begin_scram(self):
        """Sends the mechanisms; gives the client's first message without its header."""
        self.send(mechanisms(SCRAM))
        _, body = self.receive()
        return body.split(b"\0", 1)[1][4:].split(b",", 2)[2].decode()

    def challenge(self, first, iterations=4096, salt=b"salt of the false"):
        nonce = first.split("r=", 1)[1] + base64.b64encode(os.urandom(12)).decode()
        text = f"r={nonce},s={base64.b64encode(salt).decode()},i={iterations}"
        self.send(question(SASL_CONTINUE, text.encode()))
        return text

    def prove(self, password, iterations=4096):
        """The whole of SCRAM by a server that knows the password: its end, not yet sent."""
        salt = b"salt of the true"
        first = self.begin_scram()
        challenge = self.challenge(first, iterations, salt)
        _, proof = self.receive()
        salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, iterations)
        key = hmac.digest(salted, b"Server Key", "sha256")
        without_proof = proof.decode().rsplit(",p=", 1)[0]
        signature = hmac.digest(key, f"{first},{challenge},{without_proof}".encode(), "sha256")
        return question(SASL_FINAL, b"v=" + base64.b64encode(signature))


class FalseServer:
    """Listens, by default on loopback; `script` is called with each Conversation.

    tls                a server's SSLContext, or None for a server without TLS
    byte_by_byte       every byte goes out in a packet of its own
    encryption_answer  bytes that answer the request for encryption in place of N, or S and TLS
    """

    def __init__(
        self, script, tls=None, byte_by_byte=False, encryption_answer=None, host="127.0.0.1"
    ):
        self.script = script
        self.tls = tls
        self.byte_by_byte = byte_by_byte
        self.encryption_answer = encryption_answer
        self.users = []
        self._received = []
        self._lock = threading.Lock()
        self._listener = socket.create_server((host, 0), backlog=50)
        self.host, self.port = self._listener.getsockname()
        threading.Thread(target=self._serve, daemon=True).start()

    def keep(self, data):
        with self._lock:
            self._received.append(data)

    @property
    def received(self):
        with self._lock:
            return b"".join(self._received)

    def _serve(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection):
        connection.settimeout(LIMIT_S)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        conversation = Conversation(self, connection)
        with contextlib.suppress(EOFError, OSError, ssl.SSLError):
            conversation.begin()
            with self._lock:
                self.users.append(conversation.user)
            self.script(conversation)
            # What the program still has to say, until it goes.
            while True:
                conversation.receive()
        with contextlib.suppress(OSError):
            conversation._connection.close()

    def close(self):
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


def secrets_in(received, passwords, user):
    """The passwords that were given away: in clear text, or as MD5 hashes them for a login."""
    found = []
    for password in passwords:
        hashed = hashlib.md5(password.encode() + user.encode()).hexdigest()
        salted = hashlib.md5(hashed.encode() + b"salt").hexdigest()
        for secret in (password, hashed, salted):
            if secret.encode() in received:
                found.append(secret)
    if re.search(rb"md5[0-9a-f]{32}", received):
        found.append("md5")
    return found
