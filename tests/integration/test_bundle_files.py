"""The bundles as files: each script belongs to a schema, and no schema's name is in it."""

import pathlib
import re

import pytest

from support import bundle_ddl

KEYS = {"bundle", "version", "description", "schemas", "partitions", "layouts"}
SCHEMA_KEYS = {"name", "database", "schema", "owner", "scripts", "required_columns", "extensions"}


def listed_scripts(bundle):
    for schema in bundle_ddl.description(bundle)["schemas"]:
        for script in schema["scripts"]:
            yield script if isinstance(script, str) else script["file"]


def test_bundle__is_each_folder_of_ddl():
    folders = sorted(path.name for path in bundle_ddl.DDL.iterdir())
    assert folders == sorted(bundle_ddl.BUNDLES)


@pytest.mark.parametrize("bundle", bundle_ddl.BUNDLES)
def test_bundle__lists_each_of_its_scripts_once(bundle):
    scripts = sorted(path.name for path in (bundle_ddl.DDL / bundle).glob("*.sql"))
    assert sorted(listed_scripts(bundle)) == scripts
    assert all(re.fullmatch(r"\d{3}_[a-z_]+\.sql", name) for name in scripts)


@pytest.mark.parametrize("bundle", bundle_ddl.BUNDLES)
def test_bundle__is_described_in_the_known_words(bundle):
    described = bundle_ddl.description(bundle)
    assert described.keys() <= KEYS
    assert described["bundle"] == bundle
    assert isinstance(described["version"], int) and described["version"] > 0
    names = [schema["name"] for schema in described["schemas"]]
    assert len(names) == len(set(names))
    for schema in described["schemas"]:
        assert schema.keys() <= SCHEMA_KEYS
        assert {"name", "database", "schema", "owner", "scripts"} <= schema.keys()
    for rule in described.get("partitions", []):
        assert rule["part"] in names


@pytest.mark.parametrize(
    "path",
    [path for bundle in ("noetl", "catalog") for path in bundle_ddl.scripts(bundle)],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_bundle__leaves_the_schema_to_the_search_path(path: pathlib.Path):
    statements = re.sub(r"--[^\n]*|'(?:[^']|'')*'", "", path.read_text())
    assert not re.search(r"\bnoetl(_catalog)?\.", statements)
