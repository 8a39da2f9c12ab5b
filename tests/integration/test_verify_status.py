"""What verify finds is in the status ConfigMap, beside what the last run has left there."""

import json

import pytest

from support import status_schema
from support.fake_api import Answer, config_map

pytestmark = pytest.mark.one_major


class ConfigMap:
    """What the fake API keeps: dry runs change nothing."""

    def __init__(self, api):
        self.data = {}
        self.api = api

    def take(self):
        """Takes over what was written since, and answers as it is now."""
        for _, path, _, body in self.api.requests:
            if "/configmaps/" in path and "dryRun" not in path:
                self.data |= json.loads(body)["data"]
        return config_map(self.data)

    def documents(self):
        self.take()
        return status_schema.documents_of({"data": self.data})


@pytest.fixture
def kept(api):
    kept = ConfigMap(api)
    reading = (
        "/api/v1/namespaces/postgres/configmaps/noetl-schema-status"
        "?fieldManager=noetl-schema-reader&force=true&dryRun=All"
    )
    api.at[reading] = kept.take
    return kept


def test_verify__tells_of_drift_beside_the_last_run(report, kept, environment):
    report()[0].expect(0)
    (applied,) = kept.documents().values()
    assert applied["drifted"] is False and applied["lastVerifiedAt"] == applied["finishedAt"]
    environment.connect_as_owner().execute("drop index noetl.ix_credential_type")
    report("verify", "noetl")[0].expect(6)
    (drifted,) = kept.documents().values()
    assert drifted["drifted"] is True and drifted["lastVerifiedAt"] >= applied["lastVerifiedAt"]
    (difference,) = drifted["differences"]
    assert "ix_credential_type" in difference["object"]
    told = ("lastVerifiedAt", "drifted", "differences")
    assert {k: v for k, v in drifted.items() if k not in told} == {
        k: v for k, v in applied.items() if k not in told
    }

    report()[0].expect(0)
    (mended,) = kept.documents().values()
    assert mended["drifted"] is False and mended["differences"] == []
    report("verify", "noetl")[0].expect(0)
    (verified,) = kept.documents().values()
    assert verified["drifted"] is False and verified["phase"] == "Applied"


def test_verify__of_a_schema_that_no_run_told_of_makes_its_document(report, kept, program, environment):
    program.run("apply", "noetl").expect(0)
    report("verify", "noetl")[0].expect(0)
    (document,) = kept.documents().values()
    assert document["phase"] == "Unchanged" and document["drifted"] is False
    environment.connect_as_owner().execute("drop index noetl.ix_credential_type")
    kept.data.clear()
    del kept.api.requests[:]
    report("verify", "noetl")[0].expect(6)
    (document,) = kept.documents().values()
    assert document["phase"] == "Failed" and document["exitCode"] == 6 and document["drifted"]


def test_verify__tells_ten_differences_and_keeps_the_map_small(report, kept, environment):
    report()[0].expect(0)
    with environment.connect_as_owner() as owner:
        for number in range(12):
            owner.execute(f"create table noetl.t{number} (a int)")
        indexes = owner.execute(
            "select indexname from pg_indexes where schemaname = 'noetl' and indexname like 'ix_%' limit 12"
        ).fetchall()
        for (name,) in indexes:
            owner.execute(f"drop index noetl.{name}")
    report("verify", "noetl")[0].expect(6)
    (key, document), = kept.documents().items()
    assert len(document["differences"]) == 10

    other = status_schema.documents_of({"data": kept.data})[key] | {"message": "x" * 899_000}
    kept.data["other.noetl"] = json.dumps(other)
    report("verify", "noetl")[0].expect(6)
    document = kept.documents()[key]
    assert document["drifted"] is True and document["differences"] == []


def test_verify__by_an_account_that_may_not_write_is_a_warning(report, api):
    api.answers = [Answer(403, json.dumps({"kind": "Status", "message": "no"}))]
    result, _ = report("verify", "noetl", settings={"NOETL_WAIT_TIMEOUT": "0"})
    assert result.exit_code == 6
    assert "warning" in result.output and "configmaps" in result.output
