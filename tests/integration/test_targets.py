"""One file of many targets: each is a run of its own, and the whole says what became of all."""

import json
import os
import re
import signal
import time
from pathlib import Path

import pytest
import yaml

from support.polling import until
from support.process import children_of
from support.program import Program

pytestmark = pytest.mark.one_major

CREATED = "select count(*) from noetl_ledger.run where outcome = 'created'"
SUMMARY = r"(?m)^\S+ info  (\d+ targets?: .*), \d+\.\d{3} s$"


class Fleet:
    """A file of targets, each with a database that bears the environment's mark."""

    def __init__(self, environment, path, binary):
        self.environment = environment
        self.path = path
        self.program = Program(binary, environment.settings())
        self.targets = {}
        self.defaults = {"NOETL_ENSURE_ROLE": True}

    def database(self, name):
        return f"{name}_{self.environment.mark}"

    def add(self, name, **settings):
        self.targets[name] = {"NOETL_POSTGRES_DB": self.database(name), **settings}
        return self

    def written(self):
        targets = [{"name": name, **settings} for name, settings in self.targets.items()]
        document = {"defaults": self.defaults, "targets": targets}
        self.path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
        return self.path

    def run(self, command, *arguments, **options):
        return self.program.run(command, "--targets", self.written(), *arguments, **options)

    def start(self, command, *arguments, **options):
        return self.program.start(command, "--targets", self.written(), *arguments, **options)

    def created_count(self, name):
        return self.environment.value(CREATED, dbname=self.database(name))

    def is_there(self, name):
        with self.environment.server.connect() as session:
            found = session.execute(
                "select from pg_database where datname = %s", [self.database(name)]
            )
            return found.fetchone() is not None


@pytest.fixture
def fleet(environment, tmp_path, binary):
    fleet = Fleet(environment, tmp_path / "targets.yaml", binary)
    yield fleet
    fleet.program.end_what_runs()


def summary(result):
    return re.search(SUMMARY, result.stderr)[1]


# --- all of them, and what is left


def test_targets__each_is_applied_and_a_rerun_does_nothing(fleet):
    fleet.add("acme").add("globex").add("tenants", NOETL_SCHEMA="hooli")
    assert summary(fleet.run("apply").expect(0)) == "3 targets: 3 applied"
    assert [fleet.created_count(name) for name in fleet.targets] == [1, 1, 1]
    assert summary(fleet.run("apply").expect(0)) == "3 targets: 3 unchanged"


def test_targets__a_schema_for_each_tenant_of_one_database(fleet):
    shared = fleet.database("shared")
    fleet.add("acme", NOETL_POSTGRES_DB=shared, NOETL_SCHEMA="acme")
    fleet.add("globex", NOETL_POSTGRES_DB=shared, NOETL_SCHEMA="globex")
    fleet.run("apply").expect(0)
    schemas = fleet.environment.value(
        "select count(*) from pg_class where relname = 'workload' and relnamespace in "
        "('acme'::regnamespace, 'globex'::regnamespace)",
        dbname=shared,
    )
    assert schemas == 2
    assert summary(fleet.run("apply").expect(0)) == "2 targets: 2 unchanged"


def test_targets__tenants_of_one_owner_share_its_search_path_without_a_word(fleet):
    """It begins with the first tenant's schema, and can begin with one only."""
    shared = fleet.database("shared")
    for tenant in ("tenant_1", "tenant_2", "tenant_3"):
        fleet.add(tenant, NOETL_POSTGRES_DB=shared, NOETL_SCHEMA=tenant)
    result = fleet.run("apply", "--ensure-role", "--jobs", "1").expect(0, "3 applied")
    assert "search_path" not in "".join(
        line for line in result.output.splitlines() if " warning " in line
    )


def test_targets__one_that_fails_does_not_stop_the_rest(fleet):
    fleet.add("first").add("broken", NOETL_ENSURE_ROLE=False, NOETL_LOGIN_TIMEOUT=0).add("last")
    result = fleet.run("apply", "--jobs", "1").expect(4)
    assert summary(result) == "3 targets: 2 applied, 1 failed"
    assert re.search(r"error  1 of 3 targets failed: broken \(exit 4\)\n", result.stderr)
    assert re.search(r"detail: broken: .*does not exist", result.stderr)
    assert '"--target broken" runs the first of them alone' in result.stderr
    assert fleet.is_there("last") and not fleet.is_there("broken")

    fleet.targets["broken"]["NOETL_ENSURE_ROLE"] = True
    assert summary(fleet.run("apply").expect(0)) == "3 targets: 1 applied, 2 unchanged"


def test_targets__a_failure_that_a_rerun_may_mend_decides_the_exit_status(fleet):
    fleet.add("denied", NOETL_ENSURE_ROLE=False, NOETL_LOGIN_TIMEOUT=0)
    fleet.add("away", POSTGRES_PORT=1, NOETL_WAIT_TIMEOUT=0)
    result = fleet.run("apply", "--jobs", "1").expect(10)
    assert "2 of 2 targets failed: denied (exit 4), away (exit 10)" in result.stderr


def test_targets__a_database_where_there_is_work_for_some_bundles_only(fleet):
    fleet.add("acme").add("globex")
    fleet.run("apply").expect(0)
    fleet.targets["globex"]["NOETL_BUNDLES"] = "noetl catalog"
    result = fleet.run("apply").expect(0)
    assert summary(result) == "2 targets: 1 applied, 1 unchanged"
    assert re.search(r"\[globex\] bundle:catalog: .*created", result.stderr)


# --- shards


def test_targets__shards_deal_them_out(fleet):
    for name in ("one", "two", "three"):
        fleet.add(name)
    first = fleet.run(
        "apply",
        settings=fleet.program.settings | {"JOB_COMPLETION_INDEX": "0", "NOETL_SHARDS": "2"},
    )
    assert summary(first.expect(0)) == "2 targets: 2 applied"
    assert not fleet.is_there("two")
    second = fleet.run("apply", "--shard", "1", "--shards", "2").expect(0)
    assert summary(second) == "1 target: 1 applied"
    assert [fleet.created_count(name) for name in fleet.targets] == [1, 1, 1]


def test_targets__a_shard_may_have_nothing(fleet):
    fleet.add("one")
    assert "0 targets" in fleet.run("apply", "--shard", "3", "--shards", "4").expect(0).stderr
    assert not fleet.is_there("one")


@pytest.mark.parametrize(
    "arguments, message",
    [
        (("--shard", "1"), r"JOB_COMPLETION_INDEX \(--shard\) is given, NOETL_SHARDS"),
        (("--shards", "2"), r"NOETL_SHARDS \(--shards\) is given, JOB_COMPLETION_INDEX"),
        (("--shards", "2", "--shard", "2"), r"there is no shard 2 .* of 2"),
    ],
)
def test_targets__half_a_shard_is_refused(fleet, arguments, message):
    fleet.add("one")
    fleet.run("apply", *arguments).expect(3, message)
    assert not fleet.is_there("one")


def test_targets__the_index_of_a_job_without_targets_means_nothing(program):
    program.run("config", settings=program.settings | {"JOB_COMPLETION_INDEX": "3"}).expect(0)


# --- one of them


def test_targets__one_alone(fleet):
    fleet.add("acme").add("globex")
    result = fleet.run("apply", "--target", "globex").expect(0)
    assert re.search(r"(?m) info  \[globex\] bundle:noetl: .*created", result.stderr)
    assert not fleet.is_there("acme")
    line = json.loads(
        fleet.run("apply", "--target", "globex", "--log-format", "json").stderr.splitlines()[-1]
    )
    assert line["target"] == "globex"


def test_targets__one_that_is_not_there(fleet):
    fleet.add("acme").run("apply", "--target", "nobody").expect(
        3, r'targets.yaml: has no target "nobody"'
    )


def test_targets__a_name_without_a_file(program):
    program.run("apply", "--target", "acme").expect(
        3, r"NOETL_TARGETS, the file that has it, is missing"
    )


def test_targets__config_shows_where_a_value_is_from(fleet):
    fleet.add("acme")
    shown = json.loads(fleet.run("config", "--target", "acme", "-o", "json").expect(0).stdout)
    by_name = {setting["name"]: setting for setting in shown["settings"]}
    assert by_name["NOETL_POSTGRES_DB"]["source"] == "target"
    assert by_name["NOETL_POSTGRES_DB"]["origin"].endswith("targets.yaml:5 (target acme)")
    assert by_name["NOETL_ENSURE_ROLE"]["origin"].endswith("targets.yaml:2 (defaults)")


@pytest.mark.parametrize("command", ["status", "reset", "export", "ddl"])
def test_targets__a_command_for_one_asks_which(fleet, command):
    arguments = ["execution-logs", "--id", "1"] if command == "export" else []
    result = fleet.add("acme").run(command, *arguments).expect(2, "works on one target at a time")
    assert "hint: Say which one is meant: --target NAME." in result.stderr


# --- settings of targets


def test_targets__what_a_target_says_wins_over_flags(fleet):
    fleet.add("acme")
    fleet.run("apply", "--noetl-db", "another").expect(0)
    assert fleet.is_there("acme")


def test_targets__flags_win_over_the_defaults_of_the_file(fleet):
    fleet.defaults |= {"NOETL_LOCK_TIMEOUT": "7s", "NOETL_CHANGE_TIMEOUT": "70s"}
    settings = fleet.program.settings | {"NOETL_CHANGE_TIMEOUT": "80s"}
    shown = fleet.add("acme").run(
        "config", "--target", "acme", "--lock-timeout", "9s", "-o", "json", settings=settings
    )
    values = {
        each["name"]: each["value"] for each in json.loads(shown.expect(0).stdout)["settings"]
    }
    assert values["NOETL_LOCK_TIMEOUT"] == "9s"
    assert values["NOETL_CHANGE_TIMEOUT"] == "70s"


def test_targets__a_directory_of_its_own(fleet, tmp_path):
    for name in ("acme", "globex"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "NOETL_PASSWORD").write_text(f"of {name}", encoding="utf-8")
        (tmp_path / name / "NOETL_USER").write_text(
            f"{name}_{fleet.environment.mark}", encoding="utf-8"
        )
        fleet.add(name, NOETL_CONFIG_DIR=str(tmp_path / name))
    del fleet.program.settings["NOETL_USER"], fleet.program.settings["NOETL_PASSWORD"]
    fleet.run("apply").expect(0)
    with fleet.environment.server.connect(
        fleet.database("globex"), user=fleet.database("globex"), password="of globex"
    ) as session:
        assert session.execute("select count(*) from noetl.workload").fetchone() == (0,)


def test_targets__pgpassword_reaches_them(fleet):
    settings = dict(fleet.program.settings)
    settings["PGUSER"] = settings.pop("NOETL_ADMIN_USER")
    settings["PGPASSWORD"] = settings.pop("NOETL_ADMIN_PASSWORD")
    settings["POSTGRES_USER"] = ""
    fleet.add("acme").run("apply", settings=settings).expect(0)


def test_targets__a_password_in_the_file_is_shown_nowhere(fleet):
    secret = "s3cret of the file"
    fleet.add("acme", NOETL_PASSWORD=secret, NOETL_USER=f"acme_{fleet.environment.mark}")
    fleet.add("bad", NOETL_PASSWORD=[secret])
    for arguments in (("apply",), ("config", "--target", "acme"), ("apply", "--target", "acme")):
        assert secret not in fleet.run(*arguments, "--log-level", "debug").output


def test_targets__a_file_of_ddl_is_for_each(fleet, tmp_path):
    script = tmp_path / "extra.sql"
    script.write_text("create table if not exists extra (n int primary key);\n", encoding="utf-8")
    fleet.add("acme").add("globex")
    fleet.run("apply", "--file", script).expect(0)
    for name in fleet.targets:
        assert (
            fleet.environment.value("select count(*) from noetl.extra", dbname=fleet.database(name))
            == 0
        )


def test_targets__ddl_that_can_be_read_only_once_is_refused(fleet):
    result = fleet.add("acme").run("apply", "--file", "-", stdin="select 1;")
    result.expect(3, "is not a regular file")
    assert not fleet.is_there("acme")


# --- verify, and the rest of the commands


def test_targets__verify_prints_each_whole(fleet):
    fleet.add("acme").add("globex")
    fleet.run("apply").expect(0)
    assert (
        summary(fleet.run("verify").expect(0, "target acme:\n", "target globex:\n"))
        == "2 targets: 2 done"
    )
    fleet.environment.execute(
        "drop index noetl.ix_error_log_execution_id", dbname=fleet.database("globex")
    )
    result = fleet.run("verify", "-o", "json").expect(6)
    decoder, found, rest = json.JSONDecoder(), {}, result.stdout
    while rest.strip():
        document, end = decoder.raw_decode(rest := rest.lstrip())
        found[document["target"]], rest = document["is_as_promised"], rest[end:]
    assert found == {"acme": True, "globex": False}


@pytest.mark.parametrize("command", ["wait", "init", "partitions"])
def test_targets__other_commands(fleet, command):
    fleet.add("acme").add("globex")
    fleet.run("apply").expect(0)
    assert summary(fleet.run(command).expect(0)).startswith("2 targets: 2 ")


# --- interrupted


SLEEP = "create table if not exists slow (n int); select pg_sleep(60);"
ASLEEP = "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and datname like %s"


def asleep(fleet, tmp_path, count):
    """A running apply whose targets all sleep in their server."""
    script = tmp_path / "slow.sql"
    script.write_text(SLEEP, encoding="utf-8")
    running = fleet.start("apply", "--file", script, "--jobs", str(count))
    with fleet.environment.server.connect() as session:
        pattern = "%" + fleet.environment.mark
        until(lambda: session.execute(ASLEEP, [pattern]).fetchone()[0] == count)
    return running


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_targets__a_stop_ends_them_all_within_a_second(fleet, tmp_path, number):
    running = asleep(fleet.add("acme").add("globex").add("last"), tmp_path, 2)
    children = children_of(running.pid)
    assert len(children) == 2
    running.send(number)
    sent = time.monotonic()
    result = running.wait(10).expect(12, f"interrupted by {number.name} while working on targets")
    assert time.monotonic() - sent < 2  # a second of each, all at once
    assert not any(Path(f"/proc/{child}").exists() for child in children)
    assert not fleet.is_there("last")
    assert "3 targets: 3 not begun or not finished" in result.stderr


def test_targets__one_that_is_killed_is_a_failure_like_others(fleet, tmp_path):
    running = asleep(fleet.add("acme"), tmp_path, 1)
    (child,) = children_of(running.pid)
    Path(f"/proc/{child}/comm").read_text(encoding="utf-8")

    os.kill(child, signal.SIGKILL)
    running.wait(10).expect(13, r"acme: its process was killed by signal 9")


def test_targets__nobody_is_left_when_the_first_process_is_killed(fleet, tmp_path):
    running = asleep(fleet.add("acme").add("globex"), tmp_path, 2)
    children = children_of(running.pid)
    running.kill()
    until(lambda: not any(Path(f"/proc/{child}").exists() for child in children), limit_s=5)


# --- a terminal


def test_targets__a_terminal_shows_how_far_it_is(fleet):
    fleet.add("acme").add("globex")
    result = fleet.program.run_on_terminal("apply", "--targets", str(fleet.written())).expect(0)
    assert re.search(r"apply of 2 targets, 8 at a time, target 1 of 2", result.stdout)
