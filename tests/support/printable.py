"""Text that moves cursors, forges lines or hides, and its form when it leaves the program."""

import json
import re
import unicodedata

# Each class of character: controls of C0 and C1, DEL, bidirectional, separators, zero width, tags.
CLASSES = {
    "escape": "\x1b[2J",
    "line feed": "\n2026-01-01T00:00:00.000Z error  forged",
    "carriage return": "\rforged",
    "tab": "\t",
    "delete": "\x7f",
    "C1": "\x9b31m\x85",
    "override": "\u202eab\u2066cd\u200f\u061c",
    "separator": "\u2028\u2029",
    "zero width": "\u200b\u200d\ufeff\u00ad",
    "noncharacter": "\uffff\ufdd0\U0001fffe",
    "tag": "\U000e0041\U000e007f",
}
# What fits into a name of PostgreSQL, 63 bytes, with room for a mark.
SHORT = "".join(("\x1b[2J", "\nx", "\r", "\x9b", "\u202e", "\u2028", "\u200b", "\ufeff", "\x7f", '"'))

# Texts of several lines; all others are one.
OF_LINES = {"detail", "hint", "excerpt", "note", "value", "noetl.io/schema-message"}


def is_hidden(character):
    number = ord(character)
    return (
        unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        or number & 0xFFFE == 0xFFFE
        or 0xFDD0 <= number <= 0xFDEF
        or 0xE0000 <= number <= 0xE0FFF
        or character == "\ufffd"  # Python's replacement for a byte that is not UTF-8
    )


def assert_clean(text, allowed="\n", begins_lines=True):
    """Nothing hidden, and no forged line."""
    hidden = {character for character in text if is_hidden(character)} - set(allowed)
    assert not hidden, f"{hidden} in {text!r}"
    assert not begins_lines or not re.search("^(x|forged|2026-01-01)", text, re.M), text


def assert_clean_json(value, name=""):
    """The same for everything that a document decodes to, with keys and nested documents."""
    if isinstance(value, dict):
        for key, member in value.items():
            assert_clean(key, "")
            assert_clean_json(member, key)
    elif isinstance(value, list):
        for member in value:
            assert_clean_json(member, name)
    elif isinstance(value, str):
        if value.startswith("{"):
            assert_clean_json(json.loads(value))
        # `config` prints settings unchanged, and the server's details may have several lines.
        allowed = {"value": "\n\t"}.get(name, "\n" if name in OF_LINES else "")
        assert_clean(value, allowed, name in ("note", "noetl.io/schema-message"))


def assert_clean_log(text):
    """For lines of JSON."""
    assert_clean(text)
    for line in text.splitlines():
        assert_clean_json(json.loads(line))
