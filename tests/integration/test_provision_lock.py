"""The provisioning lock is a courtesy between runs: any login can take it, and stops nobody by that."""

import concurrent.futures
import hashlib

import pytest

from support import administrators

KEY = int.from_bytes(
    hashlib.sha256(b"noetl-schema/noetl-schema/provisioning").digest()[:8], "big", signed=True
)
WORDS = "continuing without the lock"
HALF_MADE = "select count(*) from pg_database where datname like 'noetl-schema-new-%'"


@pytest.fixture(params=["superuser", "plain"])
def own(request, bare_program, test_session, postgres_major, new_environment):
    server = test_session.new_server(
        postgres_major, settings={"max_prepared_transactions": "5"}
    ).start()
    environment = new_environment(server)
    names = administrators.make(server, request.param)
    environment.administrator = names["NOETL_ADMIN_USER"]
    environment.settings_of_run = environment.settings(**names, NOETL_LOCK_WAIT_TIMEOUT="2s")
    environment.program = bare_program.with_settings(environment.settings_of_run)
    server.execute("create role stranger login createdb password 'stranger'")
    yield environment
    environment.close()
    test_session.destroy(server)


def connect(environment, user="stranger"):
    return environment.connect("postgres", user=user, password=user)


HOLDS = {
    "for its session": ["select pg_advisory_lock({key})"],
    "for its transaction": ["begin", "select pg_advisory_xact_lock({key})"],
    "shared": ["select pg_advisory_lock_shared({key})"],
    "shared for its transaction": ["begin", "select pg_advisory_xact_lock_shared({key})"],
}


@pytest.mark.parametrize("hold", HOLDS)
def test_lock__that_a_stranger_holds_is_passed_over_and_the_stranger_named(own, hold):
    stranger = connect(own)
    for statement in HOLDS[hold]:
        stranger.execute(statement.format(key=KEY))
    result = own.program.run("apply", "noetl", "--ensure-role").expect(0, WORDS)
    result.expect(0, f"process {stranger.info.backend_pid} .*user stranger")


def test_lock__that_many_strangers_hold_is_passed_over(own):
    for _ in range(5):
        connect(own).execute("select pg_advisory_lock_shared(%s)", [KEY])
    own.program.run("apply", "--ensure-role").expect(0, WORDS, "and 2 more")


def test_lock__of_a_prepared_transaction_is_passed_over_and_named(own):
    stranger = connect(own)
    for statement in ("begin", f"select pg_advisory_xact_lock({KEY})", "prepare transaction 'mine'"):
        stranger.execute(statement)
    stranger.close()
    own.program.run("apply", "--ensure-role").expect(0, WORDS, "ROLLBACK PREPARED 'mine'", "stranger")
    own.server.execute("rollback prepared 'mine'")


def test_lock__of_a_role_that_is_gone_is_passed_over(own):
    stranger = connect(own)
    stranger.execute("select pg_advisory_lock(%s)", [KEY])
    own.server.execute("drop role stranger")
    own.program.run("apply", "--ensure-role").expect(0, WORDS)


PEERS = {
    "superuser": "superuser",
    "maker of roles": "createrole",
    "member of the administrator": 'in role "{administrator}"',
}


@pytest.mark.parametrize("peer", PEERS)
def test_lock__that_another_administrator_holds_is_waited_for(own, peer):
    attributes = PEERS[peer].format(administrator=own.administrator)
    own.server.execute(f"create role peer login password 'peer' {attributes}")
    holder = connect(own, "peer")
    holder.execute("select pg_advisory_lock_shared(%s)", [KEY])
    stranger = connect(own)
    stranger.execute("select pg_advisory_lock_shared(%s)", [KEY])
    result = own.program.run("apply", "--ensure-role").expect(11, "user peer")
    assert WORDS not in result.output
    running = own.program.start("apply", "--ensure-role")
    running.wait_for_line("waiting for the schema lock")
    holder.close()
    running.wait().expect(0, WORDS)


def provision_at_once(own, count, settings=None):
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return list(
            pool.map(
                lambda _: own.program.run(
                    *("apply", "noetl", "workspace", "--ensure-role"), limit_s=120, settings=settings
                ),
                range(count),
            )
        )


def test_runs_without_the_lock__end_well_together(own):
    stranger = connect(own)
    stranger.execute("select pg_advisory_lock(%s)", [KEY])
    mark = own.server.log_mark()
    for result in provision_at_once(own, 8):
        result.expect(0)
    assert own.server.value(HALF_MADE) == 0
    log = own.server.log_text(mark)
    assert log.count("create database") >= 2
    stranger.close()
    before = own.program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    assert "found:" not in before.output
    own.program.run("verify", "noetl", "workspace").expect(0)


def test_uncommitted_change__of_an_ordinary_role_is_waited_for_and_named(own):
    own.program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    own.server.execute(f'alter role "{own.workspace_owner}" nocreatedb')
    demo = own.connect("postgres", user=own.workspace_owner, password=own.workspace_password)
    demo.execute("begin")
    demo.execute(f"alter role current_user password '{'x' * 8}'")
    arguments = ("apply", "workspace", "--ensure-role", "--force", "--lock-timeout", "300ms")
    result = own.program.run(*arguments, "--change-timeout", "1s")
    result.expect(13, f"process {demo.info.backend_pid} .*user {own.workspace_owner}")
    running = own.program.start(*arguments)
    running.wait_for_line("another session changed the same object, or is changing it")
    demo.execute("rollback")
    running.wait().expect(0, "CREATEDB")


@pytest.mark.parametrize("own", ["superuser"], indirect=True)
def test_lock__behind_a_pooler_is_passed_over_too(own, new_pgbouncer):
    pooler = new_pgbouncer("transaction", of=own, server_login_retry=1)
    stranger = connect(own)
    stranger.execute("select pg_advisory_lock(%s)", [KEY])
    settings = own.settings(POSTGRES_HOST=pooler.host, POSTGRES_PORT=pooler.port)
    result = own.program.run("apply", "noetl", "--ensure-role", settings=settings)
    result.expect(0, WORDS, "user stranger")
    for result in provision_at_once(own, 6, settings):
        result.expect(0)
    assert own.server.value(HALF_MADE) == 0
