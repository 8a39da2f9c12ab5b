"""verify proves by trying that platform and workspace are isolated, and says so when they are not."""

import pytest

BUNDLES = ("noetl", "workspace")


@pytest.fixture
def applied(program, environment):
    program.run("apply", *BUNDLES, "--ensure-role").expect(0)
    return environment


def statement(environment, text):
    return text.format(
        platform=f'"{environment.database}"',
        workspace=f'"{environment.workspace_database}"',
        noetl=f'"{environment.owner}"',
        demo=f'"{environment.workspace_owner}"',
    )


def test_isolation__holds_in_both_directions_after_apply(program, applied):
    result = program.run("verify", *BUNDLES, "--require-isolation").expect(0)
    for database in (applied.database, applied.workspace_database):
        assert f'isolation of database "{database}"' in result.stdout
    assert result.stdout.count("cannot connect (tried: permission denied for database ") == 2


@pytest.mark.parametrize(
    ("breach", "mended"),
    [
        ("grant connect on database {platform} to public", True),
        ("grant temporary on database {workspace} to public", True),
        ("grant connect on database {platform} to {demo}", True),
        ("grant connect on database {workspace} to {noetl}", True),
        ("grant {noetl} to {demo}", False),
        ("alter role {noetl} createdb", True),
        ("alter role {demo} nocreatedb", True),
        ("alter role {demo} createrole", True),
        ("alter role {noetl} bypassrls", True),
    ],
)
def test_isolation__that_was_broken_is_noticed_and_mended(program, applied, breach, mended):
    applied.server.execute(statement(applied, breach))
    program.run("verify", *BUNDLES).expect(6)
    result = program.run("apply", *BUNDLES, "--ensure-role")
    if mended:
        result.expect(0)
        program.run("verify", *BUNDLES, "--require-isolation").expect(0)
    else:  # a membership is somebody's decision: named, not taken away
        assert "member" in result.output
        program.run("verify", *BUNDLES, "--require-isolation").expect(6, "member")


@pytest.mark.one_major
def test_isolation__is_not_promised_of_a_database_made_by_hand(bare_program, environment):
    environment.create_owner_and_database()
    environment.server.execute(
        f"create role \"{environment.workspace_owner}\" login createdb password 'w'"
    )
    environment.workspace_password = "w"
    program = bare_program.with_settings(environment.settings())
    program.run("apply").expect(0)
    program.run("verify").expect(0, "as PUBLIC can")
    program.run("verify", "--require-isolation").expect(6, "as PUBLIC can")
    # Nothing else is to do, and yet --ensure-role shuts it.
    program.run("apply", "--ensure-role").expect(0, "PUBLIC has CONNECT")
    program.run("verify", "--require-isolation").expect(0)
    assert program.run("apply", "--ensure-role").expect(0).output.count("\n") == 1


@pytest.mark.one_major
def test_isolation__from_who_is_not_there(program, environment):
    environment.create_owner_and_database()
    program.run("apply").expect(0)
    result = program.run("verify").expect(0, "does not exist")
    assert f'role "{environment.workspace_owner}" does not exist' in result.stdout
    assert "the database does not exist" in result.stdout


@pytest.mark.one_major
def test_isolation__without_the_other_password_is_read_from_the_catalog(bare_program, applied):
    settings = applied.settings(
        POSTGRES_PASSWORD="not this one", NOETL_ADMIN_USER=None, NOETL_ADMIN_PASSWORD=None
    )
    result = bare_program.with_settings(settings).run("verify").expect(0)
    assert "has no CONNECT privilege (not tried: no valid password)" in result.stdout


def test_isolation__cannot_hold_against_a_superuser(bare_program, environment):
    program = bare_program.with_settings(environment.seed_settings())
    program.run("apply", *BUNDLES, "--ensure-role").expect(0, "SUPERUSER")
    program.run("verify", *BUNDLES).expect(0, "as a superuser")
    program.run("verify", *BUNDLES, "--require-isolation").expect(6, "SUPERUSER", "NOETL_ADMIN_USER")


@pytest.mark.one_major
def test_isolation__of_one_role_from_itself(bare_program, environment):
    environment.workspace_owner = environment.owner
    environment.workspace_password = environment.owner_password
    program = bare_program.with_settings(environment.settings())
    program.run("apply", *BUNDLES, "--ensure-role").expect(0)
    program.run("verify", *BUNDLES).expect(0, "are the same role")
    program.run("verify", *BUNDLES, "--require-isolation").expect(6, "are the same role")


@pytest.mark.one_major
def test_isolation__by_pg_hba_alone_is_told(bare_program, new_server, new_environment):
    server = new_server()
    environment = new_environment(server)
    server.write_hba(
        [
            f'host "{environment.database}" "{environment.workspace_owner}" all reject',
            "host all all all scram-sha-256",
            "local all all scram-sha-256",
        ]
    )
    server.start()
    program = bare_program.with_settings(environment.settings())
    program.run("apply", *BUNDLES, "--ensure-role").expect(0)
    server.execute(statement(environment, "grant connect on database {platform} to {demo}"))
    program.run("verify").expect(0, "only pg_hba.conf refuses it")


@pytest.mark.one_major
def test_isolation__names_other_databases_that_public_may_enter(program, applied):
    result = program.run("verify").expect(0)
    assert 'database "postgres": PUBLIC can connect' in result.stdout
    assert 'database "template1": PUBLIC can connect' in result.stdout
