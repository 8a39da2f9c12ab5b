"""Changes to an honest server's answers by a lying server, or by a man in the middle.

https://www.postgresql.org/docs/current/protocol-message-formats.html. One Tampering is for one
connection, with a seed of its own: it takes a message of the server and gives the messages that
the client gets in its place.
"""

import random
import struct

NULL = object()

# Values that may break a reader: bounds of numbers, halves of arrays, words that mean something to
# the program, bytes that are no text.
VALUES = [
    b"", b"0", b"1", b"-1", b"t", b"f", b"on", b"NULL", b"infinity", b"-infinity", b"NaN", b"1.5",
    b"2147483647", b"-2147483649", b"9223372036854775807", b"-9223372036854775808",
    b"9223372036854775808", b"9224318016000000", b"-210866803200000", b"9" * 400,
    b"{}", b"{", b"}", b"{,}", b"{NULL}", b'{"', b'{"\\', b"{{}}", b"{a}{b}{c}", b"{a,b}",
    b"{" + b"a," * 300 + b"a}", b"}{" * 2000,
    b"table", b"column", b"rare", b"renamed", b"extension", b"change", b"attempt", b"refusal",
    b"noetl.", b"noetl", b'"', b"'", b"$$", b"$1", b";", b"--", b"/*", b"\\", b"%s%n%1000000d",
    b"select 1", b"select 1; select 2", b"commit", b"SCRAM-SHA-256$4096:AAAA$AAAA:AAAA",
    b"SCRAM-SHA-256$1:", b"1 2 3 4 5", b"99 " + b"a" * 64 + b" 1." + b"b" * 60 + b" run 180000",
    b"\xff\xfe", b"\xc2", b"\xe2\x82", b"\x1b[2J", b"\x00", b"a\x00b", b"A" * 70000,
]  # fmt: skip

SQLSTATES = [
    b"00000", b"01000", b"08006", b"22023", b"23505", b"25P02", b"28P01", b"3D000", b"3F000",
    b"40001", b"40P01", b"42501", b"42601", b"42710", b"42P04", b"53100", b"53300", b"55000",
    b"55P03", b"57014", b"57P01", b"XX000", b"", b"5", b"55P03" * 9,
]  # fmt: skip

POSITIONS = [
    b"0", b"1", b"2", b"40", b"4000", b"4294967295", b"18446744073709551615",
    b"18446744073709551616", b"-1", b"x", b"",
]  # fmt: skip

ERROR_FIELDS = b"SVCMDHPpqWstcdnFLR"
# An honest server sends these now and then, with everything else in order.
UNASKED = [
    ("N", b"SWARNING\0VWARNING\0C01000\0Mso says who lies\0\0"),
    ("S", b"server_version\0999999999.9\0"),
    ("S", b"client_encoding\0LATIN1\0"),
    ("S", b"in_hot_standby\0on\0"),
    ("S", b"standard_conforming_strings\0off\0"),
    ("A", struct.pack("!i", 7) + b"channel\0payload\0"),
    ("C", b"SELECT 1\0"),
    ("C", b"\0"),
    ("I", b""),
    ("G", b"\0\0\1\0\0"),
    ("H", b"\0\0\1\0\0"),
    ("W", b"\0\0\0"),
    ("d", b"1\tx\n"),
    ("c", b""),
    ("1", b""),
    ("2", b""),
    ("n", b""),
    ("s", b""),
    ("t", b"\0\0"),
    ("Z", b"I"),
    ("Z", b"T"),
    ("Z", b"E"),
    ("R", b"\0\0\0\x03"),
    ("K", b"\0\0\0\1\0\0\0\1"),
    ("T", b"\0\0"),
    ("D", b"\0\0"),
    ("D", b"\x7f\xff"),
    ("v", b"\0\3\0\0\0\0\0\0"),
    ("?", b""),
]


def framed(name, body):
    return name.encode("latin-1") + struct.pack("!i", len(body) + 4) + body


def read_row(body):
    (count,) = struct.unpack_from("!H", body)
    place, values = 2, []
    for _ in range(count):
        (length,) = struct.unpack_from("!i", body, place)
        place += 4
        values.append(NULL if length < 0 else body[place : place + length])
        place += max(length, 0)
    return values


def write_row(values):
    cells = (
        struct.pack("!i", -1) if value is NULL else struct.pack("!i", len(value)) + value
        for value in values
    )
    return struct.pack("!H", len(values)) + b"".join(cells)


class Tampering:
    """rate: how many of a hundred messages are changed. count: how many were."""

    def __init__(self, seed, rate):
        self.random = random.Random(seed)
        self.rate = rate
        self.count = 0
        self._changes = {
            "T": self._change_columns,
            "D": self._change_row,
            "C": self._change_completion,
            "E": self._change_error,
            "Z": self._change_state,
            "S": self._change_parameter,
        }

    def __call__(self, name, body):
        """The messages in place of this one, as (name, body)."""
        if self.random.uniform(0, 100) >= self.rate:
            return [(name, body)]
        self.count += 1
        draw = self.random.random()
        if draw < 0.03:
            return []
        if draw < 0.06:
            return [(name, body)] * self.random.choice([2, 3, 50])
        if draw < 0.14:
            unasked = self.random.choice(UNASKED)
            return self.random.choice([[unasked, (name, body)], [(name, body), unasked], [unasked]])
        if draw < 0.16:
            return [(name, self._noise(body))]
        change = self._changes.get(name)
        return change(name, body) if change else [(name, body)]

    def _noise(self, body):
        """Bytes of the frame changed, cut off or added; its length agrees with what is sent."""
        changed = bytearray(body)
        for _ in range(self.random.randint(1, 4)):
            if changed:
                changed[self.random.randrange(len(changed))] = self.random.randrange(256)
        end = self.random.choice([len(changed), self.random.randrange(len(changed) + 1)])
        return bytes(changed[:end]) + self.random.choice([b"", b"", b"\0" * 8])

    def _value(self, value):
        draw = self.random.random()
        if draw < 0.15 or value is NULL:
            return NULL if draw < 0.15 else self.random.choice(VALUES)
        if draw < 0.75 or not value:
            return self.random.choice(VALUES)
        changed = bytearray(value)
        for _ in range(self.random.randint(1, 4)):
            changed[self.random.randrange(len(changed))] = self.random.choice(b"{}\",\\' :.0-9zA\xff")
        return bytes(changed[: self.random.randrange(len(changed) + 1)] if draw > 0.9 else changed)

    def _change_row(self, name, body):
        values = read_row(body)
        for _ in range(self.random.randint(1, max(1, len(values) // 3))):
            if values:
                place = self.random.randrange(len(values))
                values[place] = self._value(values[place])
        draw = self.random.random()
        if draw < 0.05:
            values = values[:-1]
        elif draw < 0.1:
            values.append(b"one more")
        return [(name, write_row(values))]

    def _change_columns(self, name, body):
        """A column renamed, or none at all."""
        if self.random.random() < 0.2:
            return [(name, b"\0\0")]
        end = body.find(b"\0", 2)
        if end < 0:
            return [(name, body)]
        changed = self.random.choice([b"", b"x", body[2:end] + b"s", body[2 : end - 1]])
        return [(name, body[:2] + changed + body[end:])]

    def _change_completion(self, name, body):
        draw = self.random.random()
        if draw < 0.3:
            return self._error()
        if draw < 0.5:
            return [("I", b"")]
        if draw < 0.7:
            copy = self.random.choice(["G", "H", "W"])
            return [(copy, b"\0\0\0")]
        tag = self.random.choice([b"ROLLBACK", b"SELECT 99999999999999999999", b"", b"COPY -1"])
        return [(name, tag + b"\0")]

    def _error(self):
        fields = {b"S": b"ERROR", b"V": b"ERROR", b"C": self.random.choice(SQLSTATES), b"M": b"a lie"}
        if self.random.random() < 0.5:
            fields[b"P"] = self.random.choice(POSITIONS)
        return [("E", self._fields(fields))]

    def _fields(self, fields):
        return b"".join(key + value.replace(b"\0", b"") + b"\0" for key, value in fields.items()) + b"\0"

    def _change_error(self, name, body):
        fields = {part[:1]: part[1:] for part in body.split(b"\0") if part}
        for _ in range(self.random.randint(1, 3)):
            key = bytes([self.random.choice(ERROR_FIELDS)])
            if self.random.random() < 0.3:
                fields.pop(key, None)
            elif key == b"C":
                fields[key] = self.random.choice(SQLSTATES)
            elif key in b"Pp":
                fields[key] = self.random.choice(POSITIONS)
            else:
                fields[key] = self.random.choice(VALUES)
        return [(name, self._fields(fields))]

    def _change_state(self, name, _body):
        return [(name, self.random.choice([b"I", b"T", b"E", b"?"]))]

    def _change_parameter(self, name, body):
        key = body.split(b"\0")[0]
        return [(name, key + b"\0" + self.random.choice(VALUES).replace(b"\0", b"") + b"\0")]
