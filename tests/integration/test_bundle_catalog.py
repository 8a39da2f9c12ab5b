"""Bundle catalog, by psql alone: seed 002, and the partitions of event."""

import psycopg
import pytest

from support import bundle_ddl, conventions, expectation, structure

SCHEMA = "noetl_catalog"


@pytest.fixture(scope="module")
def database(test_session, postgres_major):
    """A database whose owner has run the bundle once, script by script."""
    database = bundle_ddl.Database(test_session.shared_server(postgres_major))
    database.create_schema(SCHEMA)
    database.messages = database.psql(bundle_ddl.scripts("catalog"), SCHEMA)
    yield database
    database.close()


@pytest.fixture
def session(database):
    """The owner's session, whose changes are rolled back."""
    session = database.connect_as(database.owner, SCHEMA, autocommit=True)
    session.execute("begin")
    yield session
    session.close()


def test_catalog__has_what_the_seed_says(database):
    expected = expectation.read("catalog")[None]
    assert expectation.differences(database.connect(), SCHEMA, expected) == []


def test_catalog__keeps_the_rules_of_the_house(database):
    assert database.messages == []
    assert conventions.offences(database.connect(), SCHEMA, database.owner) == {}


def test_catalog__is_at_its_fixed_point_after_one_run(database):
    session = database.connect()
    before = structure.structure(session, "no mark")
    messages = database.psql(bundle_ddl.scripts("catalog"), SCHEMA)
    assert structure.structure(session, "no mark") == before
    assert all("already exists, skipping" in message for message in messages)


def test_catalog__has_the_default_rows_of_the_seed(session):
    resource_types = session.execute("select name from resource_type").fetchall()
    assert [name for (name,) in resource_types] == [
        *("playbook", "workflow", "target", "step", "task", "action")
    ]
    assert dict(session.execute("select name, template from event_type").fetchall()) == {
        "REGISTERED": "Resource {{ resource_path }} version {{ resource_version }} was registered.",
        "UPDATED": "Resource {{ resource_path }} version {{ resource_version }} was updated.",
        "UNCHANGED": "Resource {{ resource_path }} already registered.",
        "EXECUTION_STARTED": "Execution started for {{ resource_path }}.",
        "EXECUTION_FAILED": "Execution failed for {{ resource_path }}.",
        "EXECUTION_COMPLETED": "Execution completed for {{ resource_path }}.",
    }


def test_catalog__keeps_a_template_that_somebody_changed(database):
    with database.connect_as(database.owner, SCHEMA) as session:
        session.execute("update event_type set template = 'mine' where name = 'UPDATED'")
        database.psql(bundle_ddl.scripts("catalog"), SCHEMA)
        template = session.execute("select template from event_type where name = 'UPDATED'")
        assert template.fetchone() == ("mine",)
        session.execute(
            "update event_type set template = 'Resource {{ resource_path }} version"
            " {{ resource_version }} was updated.' where name = 'UPDATED'"
        )


def test_event__goes_to_the_default_partition_and_needs_its_resource(session):
    session.execute(
        "insert into catalog (resource_path, resource_type, resource_version, payload)"
        " values ('p', 'playbook', '1', '{}')"
    )
    event = (
        "insert into event (event_id, event_type, resource_path, resource_version)"
        " values (%s, 'REGISTERED', 'p', %s)"
    )
    session.execute(event, ["e1", "1"])
    assert session.execute("select event_id from event_default").fetchall() == [("e1",)]
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        session.execute(event, ["e2", "2"])


def test_event__is_partitioned_by_its_time(session):
    assert session.execute("select pg_get_partkeydef('event'::regclass)").fetchone() == (
        'RANGE ("timestamp")',
    )
    assert session.execute(
        "select inhrelid::regclass::text from pg_inherits where inhparent = 'event'::regclass"
    ).fetchall() == [("event_default",)]
