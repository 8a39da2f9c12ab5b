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


@pytest.fixture(params=administrators.MODELS)
def administered(request, fresh_server, new_environment):
    """A server of its own, for roles are the whole server's, and one kind of administrator."""
    environment = new_environment(fresh_server)
    environment.administrator = administrators.make(fresh_server, request.param)
    environment.model = request.param
    return environment


def test_administrator__makes_everything_and_keeps_no_power(bare_program, administered):
    program = bare_program.with_settings(administered.settings(**administered.administrator))
    program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    program.run("verify", "noetl", "workspace").expect(0)
    name = administered.administrator["NOETL_ADMIN_USER"]
    assert administered.execute(MEMBERSHIPS, [name]) == []
    expected = [] if administered.model == "superuser" else [(f'"{name}"', "CONNECT")]
    for database in (administered.database, administered.workspace_database):
        assert administered.execute(PRIVILEGES, [database]) == expected


def test_administrator__changes_nothing_the_second_time(bare_program, administered):
    program = bare_program.with_settings(administered.settings(**administered.administrator))
    program.run("apply", "noetl", "workspace", "--ensure-role").expect(0)
    shared = [
        name
        for name in ("pg_authid", "pg_auth_members", "pg_database", "pg_db_role_setting")
    ]
    before = snapshot(administered.connect(), with_user_tables=False)
    # --force goes past the owner's own look, to the administrator.
    program.run("apply", "noetl", "workspace", "--ensure-role", "--force").expect(0)
    after = snapshot(administered.connect(), with_user_tables=False)
    assert {name: after[name] for name in shared} == {name: before[name] for name in shared}


def test_administrator__makes_services_and_stands_in_for_them(bare_program, administered):
    program = bare_program.with_settings(administered.settings(**administered.administrator))
    program.run("apply", "noetl", "system", "--ensure-role", limit_s=120).expect(
        0, "cannot log in, so the administrator"
    )
    program.run("verify", "system").expect(0)
    logins = "select count(*) from pg_roles where rolname ~ '_(service|framework|application|orchestrator)$' and rolcanlogin"
    assert administered.value(logins) == 0


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
    assert "tried, and refused" in verified.stdout
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
