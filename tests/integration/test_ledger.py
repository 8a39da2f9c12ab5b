"""The ledger of an owner: only added to, made once, and nobody else's to write."""

import threading

import psycopg
import pytest

from support.program import ROOT

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
    result.expect(4, "nothing is recorded", "cannot create the schema: permission denied", "42501", "administrator")
    assert "create table" not in result.stderr
    assert len(result.stderr.splitlines()) < 8


def forge(environment, **columns):
    values = {
        "run": "gen_random_uuid()",
        "recorded_at": "now()",
        "database_name": "current_database()",
        "schema_name": "'noetl'",
        "source": "'bundle:noetl'",
        "outcome": "'changed'",
        "version": "99",
        "checksum": "'x'",
        "fingerprint": "'y'",
        "statement_count": "0",
        "started_at": "now()",
        "finished_at": "now()",
        "tool_version": "'0'",
        "server_version": "current_setting('server_version_num')::int",
        **columns,
    }
    with environment.connect_as_owner() as session:
        session.execute(
            f"insert into noetl_ledger.run ({', '.join(values)}) overriding system value"
            f" values ({', '.join(values.values())})"
        )


def test_ledger__is_repaired_by_its_owner_as_the_page_says(program, applied):
    """What an owner forges about itself, it takes out again by the statements of docs/ledger.md."""
    forge(applied, id="9223372036854775807")
    program.run("apply", "noetl").expect(0, "superseded")
    page = (ROOT / "docs/ledger.md").read_text()
    statements = page.split("## Repairing it")[1].split("```sql\n")[1].split("```")[0]
    with applied.connect_as_owner() as session:
        session.execute(statements)
    program.run("apply", "noetl").expect(0, "nothing to do")
    program.run("verify", "noetl").expect(0)


@pytest.mark.parametrize("column", ["started_at", "finished_at"])
def test_ledger__with_a_time_without_end_is_refused(program, applied, column):
    forge(applied, version="1", **{column: "'infinity'"})
    program.run("status").expect(4, "no run wrote")


@pytest.mark.parametrize(
    "lists",
    ["array['table', null], array['a', 'b'], array['c', 'd']", "array['table'], array['a', 'b'], array['c']"],
)
def test_ledger__with_a_promise_that_has_holes_is_refused(program, applied, lists):
    run = applied.value("select run from noetl_ledger.run order by id desc limit 1")
    with applied.connect_as_owner() as session:
        session.execute("alter table noetl_ledger.promise disable trigger promise_is_append_only")
        session.execute("delete from noetl_ledger.promise")
        session.execute(
            f"insert into noetl_ledger.promise (run, kinds, identities, hashes) values (%s, {lists})", [run]
        )
    for command in ("verify",), ("apply", "noetl", "--force"):
        program.run(*command).expect(4, "a promise that no run wrote")


def test_ledger__of_layout_1_is_refused_with_the_statement_that_drops_it(program, applied):
    with applied.connect_as_owner() as session:
        session.execute("drop schema noetl_ledger cascade; create schema noetl_ledger")
        session.execute(
            "create table noetl_ledger.run (id bigint generated always as identity, run uuid not null,"
            " recorded_at timestamptz not null, database_name name not null, schema_name text not null,"
            " source text not null, outcome text not null, version bigint not null, checksum text not null,"
            " fingerprint text, statement_count bigint not null, started_at timestamptz not null,"
            " finished_at timestamptz not null, session_role text, tool_version text not null,"
            " server_version integer not null, note text, primary key (schema_name, source, id))"
        )
    for command in ("status",), ("apply", "noetl"):
        program.run(*command).expect(4, "layout 1", 'DROP SCHEMA "?noetl_ledger"? CASCADE')
    applied.execute("drop schema noetl_ledger cascade")
    program.run("apply", "noetl").expect(0, "adopted")


def test_ledger__of_a_service_says_nothing_of_anybody_else(bare_program, fresh_server, new_environment):
    """Each forges its own: neither the platform's last word nor its promises are a service's to write."""
    environment = new_environment(fresh_server)
    password = "s'ervice"
    program = bare_program.with_settings(environment.settings(AUTH_SERVICE_PASSWORD=password))
    program.run("apply", "noetl", "system", "--ensure-role", limit_s=120).expect(0)
    with fresh_server.connect(environment.database, user="auth_service", password=password) as session:
        for table in ("run", "promise", "journal"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(f"select from noetl_ledger.{table}")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(f"insert into noetl_ledger.{table} default values")
        session.execute(
            "insert into noetl_ledger_auth_service.run (run, recorded_at, database_name, schema_name, source, outcome,"
            " version, checksum, fingerprint, statement_count, started_at, finished_at, tool_version, server_version)"
            " select gen_random_uuid(), now(), database_name, 'noetl', 'bundle:noetl', outcome, 99, checksum, fingerprint,"
            " 0, now(), now(), tool_version, server_version from noetl_ledger_auth_service.run limit 1"
        )
    environment.execute("drop table noetl.workbook cascade")
    program.run("apply", "noetl").expect(0, "changed")
    program.run("wait", "noetl", "--wait-timeout", "0").expect(0)
    program.run("verify", "noetl").expect(0)


DIGEST = "sha256:" + "ab" * 32
ORIGIN = {
    "POD_NAME": "noetl-apply-schema-x7k2p",
    "NOETL_IMAGE": f"registry.example:5000/noetl/noetl-schema:1.2.3@{DIGEST}",
    "NOETL_REVISION": "release 7, commit 1a2b3c",
}
ORIGINS = "select outcome, pod, image, image_digest, revision from noetl_ledger.run order by id"


def test_ledger__knows_pod_image_and_revision(program, environment):
    program.run("apply", "noetl", "--ensure-role", settings=program.settings | ORIGIN).expect(0)
    origin = (ORIGIN["POD_NAME"], "registry.example:5000/noetl/noetl-schema:1.2.3", DIGEST)
    assert environment.execute(ORIGINS) == [("created", *origin, ORIGIN["NOETL_REVISION"])]


def test_ledger__of_partitions_and_passwords_knows_them_too(program, environment):
    program.run("apply", "catalog", "--ensure-role").expect(0)
    table = environment.value(
        "select max(relname) from pg_class where relname ~ '^event_p[0-9]{8}$'"
    )
    environment.connect_as_owner().execute(f"drop table noetl_catalog.{table}")
    environment.execute("""alter role "{}" password 'other'""".format(environment.owner))
    before = len(environment.execute(ORIGINS))
    settings = program.settings | ORIGIN
    program.run("apply", "catalog", "--ensure-role", settings=settings).expect(0)
    later = environment.execute(ORIGINS)[before:]
    assert {row[0] for row in later} >= {"password_changed", "partitioned"}
    assert {row[1] for row in later} == {ORIGIN["POD_NAME"]}


@pytest.mark.parametrize(
    "image, stored",
    [("noetl-schema:1", ("noetl-schema:1", None)), (f"a@{DIGEST}", ("a", DIGEST)), (None, (None, None))],
)
def test_ledger__takes_an_image_with_or_without_its_digest(program, environment, image, stored):
    settings = program.settings | {"NOETL_IMAGE": image}
    program.run("apply", "noetl", "--ensure-role", settings=settings).expect(0)
    assert environment.execute(ORIGINS) == [("created", None, *stored, None)]


def test_ledger__in_a_pod_that_does_not_tell_its_name_takes_the_hosts(program, environment):
    settings = program.settings | {"KUBERNETES_SERVICE_HOST": "10.0.0.1", "HOSTNAME": "apply-x7k2p"}
    program.run("apply", "noetl", "--ensure-role", settings=settings).expect(0)
    assert environment.execute(ORIGINS)[0][1] == "apply-x7k2p"
