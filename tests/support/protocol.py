"""PostgreSQL's v3 protocol, as far as message boundaries go.

https://www.postgresql.org/docs/current/protocol-message-formats.html: a message is a type byte,
a length that counts itself, and a body. The client's first messages have no type byte; the
server answers a request for TLS with a single byte.
"""

import struct

SSL_REQUEST = 80877103
GSSENC_REQUEST = 80877104
CANCEL_REQUEST = 80877102


class FrontendStream:
    """Cuts what a client sends into (name, bytes) pairs; keeps an incomplete rest."""

    def __init__(self):
        self._rest = b""
        self.awaits_encryption_answer = False
        self.is_started = False
        self.is_opaque = False  # TLS: each chunk is a message of its own

    def feed(self, chunk):
        if self.is_opaque:
            return [("opaque", chunk)]
        self._rest += chunk
        messages = []
        while True:
            header = 5 if self.is_started else 4
            if len(self._rest) < header:
                return messages
            (length,) = struct.unpack_from("!i", self._rest, header - 4)
            total = length + header - 4
            if len(self._rest) < max(total, 8 if not self.is_started else 0):
                return messages
            messages.append((self._name(), self._rest[:total]))
            self._rest = self._rest[total:]

    def _name(self):
        if self.is_started:
            return chr(self._rest[0])
        (code,) = struct.unpack_from("!i", self._rest, 4)
        if code in (SSL_REQUEST, GSSENC_REQUEST):
            self.awaits_encryption_answer = True
            return "ssl-request" if code == SSL_REQUEST else "gssenc-request"
        self.is_started = True
        return "cancel" if code == CANCEL_REQUEST else "startup"


class BackendStream:
    """The same for messages of the server."""

    def __init__(self, frontend):
        self._frontend = frontend
        self._rest = b""
        self.is_opaque = False

    def feed(self, chunk):
        if self.is_opaque:
            return [("opaque", chunk)]
        self._rest += chunk
        messages = []
        while self._rest:
            if self._frontend.awaits_encryption_answer:
                self._frontend.awaits_encryption_answer = False
                answer, self._rest = self._rest[:1], self._rest[1:]
                messages.append(("encryption-answer", answer))
                if answer in (b"S", b"G"):
                    self.is_opaque = self._frontend.is_opaque = True
                    if self._rest:
                        messages.append(("opaque", self._rest))
                        self._rest = b""
                continue
            if len(self._rest) < 5:
                break
            total = struct.unpack_from("!i", self._rest, 1)[0] + 1
            if len(self._rest) < total:
                break
            messages.append((chr(self._rest[0]), self._rest[:total]))
            self._rest = self._rest[total:]
        return messages
