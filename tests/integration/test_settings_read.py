"""What help lists for a command is what its runs read: no setting more, none less."""

import re

import pytest

from support.program import Program, tool

BUNDLES = ("noetl", "workspace", "catalog", "system")
EXPORT = ("export", "execution-logs", "--id", "1", "--output-file", "-")
LOG = {"NOETL_LOG_FORMAT", "NOETL_LOG_LEVEL", "NOETL_QUIET"}
# Read before there is a command to run, for the prefix of the log's lines and the strength of settings.
READ_BY_ALL = LOG | {"NOETL_TARGET", "DATABASE_URL", "NOETL_DATABASE_URL", "PGSSLROOTCERT"}
SECRETS = re.compile(r"PASSWORD$")
# Read, but not listed, with the reason.
UNLISTED = {
    # It works by the sequence of apply, which nothing of these can change without provisioning.
    "partitions": {"NOETL_ENSURE_ROLE", "NOETL_FORCE"},
}


class Reader:
    """Runs the program that lists the settings whose values it read."""

    def __init__(self, settings, folder):
        self.settings = settings
        self.folder = folder
        self.program = Program(tool("noetl-schema-settings-read"))

    def run(self, *arguments, exit_code=0, **changes):
        settings = self.settings | changes | {"SETTINGS_READ": str(self.folder / arguments[0])}
        return self.program.run(*arguments, settings=settings).expect(exit_code)

    def read_by(self, command):
        return set((self.folder / command).read_text().split())

    def listed_for(self, command):
        text = self.program.run("help", command).expect(0).stdout
        named = re.findall(r"\[([A-Z_]+)\]$|^      ([A-Z_]{4,})(?: |$)", text, re.M)
        return {flagged or plain for flagged, plain in named}


@pytest.fixture
def server(fresh_server):
    """Of its own: the roles of bundle "system" have the same names in every environment."""
    return fresh_server


@pytest.fixture
def reader(environment, tmp_path):
    folder = tmp_path / "read"
    folder.mkdir()
    return Reader(environment.settings(), folder)


@pytest.fixture
def targets(tmp_path):
    path = tmp_path / "targets.yaml"
    path.write_text("targets:\n  - name: one\n    NOETL_BUNDLES: noetl\n")
    return path


def run_in_good_weather(reader, environment):
    reader.run("apply", *BUNDLES, "--ensure-role")
    for command in ("plan", "verify", "wait", "init", "status", "erd", "partitions", "ddl"):
        reader.run(command, *BUNDLES)
    reader.run("erd", "--desired")
    environment.execute(f'grant connect on database "{environment.database}" to public')
    reader.run("init", *BUNDLES, "--ensure-role", NOETL_INIT_DB="true")
    reader.run("init", NOETL_SCHEMA_VALIDATE="true")
    reader.run("reset", *BUNDLES, "--yes", "--ensure-role", exit_code=7)  # the workspace stays
    reader.run(*EXPORT)
    for command in ("config", "version", "help"):
        reader.run(command)


def run_in_bad_weather(reader, environment):
    """Where a login is refused, a file is missing, and a change cannot get its lock."""
    lost = {"NOETL_WAIT_TIMEOUT": "0", "NOETL_LOGIN_TIMEOUT": "100ms"}
    for words in (("apply",), ("plan",), ("verify",), ("init",), ("status",), ("erd",), ("partitions",), EXPORT):
        reader.run(*words, exit_code=4, NOETL_PASSWORD="wrong", NOETL_INIT_DB="true", **lost)
    reader.run("reset", "--yes", exit_code=4, NOETL_PASSWORD="wrong", **lost)
    nowhere = ("--kubeconfig", "/nonexistent")
    for words in (("apply",), ("verify",), ("wait",), ("init",), ("partitions",), ("reset",)):
        reader.run(*words, "--report", "kubeconfig", *nowhere, exit_code=3)
    for words in (("plan",), ("status",), ("erd",), EXPORT, ("ddl",), ("config",)):
        reader.run(*words, "--config-from", "one/two", *nowhere, exit_code=3)

    busy = {"NOETL_LOCK_TIMEOUT": "50ms", "NOETL_CHANGE_TIMEOUT": "0", "NOETL_INIT_DB": "true"}
    environment.execute("drop index noetl.ix_error_log_execution_id")
    with environment.connect() as holder:
        holder.execute("begin")
        holder.execute("lock table noetl.error_log")
        reader.run("apply", exit_code=13, **busy)
        reader.run("plan", exit_code=13, **busy)
        undone = reader.folder / "undone.sql"
        undone.write_text("do $$ begin raise exception using errcode = '40P01'; end $$; create table t (n int)")
        reader.run("erd", "--desired", "--file", str(undone), exit_code=13, **busy)
        reader.run("init", exit_code=13, **busy)
        reader.run("reset", "--yes", exit_code=13, **busy)
        holder.execute("rollback")
        environment.execute(f"drop table noetl_catalog.{newest_partition(environment)}")
        holder.execute("begin")
        holder.execute("lock table noetl_catalog.event")
        reader.run("partitions", "catalog", exit_code=13, **busy)
        holder.execute("rollback")
    reader.run("partitions", "catalog")
    reader.run("init", NOETL_INIT_DB="true")


def run_what_would_destroy(reader, environment):
    environment.execute("insert into noetl.workload (execution_id, data) values (7, '{}')")
    environment.execute(
        "create function public.f() returns event_trigger language plpgsql as"
        " $$ begin delete from noetl.workload; end $$"
    )
    environment.execute(
        "create event trigger destroy on ddl_command_end when tag in ('CREATE INDEX')"
        " execute function public.f()"
    )
    environment.execute("drop index if exists noetl.ix_error_log_execution_id")
    for command in ("apply", "init"):
        reader.run(command, exit_code=7, NOETL_INIT_DB="true")
    environment.execute("drop event trigger destroy")
    environment.execute("alter table noetl.workload add column by_hand int")
    reader.run("plan", "--prune")
    environment.execute("alter table noetl.workload drop column by_hand")


def newest_partition(environment):
    return environment.value(
        "select max(inhrelid::regclass::text) from pg_inherits join pg_class on oid = inhrelid"
        " where inhparent = 'noetl_catalog.event'::regclass and relname ~ '[0-9]$'"
    ).rpartition(".")[2]


def run_on_targets(reader, targets):
    part = ("--shards", "1", "--shard", "0")
    for command in ("apply", "verify", "wait", "init", "partitions"):
        reader.run(command, "--targets", str(targets), *part)


@pytest.mark.one_major
def test_help__lists_the_settings_that_a_command_reads(reader, environment, targets):
    run_in_good_weather(reader, environment)
    run_in_bad_weather(reader, environment)
    run_what_would_destroy(reader, environment)
    run_on_targets(reader, targets)
    for command in (
        "apply", "plan", "verify", "wait", "init", "status", "erd", "partitions", "reset", "export", "ddl",
    ):
        read, listed = reader.read_by(command), reader.listed_for(command)
        assert listed - read == set(), f"help {command} lists what no run reads"
        assert read - listed - READ_BY_ALL - UNLISTED.get(command, set()) == set(), command
    everything = reader.listed_for("config")
    assert everything - reader.read_by("config") == {
        name for name in everything if SECRETS.search(name)
    }, "a masked password is not read"
    assert reader.listed_for("version") == LOG | {"NOETL_OUTPUT"}
    assert reader.listed_for("help") == LOG
