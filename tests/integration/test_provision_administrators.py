"""--ensure-role by whoever administers: superusers, managed services, the workspace's own user."""

import pytest

from support import administrators
from support.state import snapshot

MEMBERSHIPS = """
select r.rolname
from pg_auth_members a
join pg_roles r on r.oid = a.roleid
where pg_get_userbyid(a.member) = %s and not a.admin_option and r.rolname !~ '_(superuser|admin)$'
  and r.rolname not in ('cloudsqlsuperuser')
"""

PRIVILEGES = """
select coalesce(nullif(x.grantee, 0)::regrole::text, 'PUBLIC'), x.privilege_type
from pg_database d
cross join lateral aclexplode(d.datacl) x
where d.datname = %s and x.grantee <> d.datdba
order by 1, 2
"""


SHARED_CATALOGS = ("pg_authid", "pg_auth_members", "pg_database", "pg_db_role_setting")


def shared_state(environment):
    state = snapshot(environment.connect(), with_user_tables=False)
    return {name: state[name] for name in SHARED_CATALOGS}


@pytest.mark.parametrize("model", administrators.MODELS)
def test_administrator__makes_everything_once_and_keeps_no_power(
    bare_program, fresh_server, new_environment, model
):
    environment = new_environment(fresh_server)
    names = administrators.make(fresh_server, model)
    program = bare_program.with_settings(environment.settings(**names))
    program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    program.run("verify", "noetl", "workspace").expect(0)
    name = names["NOETL_ADMIN_USER"]
    assert environment.execute(MEMBERSHIPS, [name]) == []
    expected = [] if model == "superuser" else [(f'"{name}"', "CONNECT")]
    for database in (environment.database, environment.workspace_database):
        assert environment.execute(PRIVILEGES, [database]) == expected
    before = shared_state(environment)
    # --force goes past the owner's own look, to the administrator.
    program.run("apply", "noetl", "workspace", "--ensure-role", "--force").expect(0)
    assert shared_state(environment) == before


OWNERS_OF_SERVICES = """
select distinct pg_get_userbyid(c.relowner)::text
from pg_class c
where c.relnamespace in ('auth_service'::regnamespace, 'noetl_ledger_auth_service'::regnamespace)
"""


@pytest.mark.parametrize("model", ["superuser", "plain"])
def test_administrator__makes_services_and_stands_in_for_them(
    bare_program, fresh_server, new_environment, model
):
    environment = new_environment(fresh_server)
    names = administrators.make(fresh_server, model)
    program = bare_program.with_settings(environment.settings(**names))
    program.run("apply", "noetl", "system", "--ensure-role", limit_s=120).expect(0)
    program.run("verify", "system").expect(0)
    # The roles that stood in for them are gone, and so is every power that it took to make them.
    assert environment.execute("select rolname from pg_roles where rolname ~ '^noetl_schema_run_'") == []
    assert environment.execute(MEMBERSHIPS, [names["NOETL_ADMIN_USER"]]) == []
    assert environment.execute(OWNERS_OF_SERVICES) == [("auth_service",)]
    services = "select rolname from pg_roles where rolname ~ '^(auth|integration)_service$'"
    logins = "select rolname from pg_roles where rolname ~ '_service$' and rolcanlogin"
    assert len(environment.execute(services)) == 2
    assert environment.execute(logins) == []
    again = program.run("apply", "noetl", "system", "--ensure-role").expect(0, "nothing to do")
    assert "created" not in again.output and "changed" not in again.output
    # A password in the settings lets the service in.
    program = bare_program.with_settings(
        environment.settings(**names, AUTH_SERVICE_PASSWORD="s'ervice")
    )
    program.run("apply", "system", "--ensure-role").expect(0)
    fresh_server.execute(
        "select count(*) from noetl_ledger_auth_service.run",
        dbname=environment.database,
        user="auth_service",
        password="s'ervice",
    )
    program.run("verify", "system").expect(0)


def test_administrator__that_is_the_workspaces_user_keeps_out_of_the_platform(
    bare_program, fresh_server, new_environment
):
    """The seeds' own way on a managed service: POSTGRES_USER may make roles and databases."""
    environment = new_environment(fresh_server)
    names = administrators.make(fresh_server, "plain")
    environment.workspace_owner = names["NOETL_ADMIN_USER"]
    environment.workspace_password = names["NOETL_ADMIN_PASSWORD"]
    settings = environment.settings(NOETL_ADMIN_USER=None, NOETL_ADMIN_PASSWORD=None)
    program = bare_program.with_settings(settings)
    program.run("apply", "noetl", "workspace", "--ensure-role").expect(0, "administrator of this run")
    assert environment.execute(PRIVILEGES, [environment.database]) == []
    verified = program.run("verify", "noetl", "workspace").expect(0)
    assert "cannot connect (tried: " in verified.stdout
    program.run("verify", "noetl", "workspace", "--require-isolation").expect(6, "CREATEROLE")


@pytest.mark.parametrize(
    ("attributes", "hint"),
    [("createdb", "ALTER ROLE .* CREATEROLE"), ("createrole", "ALTER ROLE .* CREATEDB")],
)
def test_administrator__that_lacks_a_right_is_told_which(
    bare_program, fresh_server, new_environment, attributes, hint
):
    environment = new_environment(fresh_server)
    fresh_server.execute(f"create role half login password 'half' {attributes}")
    program = bare_program.with_settings(
        environment.settings(NOETL_ADMIN_USER="half", NOETL_ADMIN_PASSWORD="half")
    )
    before = snapshot(fresh_server.connect(), with_user_tables=False)
    program.run("apply", "--ensure-role").expect(4, hint)
    assert snapshot(fresh_server.connect(), with_user_tables=False) == before


@pytest.mark.majors(16, 17, 18)
def test_administrator__without_admin_option_on_a_role_is_told_the_grant(
    bare_program, fresh_server, new_environment
):
    environment = new_environment(fresh_server)
    names = administrators.make(fresh_server, "plain")
    fresh_server.execute(f'create role "{environment.owner}" login')
    program = bare_program.with_settings(environment.settings(**names))
    result = program.run("apply", "--ensure-role", "--login-timeout", "0")
    result.expect(4, f'GRANT "?{environment.owner}"? TO "site admin" WITH ADMIN OPTION')
    fresh_server.execute(f'grant "{environment.owner}" to "site admin" with admin option')
    program.run("apply", "--ensure-role").expect(0)


REFUSE_SCHEMAS = """
create function refuse() returns event_trigger language plpgsql as $$
begin raise insufficient_privilege using message = 'schemas are made by the DBA'; end $$;
create event trigger refuse_schemas on ddl_command_start when tag in ('CREATE SCHEMA')
execute function refuse()
"""


@pytest.mark.one_major
def test_administrator__that_a_rule_of_the_site_stops_shows_what_it_would_have_run(
    program, environment
):
    environment.create_owner_and_database()
    environment.execute(REFUSE_SCHEMAS)
    result = program.run("apply", "--ensure-role")
    result.expect(4, "schemas are made by the DBA")
    result.expect(4, f'hint: .*run in database "{environment.database}": .*create schema')
    environment.execute("drop event trigger refuse_schemas")
    program.run("apply", "--ensure-role").expect(0)


@pytest.mark.one_major
def test_administrator__comes_again_when_the_template_has_a_visitor(
    bare_program, fresh_server, new_environment
):
    environment = new_environment(fresh_server)
    program = bare_program.with_settings(environment.settings())
    fresh_server.execute("alter database template0 allow_connections true")
    with fresh_server.connect("template0"):
        program.run("apply", "--ensure-role").expect(13, "template0.* is being accessed by other")
    program.run("apply", "--ensure-role").expect(0)


@pytest.mark.one_major
def test_administrator__with_a_wrong_password_is_told_which_settings_to_look_at(
    bare_program, environment
):
    settings = environment.settings(NOETL_ADMIN_PASSWORD="wrong")
    result = bare_program.with_settings(settings).run(
        "apply", "noetl", "--ensure-role", "--login-timeout", "0"
    )
    result.expect(4, "password authentication failed", "hint: .*NOETL_ADMIN_PASSWORD")
    assert "--ensure-role" not in result.stderr
