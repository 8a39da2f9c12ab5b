"""A cloud's check of short-lived tokens in place of passwords, as PostgreSQL asks it by RADIUS.

Amazon RDS (IAM), Azure (Entra) and Cloud SQL judge a token outside of PostgreSQL: the server asks the
client for clear text, and the role has no password at all. So does a server whose pg_hba.conf says
"radius", with this one behind it, on a port of loopback.
"""

import hashlib
import socket
import threading

SECRET = b"between-the-two"
ACCEPT, REJECT = 2, 3
USER_NAME, USER_PASSWORD = 1, 2
LONGEST_TOKEN = 128  # of RADIUS; those of clouds have 1,500 bytes and more


def _attributes(packet):
    rest = packet[20:]
    while rest:
        yield rest[0], rest[2 : rest[1]]
        rest = rest[rest[1] :]


def _revealed(hidden, authenticator):
    """The password of a request: each 16 bytes are covered by a hash of those before."""
    clear, before = b"", authenticator
    for start in range(0, len(hidden), 16):
        block = hidden[start : start + 16]
        cover = hashlib.md5(SECRET + before).digest()  # noqa: S324 - RADIUS says so
        clear += bytes(left ^ right for left, right in zip(block, cover, strict=True))
        before = block
    return clear.rstrip(b"\0").decode()


class TokenServer:
    """.tokens are those that are good now; .refused has the user of each refusal.

    when_refused   called after a refusal, before the server hears of it
    """

    def __init__(self):
        self.tokens = set()
        self.refused = []
        self.when_refused = lambda: None
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def hba(self):
        """A line of pg_hba.conf: over TLS alone, as the clouds have it."""
        port = self._socket.getsockname()[1]
        options = f'radiusservers=127.0.0.1 radiussecrets="{SECRET.decode()}" radiusports={port}'
        return f"hostssl all all all radius {options}"

    def close(self):
        self._socket.close()

    def _serve(self):
        while True:
            try:
                packet, client = self._socket.recvfrom(4096)
            except OSError:
                return
            self._socket.sendto(self._answer(packet), client)

    def _answer(self, packet):
        identifier, authenticator = packet[1], packet[4:20]
        given = dict(_attributes(packet))
        is_good = _revealed(given[USER_PASSWORD], authenticator) in self.tokens
        if not is_good:
            self.refused.append(given[USER_NAME].decode())
            self.when_refused()
        head = bytes([ACCEPT if is_good else REJECT, identifier, 0, 20])
        return head + hashlib.md5(head + authenticator + SECRET).digest()  # noqa: S324
