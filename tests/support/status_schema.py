"""Holds status documents against docs/status.schema.json, which a published reader relies on."""

import copy
import functools
import json
from pathlib import Path

import jsonschema

SCHEMA = Path(__file__).resolve().parents[2] / "docs/status.schema.json"


def _closed(rule):
    """The same rule, that takes no member which it does not name."""
    if isinstance(rule, list):
        return [_closed(each) for each in rule]
    if not isinstance(rule, dict):
        return rule
    closed = {name: _closed(each) for name, each in rule.items()}
    if "properties" in closed:
        closed["properties"] = {name: _closed(each) for name, each in rule["properties"].items()}
        closed.setdefault("additionalProperties", False)
    return closed


@functools.cache
def _validator():
    schema = json.loads(SCHEMA.read_text())
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    formats = jsonschema.FormatChecker()
    return kind(_closed(copy.deepcopy(schema)), format_checker=formats)


def check(document):
    """Fails if the document violates the schema, or has an unknown member."""
    _validator().validate(document)


def documents_of(config_map):
    """The documents in a ConfigMap's data, each of them checked."""
    documents = {key: json.loads(text) for key, text in (config_map.get("data") or {}).items()}
    for key, document in documents.items():
        try:
            check(document)
        except jsonschema.ValidationError as error:
            raise AssertionError(f"{key}: {error.message} at {error.json_path}: {document}") from None
    return documents
