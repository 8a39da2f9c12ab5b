"""Checks a status document against the JSON schema that docs/status.md prints.

Implements the few keywords of JSON Schema that are used there, and refuses others.
"""

import json
import re

from support.cluster import TREE

TYPES = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
SAYS_NOTHING = {"$schema", "title", "description", "format"}


def schema():
    (text,) = re.findall(r"```json\n(.*?)```", (TREE / "docs/status.md").read_text(), re.S)
    return json.loads(text)


def check(document, rule=None, place="status"):
    """Fails if the document violates the schema, or has an unknown member."""
    rule = schema() if rule is None else rule
    for word, wanted in rule.items():
        if word not in SAYS_NOTHING and word not in ("properties", "additionalProperties", "items"):
            assert CHECKS[word](document, wanted), f"{place} = {document!r}: {word} {wanted!r}"
    if isinstance(document, dict):
        for name, value in document.items():
            known = rule.get("properties", {}).get(name, rule.get("additionalProperties"))
            assert known is not None, f"{place}.{name} is not in the schema"
            check(value, known, f"{place}.{name}")
    if isinstance(document, list):
        for index, value in enumerate(document):
            check(value, rule["items"], f"{place}[{index}]")


def _is_of_type(value, wanted):
    names = [wanted] if isinstance(wanted, str) else wanted
    return isinstance(value, tuple(TYPES[name] for name in names))


CHECKS = {
    "type": _is_of_type,
    "required": lambda value, wanted: value is None or set(wanted) <= set(value),
    "enum": lambda value, wanted: value in wanted,
    "const": lambda value, wanted: value == wanted,
    "pattern": lambda value, wanted: value is None or re.search(wanted, value),
    "minLength": lambda value, wanted: value is None or len(value) >= wanted,
    "minimum": lambda value, wanted: value >= wanted,
    "maximum": lambda value, wanted: value <= wanted,
}
