"""The schema of the status document says what it means, and the tests hold documents against all of it."""

import copy
import json

import jsonschema
import pytest

from support import status_schema


@pytest.fixture(scope="module")
def schema():
    return json.loads(status_schema.SCHEMA.read_text())


def test_schema__is_one_of_json_schema(schema):
    jsonschema.validators.validator_for(schema).check_schema(schema)


GOOD = {
    "schemaVersion": 1,
    "phase": "Applying",
    "reason": "Applying",
    "outcome": None,
    "message": "creating",
    "hint": None,
    "bundle": {"name": "billing", "source": "file:billing", "version": 0, "checksum": None},
    "database": "d",
    "schema": "s",
    "fingerprintBefore": None,
    "fingerprintAfter": None,
    "statements": 0,
    "definitions": 0,
    "attempts": 1,
    "postponed": [],
    "durationsMs": {"Looking": 1},
    "error": None,
    "toolVersion": "0.1.0",
    "pod": None,
    "startedAt": "2026-12-01T00:00:00Z",
    "updatedAt": "2026-12-01T00:00:00Z",
    "finishedAt": None,
    "lastVerifiedAt": None,
    "drifted": None,
    "differences": [],
    "until": "2026-12-01T00:02:00Z",
}


def test_schema__takes_a_document():
    status_schema.check(GOOD)


@pytest.mark.parametrize(
    "place, value",
    [
        (("bundle", "source"), "file"),
        (("bundle", "source"), "bundle:"),
        (("bundle", "surprise"), 1),
        (("phase",), "Dreaming"),
        (("until",), 7),
        (("statements",), -1),
        (("surprise",), 1),
    ],
)
def test_schema__takes_no_other(place, value):
    document = copy.deepcopy(GOOD)
    inside = document
    for name in place[:-1]:
        inside = inside[name]
    inside[place[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        status_schema.check(document)


@pytest.mark.parametrize("name", GOOD)
def test_schema__misses_nothing(name):
    with pytest.raises(jsonschema.ValidationError):
        status_schema.check({key: value for key, value in GOOD.items() if key != name})
