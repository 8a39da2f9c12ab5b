"""A server on which ordinary roles have planted what they can, for every command to meet."""

from support import planted
from support.environment import Environment

# One is enough: the first finding ends a run.
SERVICES = ("auth_service",)
LAYOUTS = [("schemas", True), ("schemas", False), ("databases", True), ("databases", False)]
POWERS = """
select rolname, rolsuper, rolcreaterole, rolreplication, rolbypassrls,
	(select count(*) from pg_auth_members a where a.member = r.oid)
from pg_roles r where rolname !~ '^pg_' order by rolname
"""
A_TABLE = """
select c.oid::regclass::text from pg_class c
where c.relnamespace = %s::regnamespace and c.relkind = 'r' order by c.relname limit 1
"""
# Every command, as an administrator's Job or a person would run it.
COMMANDS = (
    ("status", "noetl", "catalog", "workspace"),
    ("status", "system", "-o", "json"),
    ("verify", "noetl", "catalog", "workspace"),
    ("verify", "system"),
    ("wait", "noetl", "--wait-timeout", "0"),
    ("wait", "system", "--wait-timeout", "0"),
    ("init", "system", "--wait-timeout", "0"),
    ("partitions", "catalog"),
    ("reset", "system"),
    ("export", "execution-logs", "--id", "1"),
    ("apply", "system"),
    ("apply", "noetl", "catalog", "workspace", "--ensure-role", "--force"),
    ("apply", "system", "--ensure-role"),
    ("apply", "system", "--ensure-role", "--force"),
)
# Those that certainly meet each part of a ledger.
FEW_COMMANDS = (
    ("status", "system"),
    ("verify", "noetl"),
    ("apply", "noetl", "catalog", "workspace", "--ensure-role", "--force"),
    ("apply", "system", "--ensure-role", "--force"),
)
# All of the table of exit statuses, except a bug and an unreachable server.
HONEST = (0, 4, 5, 6, 7, 10, 13)


class HostileRoles:
    """Provisioned owners, and the settings for them.

    layout          schemas or databases
    with_passwords  the services can log in by the settings
    """

    def __init__(self, server, program, tmp_path, layout, with_passwords):
        self.server = server
        self.environment = Environment(server)
        self.environment.database = self.environment.owner = "noetl"
        self.environment.workspace_database, self.environment.workspace_owner = "demo_noetl", "demo"
        self.layout = layout
        self.passwords = {
            f"{service}_password".upper(): f"{service} p@ss" for service in SERVICES
        }
        all_services = {"NOETL_LAYOUT": layout, "NOETL_LOGIN_TIMEOUT": "0", **self.passwords}
        self.provisioned = program.with_settings(self.environment.settings(**all_services))
        if not with_passwords:
            all_services = {"NOETL_LAYOUT": layout, "NOETL_LOGIN_TIMEOUT": "0"}
        self.program = program.with_settings(self.environment.settings(**all_services))
        self.directory = tmp_path

    def provision(self):
        self.provisioned.run(
            "apply", "noetl", "catalog", "workspace", "system", "--ensure-role", limit_s=120
        ).expect(0)

    def owners(self):
        """(role, password, database, schema, ledger) of the planters."""
        yield ("noetl", self.environment.owner_password, "noetl", "noetl", "noetl_ledger")
        for service in SERVICES:
            password = self.passwords[f"{service}_password".upper()]
            if self.layout == "databases":
                yield (service, password, service, service, "noetl_ledger")
            else:
                yield (service, password, "noetl", service, f"noetl_ledger_{service}")

    def plant(self, statements):
        for role, password, database, schema, ledger in self.owners():
            with self.server.connect(database, user=role, password=password) as session:
                table = session.execute(A_TABLE, [schema]).fetchone()[0]
                planted.prepare(session, role, schema)
                planted.plant(session, statements, schema=schema, ledger=ledger, table=table)

    def clean(self):
        """Restores everything, by the superuser and a run of each owner."""
        for _, _, database, schema, ledger in self.owners():
            with self.server.connect(database) as session:
                session.execute(f"drop schema if exists {ledger} cascade")
                session.execute(f"drop schema if exists {schema} cascade")
        self.provision()

    def walk(self, commands=COMMANDS):
        """Runs the commands; returns pairs of planter and the role that ran its code."""
        before = self.server.execute(POWERS)
        mark = self.server.log_mark()
        for command in commands:
            result = self.program.run(*command, cwd=self.directory, limit_s=120)
            assert result.exit_code in HONEST, result
        assert self.server.execute(POWERS) == before
        return planted.runners(self.server.log_text(mark))

    def strangers(self, commands=COMMANDS):
        """Like walk(), without code of an owner that it ran itself."""
        return {pair for pair in self.walk(commands) if pair[0] != pair[1]}
