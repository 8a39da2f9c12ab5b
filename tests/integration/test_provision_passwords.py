"""Passwords: set as verifiers, changed only when a login with them fails, shown nowhere."""

import pytest

from support import administrators

VERIFIER = "select rolpassword from pg_authid where rolname = %s"
TRUSTING = ["host all all 127.0.0.1/32 trust", "local all all trust"]
# A server that asks for nothing is logged in to, and told verifiers, on demand only.
TAKES_TRUST = {"NOETL_AUTH": "scram-sha-256,none"}


def verifier(environment):
    return environment.server.value(VERIFIER, [environment.owner])


@pytest.fixture
def applied(program, environment):
    program.run("apply", "--ensure-role").expect(0)
    return environment


def test_password__is_kept_as_scram_and_never_sent(program, applied, server):
    assert verifier(applied).startswith("SCRAM-SHA-256$4096:")
    for secret in applied.secrets():
        assert secret not in server.log_text()


@pytest.mark.one_major
def test_password__that_works_is_left_alone(program, applied):
    before = verifier(applied)
    program.run("apply", "--ensure-role", "--force").expect(0)
    assert verifier(applied) == before


def test_password__that_fails_is_made_the_roles_and_said_and_recorded(bare_program, applied):
    before = verifier(applied)
    applied.owner_password = "rotated 'è' %"
    program = bare_program.with_settings(applied.settings())
    result = program.run("apply", "--ensure-role").expect(0, "was made the role's password")
    assert verifier(applied) != before
    applied.connect_as_owner().execute("select 1")
    assert "rotated" not in result.output
    changes = "select count(*) from noetl_ledger.run where outcome = 'password_changed'"
    assert applied.value(changes) == 1


@pytest.mark.parametrize(
    ("of_administrator", "of_owner", "hint"),
    [
        ("createrole createdb", "superuser", "Only a superuser may change it.*NOETL_ADMIN_USER"),
        ("createdb", "nosuperuser", "A superuser may run: ALTER ROLE careful CREATEROLE"),
    ],
)
def test_password__is_in_no_log_when_the_change_is_refused(
    bare_program, fresh_server, new_environment, of_administrator, of_owner, hint
):
    environment = new_environment(fresh_server)
    bare_program.with_settings(environment.settings()).run("apply", "--ensure-role").expect(0)
    fresh_server.execute(f'alter role "{environment.owner}" {of_owner}')
    fresh_server.execute(f"create role careful login password 'c' {of_administrator}")
    fresh_server.execute(f'grant connect on database "{environment.database}" to careful')
    environment.owner_password = "refused 'secret'"
    before = verifier(environment)
    program = bare_program.with_settings(
        environment.settings(NOETL_ADMIN_USER="careful", NOETL_ADMIN_PASSWORD="c")
    )
    result = program.run("apply", "--ensure-role")
    result.expect(4, f'role "{environment.owner}": cannot set(.|\n)*hint: {hint}')
    assert verifier(environment) == before
    assert "refused 'secret'" not in fresh_server.log_text()
    assert "refused 'secret'" not in result.output


def test_password__on_a_server_that_trusts_everybody(bare_program, new_server, new_environment):
    server = new_server(hba=TRUSTING).start()
    environment = new_environment(server)
    program = bare_program.with_settings(environment.settings(**TAKES_TRUST))
    program.run("apply", "--ensure-role").expect(0)
    before = verifier(environment)
    assert before.startswith("SCRAM-SHA-256$")
    program.run("apply", "--ensure-role", "--force").expect(0)
    assert verifier(environment) == before
    environment.owner_password = "another"
    program = bare_program.with_settings(environment.settings(**TAKES_TRUST))
    program.run("apply", "--ensure-role", "--force").expect(0, "was made the role's password")
    assert verifier(environment) != before


@pytest.mark.parametrize(
    ("kept", "is_changed"),
    [("null", True), ("'md5" + 32 * "0" + "'", False)],
    ids=["none", "of another kind"],
)
def test_password__that_a_trusting_server_keeps(
    bare_program, new_server, new_environment, kept, is_changed
):
    """What cannot be compared is left alone: the server has let the role in, after all."""
    environment = new_environment(new_server(hba=TRUSTING).start())
    environment.create_owner_and_database()
    environment.server.execute(f'alter role "{environment.owner}" password {kept}')
    before = verifier(environment)
    program = bare_program.with_settings(environment.settings(**TAKES_TRUST))
    program.run("apply", "--ensure-role").expect(0)
    assert (verifier(environment) != before) == is_changed


@pytest.mark.one_major
def test_password__that_a_trusting_server_does_not_show_is_left_alone(
    bare_program, new_server, new_environment
):
    """Only superusers see verifiers; asking would be an error in the server's log."""
    environment = new_environment(new_server(hba=TRUSTING).start())
    program = bare_program.with_settings(
        environment.settings(**TAKES_TRUST, **administrators.make(environment.server, "plain"))
    )
    program.run("apply", "--ensure-role").expect(0)
    before = verifier(environment)
    environment.owner_password = "another"
    program = bare_program.with_settings(
        environment.settings(
            **TAKES_TRUST, NOETL_ADMIN_USER="site admin", NOETL_ADMIN_PASSWORD="any"
        )
    )
    program.run("apply", "--ensure-role", "--force").expect(0)
    assert verifier(environment) == before
    assert "ERROR" not in environment.server.log_text()


@pytest.mark.one_major
def test_password__that_expired_is_named(program, applied):
    applied.server.execute(f"alter role \"{applied.owner}\" valid until '2001-01-01'")
    result = program.run("apply", "--ensure-role", "--login-timeout", "0")
    assert result.exit_code == 4, result
    assert "VALID UNTIL" in result.output


@pytest.mark.one_major
def test_password__of_a_role_that_another_run_made_without_one(program, environment):
    environment.server.execute(f'create role "{environment.owner}" login')
    program.run("apply", "--ensure-role").expect(0)
    environment.connect_as_owner().execute("select 1")
