"""A cloud's check of short-lived tokens in place of passwords, as PostgreSQL asks it by LDAP.

Amazon RDS (IAM), Azure (Entra) and Cloud SQL judge a token outside of PostgreSQL: the server asks the
client for clear text, and the role has no password at all. So does a server whose pg_hba.conf says
"ldap", with this one behind it, on a port of loopback. It knows of LDAP what a simple bind needs.
"""

import socket
import socketserver
import threading

TOKEN_BYTES = 2000  # those of clouds have 1,500 and more
SUFFIX = ",dc=cloud"
BIND_REQUEST, BIND_RESPONSE, SIMPLE = 0x60, 0x61, 0x80
SEQUENCE, INTEGER, ENUMERATED, TEXT = 0x30, 0x02, 0x0A, 0x04
SUCCESS, INVALID_CREDENTIALS = 0, 49


def _read(stream):
    """(tag, content) of the next element of BER in a stream; (None, b"") at its end."""
    head = stream.read(2)
    if len(head) < 2:
        return None, b""
    length = head[1]
    if length & 0x80:  # the length of a length
        length = int.from_bytes(stream.read(length & 0x7F), "big")
    return head[0], stream.read(length)


def _parts(content):
    """The elements of a structured one."""
    while content:
        start, length = 2, content[1]
        if length & 0x80:
            start += length & 0x7F
            length = int.from_bytes(content[2:start], "big")
        yield content[0], content[start : start + length]
        content = content[start + length :]


def _element(tag, content):
    assert len(content) < 0x80
    return bytes([tag, len(content)]) + content


class _Bind(socketserver.StreamRequestHandler):
    """One connection of PostgreSQL: a bind, its answer, and the end."""

    def handle(self):
        while True:
            tag, message = _read(self.rfile)
            if tag is None:
                return
            (_, identifier), (operation, request), *_ = _parts(message)
            if operation != BIND_REQUEST:
                return
            _, (_, name), (method, token) = _parts(request)
            assert method == SIMPLE
            is_good = self.server.judge(name.decode(), token.decode())
            result = bytes([SUCCESS if is_good else INVALID_CREDENTIALS])
            answer = _element(ENUMERATED, result) + _element(TEXT, b"") + _element(TEXT, b"")
            self.wfile.write(
                _element(SEQUENCE, _element(INTEGER, identifier) + _element(BIND_RESPONSE, answer))
            )


class TokenServer(socketserver.ThreadingTCPServer):
    """.tokens are those that are good now; .refused has the user of each refusal.

    when_refused   called after a refusal, before the server hears of it
    """

    daemon_threads = True
    address_family = socket.AF_INET

    def __init__(self):
        self.tokens = set()
        self.refused = []
        self.when_refused = lambda: None
        super().__init__(("127.0.0.1", 0), _Bind)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def hba(self):
        """A line of pg_hba.conf: over TLS alone, as the clouds have it."""
        port = self.server_address[1]
        options = f'ldapserver=127.0.0.1 ldapport={port} ldapprefix="cn=" ldapsuffix="{SUFFIX}"'
        return f"hostssl all all all ldap {options}"

    def close(self):
        self.shutdown()
        self.server_close()

    def judge(self, name, token):
        if token in self.tokens:
            return True
        self.refused.append(name.removeprefix("cn=").removesuffix(SUFFIX))
        self.when_refused()
        return False
