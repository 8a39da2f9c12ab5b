"""Passwords: set as verifiers, changed only when a login with them fails, shown nowhere."""

import pytest

VERIFIER = "select rolpassword from pg_authid where rolname = %s"
TRUSTING = ["host all all 127.0.0.1/32 trust", "local all all trust"]


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


def test_password__is_in_no_log_when_the_change_is_refused(
    bare_program, applied, server, postgres_major
):
    """An event trigger cannot refuse ALTER ROLE, but a read-only transaction of the role can."""
    applied.owner_password = "refused 'secret'"
    applied.server.execute("create role careful login password 'c' createrole createdb")
    applied.server.execute("alter role careful set default_transaction_read_only = on")
    mark = server.log_mark()
    try:
        program = bare_program.with_settings(
            applied.settings(NOETL_ADMIN_USER="careful", NOETL_ADMIN_PASSWORD="c")
        )
        result = program.run(
            "apply", "--ensure-role", "--wait-timeout", "0", "--login-timeout", "0"
        )
        assert result.exit_code != 0
        assert "refused 'secret'" not in server.log_text(mark)
        assert "refused 'secret'" not in result.output
    finally:
        applied.server.execute("drop role careful")


def test_password__on_a_server_that_trusts_everybody(bare_program, new_server, new_environment):
    server = new_server(hba=TRUSTING).start()
    environment = new_environment(server)
    program = bare_program.with_settings(environment.settings())
    program.run("apply", "--ensure-role").expect(0)
    before = verifier(environment)
    assert before.startswith("SCRAM-SHA-256$")
    program.run("apply", "--ensure-role", "--force").expect(0)
    assert verifier(environment) == before
    environment.owner_password = "another"
    program = bare_program.with_settings(environment.settings())
    program.run("apply", "--ensure-role", "--force").expect(0, "was made the role's password")
    assert verifier(environment) != before


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
