"""Roles that stand in for owners for one run, while other logins do to them what they may."""

import re
import signal
import time

import pytest

from support import administrators
from support.program import Program
from support.proxy import BACKEND, Proxy

NAME = "noetl_schema_run_0123456789abcdef0123456789abcdef"
ROLES = "select rolname from pg_roles where rolname ~ '^noetl_schema_run_' order by 1"

STANDING = """
select rolcanlogin, rolvaliduntil = '-infinity', coalesce(array_length(s.setconfig, 1), 0)
from pg_roles r
left join pg_db_role_setting s on s.setrole = r.oid
where rolname = %s
"""

MEMBER_OF = """
select array_agg(pg_get_userbyid(roleid)::text order by roleid)
from pg_auth_members where member = %s::regrole
"""

ENTERS = """
select array_agg(datname::text order by 1)
from pg_database d
cross join lateral aclexplode(d.datacl) x
where x.grantee = %s::regrole
"""


class Stranger:
    """A login of the server that this program knows nothing of, with a database and a table."""

    def __init__(self, server):
        self.server = server
        server.execute("create role stranger login password 'stranger'")
        server.execute("create database strange owner stranger")
        self.session = self.connect()
        self.session.execute("create table kept (n int)")

    def connect(self):
        return self.server.connect("strange", user="stranger", password="stranger")

    def keep(self, role):
        """Grants all that nobody but a superuser could take back."""
        self.session.execute(f"grant select on kept to {role}")
        self.session.execute(f"grant connect on database strange to {role}")
        if self.server.major < 15:
            self.session.execute(f"grant stranger to {role}")

    def let_go(self, role):
        self.session.execute(f"revoke all on kept from {role}")
        self.session.execute(f"revoke all on database strange from {role}")


@pytest.fixture
def ready(binary, new_environment):
    """A function that makes services on a server of its own: server, environment, program, names."""
    made = []

    def make(server, model, proxy=None):
        environment = new_environment(server, proxy=proxy)
        names = administrators.make(server, model)
        program = Program(binary, environment.settings(**names))
        made.append(program)
        program.run("apply", "noetl", "system", "--ensure-role", limit_s=120).expect(0)
        return environment, program, names

    yield make
    for program in made:
        program.end_what_runs()


def leave_role(environment, names, until_when="2001-01-01"):
    """What a run leaves that is killed before it can drop its role."""
    server = environment.server
    admin = {"user": names["NOETL_ADMIN_USER"], "password": names["NOETL_ADMIN_PASSWORD"]}
    options = " with inherit false, set true" if server.major >= 16 else ""
    for statement in (
        f"create role {NAME} login noinherit password 'known' valid until '{until_when}'",
        f"grant auth_service to {NAME}{options}",
        f"alter role {NAME} set role = 'auth_service'",
    ):
        server.execute(statement, **admin)
    server.execute(f'grant connect on database "{environment.database}" to {NAME}')


@pytest.mark.parametrize("model", ["superuser", "plain"])
def test_run_role__that_somebody_keeps_has_no_power_left(fresh_server, ready, model):
    environment, program, names = ready(fresh_server, model)
    stranger = Stranger(fresh_server)
    leave_role(environment, names)
    stranger.keep(NAME)
    arguments = ("apply", "system", "--ensure-role", "--force")
    result = program.run(*arguments, limit_s=120).expect(
        0, f'role "{NAME}".*neither login nor password', "kept|object in database strange"
    )
    # Two services are logged in for; what cannot be dropped is tried, and told, once.
    assert len(re.findall(f'role "{NAME}".*neither', result.output)) == 1
    assert fresh_server.execute(ROLES) == [(NAME,)]
    assert fresh_server.execute(STANDING, [NAME]) == [(False, True, 0)]
    assert fresh_server.value(MEMBER_OF, [NAME]) is None
    expected = None if model == "superuser" or fresh_server.major < 16 else ["strange"]
    assert fresh_server.value(ENTERS, [NAME]) == expected
    stranger.let_go(NAME)
    program.run(*arguments, limit_s=120).expect(0, "had left behind")
    assert fresh_server.execute(ROLES) == []


@pytest.mark.one_major
def test_run_role__that_an_open_grant_locks_has_no_power_left(fresh_server, ready):
    environment, program, names = ready(fresh_server, "plain")
    stranger = Stranger(fresh_server)
    leave_role(environment, names)
    stranger.session.execute("begin")
    stranger.session.execute(f"grant select on kept to {NAME}")
    arguments = ("apply", "system", "--ensure-role", "--force")
    program.run(*arguments, "--lock-timeout", "200ms", limit_s=120).expect(0)
    assert fresh_server.execute(STANDING, [NAME]) == [(False, True, 0)]
    assert fresh_server.value(MEMBER_OF, [NAME]) is None
    assert fresh_server.value(ENTERS, [NAME]) is None
    stranger.session.execute("rollback")
    program.run(*arguments, limit_s=120).expect(0, "had left behind")
    assert fresh_server.execute(ROLES) == []


def test_run_role__whose_minute_has_not_passed_is_left_alone(fresh_server, ready):
    environment, program, names = ready(fresh_server, "plain")
    leave_role(environment, names, until_when="infinity")
    program.run("apply", "system", "--ensure-role", "--force", limit_s=120).expect(0)
    assert fresh_server.execute(STANDING, [NAME]) == [(True, False, 1)]
    assert fresh_server.value(ENTERS, [NAME]) == [environment.database]


@pytest.mark.parametrize("power", ["createdb", "createrole", "replication", "bypassrls", "superuser"])
@pytest.mark.one_major
def test_run_role__with_a_power_of_its_own_is_somebody_elses(fresh_server, ready, power):
    environment, program, names = ready(fresh_server, "superuser")
    leave_role(environment, names)
    fresh_server.execute(f"alter role {NAME} {power}")
    program.run("apply", "system", "--ensure-role", "--force", limit_s=120).expect(0)
    assert fresh_server.execute(STANDING, [NAME]) == [(True, False, 1)]


@pytest.fixture
def kept_waiting(fresh_server, ready):
    """A function that starts a run which nobody lets in any more once its role is made."""
    with Proxy.before(fresh_server) as proxy, fresh_server.connect() as watcher:

        def refuse_after_role():
            if watcher.execute(ROLES).fetchone():
                proxy.refuse()
            else:
                proxy.call_at(BACKEND, 1, refuse_after_role)

        def start(model):
            _, program, _ = ready(fresh_server, model, proxy=proxy)
            proxy.call_at(BACKEND, 1, refuse_after_role)
            running = program.start("apply", "system", "--ensure-role", "--force")
            running.wait_for_line("(?i)waiting, for at most")
            return running, watcher.execute(ROLES).fetchone()[0]

        yield start, proxy


@pytest.mark.parametrize("model", ["superuser", "plain"])
def test_run_role__of_this_run_that_somebody_keeps_is_told_of(fresh_server, kept_waiting, model):
    start, proxy = kept_waiting
    running, role = start(model)
    stranger = Stranger(fresh_server)
    stranger.keep(role)
    proxy.accept()
    running.wait(60).expect(0, f'role "{role}".*neither login nor password', "kept|database strange")
    assert fresh_server.execute(STANDING, [role]) == [(False, True, 0)]
    assert fresh_server.value(MEMBER_OF, [role]) is None
    expected = None if model == "superuser" or fresh_server.major < 16 else ["strange"]
    assert fresh_server.value(ENTERS, [role]) == expected


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_run_role__is_dropped_when_the_run_is_stopped(fresh_server, kept_waiting, number):
    start, _ = kept_waiting
    running, _ = start("plain")
    running.send(number)
    sent = time.monotonic()
    running.wait(5).expect(12)
    assert time.monotonic() - sent < 1.2
    assert fresh_server.execute(ROLES) == []


def test_run_role__that_cannot_be_made_names_who_has_not_committed(fresh_server, ready):
    environment, program, _ = ready(fresh_server, "superuser")
    with environment.connect_as_owner(autocommit=False) as owner:
        owner.execute(f'grant connect on database "{environment.database}" to auth_service')
        result = program.run(
            *("apply", "system", "--ensure-role", "--force"),
            *("--lock-timeout", "200ms", "--change-timeout", "500ms"),
        )
        result.expect(13, f"hint: Let these end.*{environment.owner}")
        assert result.seconds < 10
    assert fresh_server.execute(ROLES) == []


@pytest.mark.majors(16, 17, 18)
def test_run_role__needs_a_grant_that_reaches_to_the_database(fresh_server, ready):
    environment, program, names = ready(fresh_server, "plain")
    name = names["NOETL_ADMIN_USER"]
    fresh_server.execute(
        f'grant "{environment.owner}" to "{name}" with inherit false, set true',
        user=name,
        password=names["NOETL_ADMIN_PASSWORD"],
    )
    result = program.run("apply", "system", "--ensure-role", "--force")
    result.expect(4, "may not grant CONNECT", f"GRANT .*{environment.owner}.* WITH INHERIT TRUE, SET TRUE")
    assert fresh_server.execute(ROLES) == []


@pytest.mark.one_major
def test_extension__that_was_made_is_not_refused_by_words_of_the_databases_owner(
    bare_program, fresh_server, new_environment
):
    """What can be done without is tried; a parameter tells how that went."""
    environment = new_environment(fresh_server)
    program = bare_program.with_settings(environment.settings())
    program.run("apply", "workspace", "--ensure-role").expect(0)
    database = environment.workspace_database
    fresh_server.execute("drop extension if exists plpython3u", dbname=database)
    fresh_server.execute(f"alter database \"{database}\" set noetl_schema.refusal = 'planted words'")
    result = program.run("apply", "workspace", "--ensure-role", "--force").expect(0)
    assert "planted words" not in result.output, result
