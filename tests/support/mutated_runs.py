"""Runs of every command against a server whose answers are changed on the way, at random.

A run may fail with any exit status of the table, within its time. Findings are: an end by a signal
or with 70, a report of misused memory, or no end at all.
"""

import dataclasses
import os
import pathlib
import random
import re

import pytest

from support.environment import Environment
from support.lying_server import TamperingProxy
from support.program import ROOT, Program, TooSlow
from support.tampering import Tampering

ALLOWED = {0, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13}
LIMIT_S = 60
REPORTS = re.compile(r"AddressSanitizer|LeakSanitizer|runtime error:|UndefinedBehavior")
SANITIZER_OPTIONS = {
    "ASAN_OPTIONS": "detect_leaks=1:allocator_may_return_null=1:exitcode=99",
    "UBSAN_OPTIONS": "print_stacktrace=1",
    "LSAN_OPTIONS": "suppressions={suppressions}:print_suppressions=0",
}
# libpq loses a result when a COPY begins after the description of rows.
SUPPRESSIONS = "leak:libpq.so\n"
TRUST = ["host all all all trust", "local all all trust"]
# Of a hundred messages: a few, so that a run comes far, or many.
RATES = (0.5, 2, 2, 5, 15, 50)

SCRIPT = """
create table if not exists item (id bigint primary key, name text);
copy item (id, name) from stdin;
1\tone
2\ttwo
\\.
delete from item;
create or replace view item_names as select name from item;
comment on table item is 'of a file';
"""
OUTSIDE = """
create table if not exists part (id bigint primary key, name text);
create index concurrently if not exists part_name on part (name);
"""

# {file}: SCRIPT; {outside}: OUTSIDE. before: by the owner, on the honest server.
COMMANDS = [
    ("first apply", "apply noetl", "drop schema if exists noetl cascade"),
    ("apply again", "apply noetl", None),
    ("apply a change", "apply noetl", "drop table if exists noetl.schedule cascade"),
    ("apply with roles", "apply noetl workspace --ensure-role", None),
    ("apply all", "apply noetl catalog --ensure-role", "drop schema if exists noetl_catalog cascade"),
    ("apply system", "apply system --ensure-role", None),
    ("apply a file", "apply --file {file}", None),
    ("apply a file anew", "apply --file {file}", "drop table if exists noetl.item cascade"),
    ("apply outside", "apply --file {outside}", "drop index if exists noetl.part_name"),
    ("verify", "verify noetl workspace", None),
    ("verify a file", "verify --file {file}", None),
    ("verify drift", "verify noetl", "alter table if exists noetl.queue add column if not exists x int"),
    ("status", "status noetl workspace catalog", None),
    ("status in JSON", "status --output json", None),
    ("wait", "wait noetl", None),
    ("wait for a version", "wait catalog --any", None),
    ("wait for the database", "wait --for database", None),
    ("init", "init noetl", None),
    ("partitions", "partitions", "do $$ begin execute (select 'drop table ' || max(oid::regclass::text)"
     " from pg_class where relname like 'event\\_p%' and relispartition and relkind = 'r'); "
     "exception when others then null; end $$"),
    ("say what a reset drops", "reset noetl", None),
    ("reset", "reset noetl --yes", None),
    ("erd", "erd noetl catalog --format mermaid", None),
    ("erd of the DDL", "erd --file {file} --desired --format dot", None),
    ("export", "export execution-logs --id 1 --output-file -", None),
]  # fmt: skip


@dataclasses.dataclass
class Tally:
    runs: int = 0
    sessions: int = 0  # of which at least one message was changed
    messages: int = 0
    endings: dict = dataclasses.field(default_factory=dict)
    findings: list = dataclasses.field(default_factory=list)

    def __str__(self):
        endings = ", ".join(f"{code}: {count}" for code, count in sorted(self.endings.items()))
        return (
            f"{self.sessions} mutated sessions ({self.messages} messages) in {self.runs} runs, "
            f"{len(self.findings)} findings; exit statuses {endings}"
        )


class MutatedRuns:
    """On a server that accepts every login, with a database of its own."""

    def __init__(self, server, binary, folder):
        self.environment = Environment(server)
        self.environment.create_owner_and_database()
        self.server = server
        self.files = {"file": folder / "script.sql", "outside": folder / "outside.sql"}
        self.files["file"].write_text(SCRIPT)
        self.files["outside"].write_text(OUTSIDE)
        self.suppressions = folder / "suppressions"
        self.suppressions.write_text(SUPPRESSIONS)
        self.tally = Tally()
        self.program = Program(binary)
        self._apply_honestly()

    def _settings(self, port):
        return {
            **self.environment.settings(POSTGRES_PORT=port),
            "NOETL_AUTH": "none",
            "NOETL_WAIT_TIMEOUT": "2s",
            "NOETL_LOGIN_TIMEOUT": "500ms",
            "NOETL_LOCK_WAIT_TIMEOUT": "1s",
            "NOETL_LOCK_TIMEOUT": "300ms",
            "NOETL_CHANGE_TIMEOUT": "2s",
            "NOETL_LOG_LEVEL": "debug",
            **{
                name: value.format(suppressions=self.suppressions)
                for name, value in SANITIZER_OPTIONS.items()
            },
        }

    def _apply_honestly(self):
        arguments = ("apply", "noetl", "workspace", "catalog", "--ensure-role")
        settings = self._settings(self.server.port)
        self.program.run(*arguments, settings=settings).expect(0)
        self.environment.execute(
            "insert into noetl.workload (execution_id) values (1);"
            "insert into noetl.event_log (execution_id, event_id, event_type)"
            " select 1, n, 'x' from generate_series(1, 50) n"
        )

    def run(self, seed):
        """One command with answers changed by this seed; adds to the findings."""
        choice = random.Random(seed)
        name, words, before = choice.choice(COMMANDS)
        rate = choice.choice(RATES)
        tampered = []

        def tampering(number):
            tampered.append(Tampering(seed * 1000 + number, rate))
            return tampered[-1]

        if before:
            self._prepare(before)
        with TamperingProxy(self.server, tampering) as proxy:
            problem = self._end_of(words, proxy.port)
        self.tally.runs += 1
        self.tally.sessions += sum(each.count > 0 for each in tampered)
        self.tally.messages += sum(each.count for each in tampered)
        if problem:
            self.tally.findings.append(f"seed {seed}, rate {rate} ({name}): {problem}")

    def _prepare(self, statement):
        with self.environment.connect_as_owner() as session:
            session.execute("set statement_timeout = '5s'")
            session.execute(statement)

    def _end_of(self, words, port):
        arguments = words.format(**self.files).split()
        try:
            result = self.program.run(*arguments, settings=self._settings(port), limit_s=LIMIT_S)
        except TooSlow as slow:
            return str(slow)
        endings = self.tally.endings
        endings[result.exit_code] = endings.get(result.exit_code, 0) + 1
        if result.exit_code not in ALLOWED or REPORTS.search(result.output):
            return str(result)
        return None

    def run_until(self, session_count, seed):
        """Runs with seeds from this one on, until so many sessions were mutated."""
        while self.tally.sessions < session_count:
            self.run(seed)
            seed += 1
        return self.tally

    def close(self):
        self.program.end_what_runs()
        self.environment.close()


# Fixtures and hooks of the two folders that run them: what `make test` can afford, and the rest.


@pytest.fixture(scope="session")
def sanitized_binary():
    """The program under the address and undefined behaviour sanitizers."""
    path = pathlib.Path(
        os.environ.get("NOETL_SCHEMA_SANITIZED_BINARY") or ROOT / "build/sanitize/noetl-schema"
    )
    if not path.exists():
        pytest.fail(f"{path} is missing: make test-sanitize builds it", pytrace=False)
    return path


@pytest.fixture
def mutated_runs(new_server, sanitized_binary, tmp_path):
    server = new_server(hba=TRUST, settings={"log_statement": "none"}).start()
    runs = MutatedRuns(server, sanitized_binary, tmp_path)
    yield runs
    runs.close()


def pytest_terminal_summary(terminalreporter):
    """Workers do not print: their counts come with their reports."""
    reports = [
        dict(report.user_properties)
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        if report.when == "call"
    ]
    counts = [each["mutated sessions"] for each in reports if "mutated sessions" in each]
    if counts:
        terminalreporter.section("mutated answers")
        for each in reports:
            if "mutated" in each:
                terminalreporter.write_line(each["mutated"])
        terminalreporter.write_line(f"{sum(counts)} mutated sessions altogether")
