"""Bundle noetl, by psql alone: every table of the seeds, by the house's rules, at its fixed point."""

import psycopg
import pytest

from support import bundle_ddl, conventions, expectation, seeds, structure

SCHEMA = "noetl"


@pytest.fixture(scope="module")
def database(test_session, postgres_major):
    """A database whose owner has run the bundle once, script by script."""
    database = bundle_ddl.Database(test_session.shared_server(postgres_major))
    database.create_schema(SCHEMA)
    database.messages = database.psql(bundle_ddl.scripts("noetl"), SCHEMA)
    yield database
    database.close()


@pytest.fixture
def session(database):
    """The owner's session, whose changes are rolled back."""
    session = database.connect_as(database.owner, SCHEMA, autocommit=True)
    session.execute("begin")
    yield session
    session.close()


def insert(session, table, **values):
    """Inserts a row and gives its key, the table's first column."""
    names, marks = ", ".join(values), ", ".join(["%s"] * len(values))
    row = session.execute(
        f"insert into {table} ({names}) values ({marks}) returning {table}.*", list(values.values())
    ).fetchone()
    return row[0]


def test_noetl__has_what_the_seeds_say(database):
    expected = expectation.read("noetl")[None]
    assert expected.keys() == seeds.NOETL_TABLES
    assert expectation.differences(database.connect(), SCHEMA, expected) == []


def test_noetl__keeps_the_rules_of_the_house(database):
    assert conventions.offences(database.connect(), SCHEMA, database.owner) == {}


def test_noetl__says_nothing_the_first_time(database):
    assert database.messages == []


def test_noetl__is_at_its_fixed_point_after_one_run(test_session, postgres_major):
    database = bundle_ddl.Database(test_session.shared_server(postgres_major))
    try:
        database.create_schema(SCHEMA)
        session = database.connect()
        after = []
        for _ in range(2):
            messages = database.psql(bundle_ddl.scripts("noetl"), SCHEMA)
            rows = [
                session.execute(f"select * from noetl.{table} order by 1").fetchall()
                for table in ("role", "resource")
            ]
            after.append((structure.structure(session, "no mark"), rows))
        assert after[0] == after[1]
        assert all("already exists, skipping" in message for message in messages)
    finally:
        database.close()


def test_noetl__runs_as_one_text_in_any_schema(test_session, postgres_major, database, tmp_path):
    whole = tmp_path / "whole.sql"
    whole.write_text("".join(path.read_text() for path in bundle_ddl.scripts("noetl")))
    other = bundle_ddl.Database(test_session.shared_server(postgres_major))
    try:
        other.create_schema("elsewhere")
        assert other.psql([whole], "elsewhere", single_transaction=True) == []
        expected = expectation.read("noetl")[None]
        assert expectation.differences(other.connect(), "elsewhere", expected) == []
    finally:
        other.close()


def test_event_log__has_its_time_by_default(session):
    assert session.execute(
        "select column_default, is_nullable from information_schema.columns"
        " where table_schema = 'noetl' and table_name = 'event_log' and column_name = 'timestamp'"
    ).fetchone() == ("CURRENT_TIMESTAMP", "NO")


def test_event_log__may_come_before_its_workload(session):
    insert(session, "event_log", execution_id=1, event_type="execution_start")
    insert(session, "error_log", execution_id=1, error_message="too early")
    insert(session, "workload", execution_id=1)
    session.execute("set constraints all immediate")


def test_event_log__needs_its_workload_in_the_end(session):
    insert(session, "event_log", execution_id=1)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        session.execute("set constraints all immediate")


@pytest.mark.parametrize(
    "table, values",
    [
        ("workflow", {"execution_id": 1, "step_id": "a"}),
        ("workbook", {"execution_id": 1, "task_id": "a"}),
        ("transition", {"execution_id": 1, "from_step": "a", "to_step": "b", "condition": ""}),
    ],
)
def test_plan__needs_its_workload_at_once(session, table, values):
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        insert(session, table, **values)


def test_event_log_detail__shows_the_other_names(session):
    insert(session, "workload", execution_id=1)
    insert(session, "event_log", execution_id=1, context="given", result="made")
    columns = [
        name
        for (name,) in session.execute(
            "select attname from pg_attribute where attrelid = 'event_log_detail'::regclass"
            " and attnum > 0 order by attnum"
        )
    ]
    other_names = {"context": "input_context", "result": "output_result"}
    table = expectation.read("noetl")[None]["event_log"]
    assert columns == [other_names.get(name, name) for name in table.columns]
    assert session.execute(
        "select input_context, output_result from event_log_detail"
    ).fetchall() == [("given", "made")]


def test_label__is_unique_among_roots_and_below_a_parent(session):
    root = insert_label(session, "a", None)
    insert_label(session, "a", root)
    insert_label(session, "b", None)
    for parent in (None, root):
        session.execute("savepoint s")
        with pytest.raises(psycopg.errors.UniqueViolation):
            insert_label(session, "a", parent)
        session.execute("rollback to s")


def insert_label(session, name, parent):
    return insert(session, "label", name=name, parent_id=parent)


def test_label__goes_with_everything_in_it(session):
    profile = insert(session, "profile", username="u", type="user")
    root = insert_label(session, "a", None)
    below = insert_label(session, "b", root)
    chat = insert(session, "chat", label_id=below, name="c", owner_id=profile)
    insert(session, "member", chat_id=chat, profile_id=profile, role="owner")
    insert(session, "message", chat_id=chat, sender_type="system", content="hello")
    insert(session, "attachment", chat_id=chat, filename="f", filepath="/f", uploaded_by=profile)
    session.execute("delete from label where id = %s", [root])
    for table in ("label", "chat", "member", "message", "attachment"):
        assert session.execute(f"select count(*) from {table}").fetchone() == (0,)


def test_attachment__hangs_on_something(session):
    profile = insert(session, "profile", username="u", type="bot")
    with pytest.raises(psycopg.errors.CheckViolation):
        insert(session, "attachment", filename="f", filepath="/f", uploaded_by=profile)


@pytest.mark.parametrize("kind, is_allowed", [("user", True), ("bot", True), ("ai", False)])
def test_profile__is_a_user_or_a_bot(session, kind, is_allowed):
    if is_allowed:
        insert(session, "profile", username="u", type=kind)
    else:
        with pytest.raises(psycopg.errors.CheckViolation):
            insert(session, "profile", username="u", type=kind)


def test_role_and_resource__have_their_default_rows(session):
    roles = session.execute("select name from role order by name").fetchall()
    assert roles == [("admin",), ("bot",), ("user",)]
    resources = session.execute("select name from resource order by name").fetchall()
    names = sorted(["playbook", "workflow", "target", "step", "task", "action"])
    assert resources == [(name,) for name in names]


def test_keychain__refers_to_a_version_of_a_playbook(session):
    session.execute(
        "insert into catalog (resource_path, resource_type, resource_version, payload)"
        " values ('p', 'playbook', '1', '{}')"
    )
    values = {
        "cache_key": "k",
        "keychain_name": "n",
        "credential_type": "t",
        "cache_type": "token",
        "scope_type": "local",
        "data_encrypted": "x",
        "expires_at": "2999-01-01",
    }
    catalog_id = session.execute("select catalog_id from catalog").fetchone()[0]
    insert(session, "keychain", catalog_id=catalog_id, **values)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        insert(session, "keychain", catalog_id=-1, **{**values, "cache_key": "l"})
