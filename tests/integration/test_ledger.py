"""The ledger: only added to, made once, readable by those who share it."""

import threading

import psycopg
import pytest

REFUSED = [
    "update noetl_ledger.run set version = 9",
    "delete from noetl_ledger.run",
    "truncate noetl_ledger.run",
    "update noetl_ledger.promise set hashes = '{}'",
    "delete from noetl_ledger.promise",
    "truncate noetl_ledger.journal",
]


@pytest.fixture
def applied(program, environment):
    environment.create_owner_and_database()
    program.run("apply", "noetl").expect(0)
    return environment


@pytest.mark.parametrize("statement", REFUSED)
def test_ledger__is_only_added_to(applied, statement):
    for session in (applied.connect(), applied.connect_as_owner()):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute(statement)


def test_ledger__has_one_promise_for_each_object(applied):
    (kinds, identities, hashes, texts), = applied.execute(
        "select cardinality(kinds), cardinality(identities), cardinality(hashes), cardinality(texts)"
        " from noetl_ledger.promise"
    )
    assert kinds == identities == hashes == texts > 100


def test_ledger__has_what_its_hashes_are_over(applied):
    text = applied.value(
        "select o.text from noetl_ledger.promise p cross join lateral rows from"
        " (unnest(p.kinds), unnest(p.identities), unnest(p.texts)) as o(kind, identity, text)"
        " where o.kind = 'column' and o.identity ~ 'event_log.event_id$'"
    )
    assert "bigint" in text
    assert applied.value("select count(*) from noetl_ledger.promise where array_position(texts, null) > 0") == 0


def test_ledger__of_another_role_is_none(program, applied):
    """What somebody else put in its place is told, not passed over: it may be there to be taken for one."""
    applied.execute(f"alter schema noetl_ledger owner to {applied.server.user}")
    for arguments in (
        ("wait", "--for", "schema", "--wait-timeout", "0"),
        ("status",),
        ("verify",),
        ("apply", "noetl"),
        ("partitions", "catalog"),
    ):
        result = program.run(*arguments).expect(4, "it belongs to role postgres")
        assert "NOETL_LEDGER_SCHEMA" in result.stderr


def test_ledger__after_another_major_is_found_out_anew(program, applied):
    applied.execute(
        "set session_replication_role = replica;"
        " update noetl_ledger.run set server_version = 120000"
    )
    program.run("apply", "noetl").expect(0)
    assert applied.value("select outcome from noetl_ledger.run order by id desc limit 1") == "changed"
    program.run("verify", "noetl").expect(0)


def test_ledger__is_made_once_by_targets_side_by_side(program, environment):
    environment.create_owner_and_database()
    results = []
    threads = [
        threading.Thread(target=lambda name=name: results.append(program.run("apply", name)))
        for name in ("noetl", "catalog")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        result.expect(0)
    sources = environment.execute("select distinct source from noetl_ledger.run order by 1")
    assert sources == [("bundle:catalog",), ("bundle:noetl",)]


def test_ledger__that_may_not_be_made_is_told_without_its_ddl(program, environment):
    environment.create_owner_and_database()
    with environment.server.connect() as session:
        session.execute(f'alter database "{environment.database}" owner to {session.info.user}')
    result = program.run("apply", "noetl")
    result.expect(4, "cannot make the ledger: permission denied", "42501", "administrator")
    assert "create table" not in result.stderr
    assert len(result.stderr.splitlines()) < 8
