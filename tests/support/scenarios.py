"""Runs with faults, and what must hold when the fault is over.

A scenario is an `apply` with a known end. The end is known from an undisturbed run on the same
server; whatever happened in between, a rerun must reach it with nothing done by hand.
"""

import dataclasses

from support import other_sessions
from support.environment import Environment
from support.program import Program
from support.structure import invalid_indexes, structure

# Journalled steps between transactions, and a tail that a rerun must find where it stopped.
STEPS_OUTSIDE = """
create table if not exists item (id bigint primary key, name text, price numeric);
insert into item select n, 'item ' || n, n from generate_series(1, 500) n on conflict do nothing;
create index concurrently if not exists item_name on item (name);
create index concurrently if not exists item_price on item (price);
comment on table item is 'with two indexes';
create or replace view item_names as select id, name from item;
"""

# Pieces with a COMMIT between them, and a block outside that commits by itself.
MARKERS = """
do $$ begin create type mood as enum ('sad'); exception when duplicate_object then null; end $$;
alter type mood add value if not exists 'glad';
-- noetl-schema: commit
create table if not exists person (id bigint primary key, mood mood default 'glad');
-- noetl-schema: outside
do $$ begin
  for n in 1..3 loop
    insert into person (id) values (n) on conflict do nothing;
    commit;
  end loop;
end $$;
create or replace view glad as select id from person where mood = 'glad';
-- noetl-schema: commit
comment on view glad is 'the third piece';
"""

# Its view is short after one run: the program repeats the script to its fixed point.
TWO_RUNS = """
create table if not exists log (id bigint primary key);
create or replace view log_view as select * from log;
alter table log add column if not exists added text;
"""

# No partitions were made for months: rows of three of them wait in the default partition.
PARTITIONS_LATE = """
do $$
declare
  late text;
begin
  for late in
    select oid::regclass from pg_class where relispartition and relkind = 'r' and relname <> 'event_default'
  loop
    execute 'drop table ' || late;
  end loop;
end $$;
insert into noetl_catalog.catalog (resource_path, resource_type, resource_version, payload)
values ('p', 'playbook', '1', '{}');
insert into noetl_catalog.event (event_id, event_type, resource_path, resource_version, timestamp)
select n, 'REGISTERED', 'p', '1', now() - n * interval '1 month' from generate_series(0, 2) as n;
"""

PROBES = (  # refusals that a first run with --ensure-role causes, and a DBA sees why
    "does not exist",
    "password authentication failed",
    "permission denied for database",
    "unsafe use of new value",  # what a shadow of a file in pieces meets
)

CREATED_TWICE = """
select schema_name, source, count(*)
from noetl_ledger.run
where outcome = 'created'
group by 1, 2
having count(*) > 1
"""


@dataclasses.dataclass(frozen=True)
class Scenario:
    name: str
    apply: tuple  # arguments
    verify: tuple
    script: str = ""  # given as --file {script}
    before: str = ""  # what {script} holds for the undisturbed apply before, if something else
    makes_database: bool = False  # the DBA has made role and database
    first: tuple = ()  # an undisturbed apply before
    damage: str = ""  # changes after that, with {owner} for the owner's role
    again: tuple = ()  # the run that repairs, if not the same


SCENARIOS = [
    Scenario(
        "create", ("apply", "noetl", "workspace", "--ensure-role"), ("verify", "noetl", "workspace")
    ),
    Scenario("create plain", ("apply", "noetl"), ("verify", "noetl"), makes_database=True),
    Scenario(
        "change",
        ("apply", "noetl", "--ensure-role"),
        ("verify", "noetl"),
        first=("apply", "noetl", "--ensure-role"),
        damage="drop index noetl.ix_error_log_execution_id; drop view noetl.event_log_detail",
    ),
    Scenario(
        "steps outside",
        ("apply", "--file", "{script}"),
        ("verify", "--file", "{script}"),
        script=STEPS_OUTSIDE,
        makes_database=True,
    ),
    Scenario(
        "markers",
        ("apply", "--file", "{script}"),
        ("verify", "--file", "{script}"),
        script=MARKERS,
        makes_database=True,
    ),
    Scenario(
        "fixed point",
        ("apply", "--file", "{script}"),
        ("verify", "--file", "{script}"),
        script=TWO_RUNS,
        makes_database=True,
    ),
    Scenario(
        "converge",
        ("apply", "--file", "{script}", "--prune"),
        ("verify", "--file", "{script}", "--prune"),
        before="create table if not exists item (id int primary key);"
        " create or replace view seen as select id from item;",
        script="create table if not exists item (id bigint primary key, name text not null default 'none');"
        " create or replace view seen as select id from item;"
        " create index if not exists item_name on item (name);",
        first=("apply", "--file", "{script}", "--prune"),
        makes_database=True,
    ),
    Scenario("partitions", ("apply", "catalog", "--ensure-role"), ("verify", "catalog")),
    Scenario(
        "partitions late",
        ("partitions", "catalog"),
        ("verify", "catalog"),
        first=("apply", "catalog", "--ensure-role"),
        damage=PARTITIONS_LATE,
    ),
    Scenario(
        "reset",
        ("reset", "--yes"),
        ("verify", "noetl"),
        first=("apply", "noetl", "--ensure-role"),
        damage="alter table noetl.workbook drop column raw_config",
    ),
    Scenario(
        "password",
        ("apply", "noetl", "--ensure-role"),
        ("verify", "noetl"),
        first=("apply", "noetl", "--ensure-role"),
        damage="alter role {owner} password 'an old one'",
    ),
]


class Trial:
    """One scenario on one server, ready for its fault."""

    def __init__(self, scenario, server, directory, binary=None, at=None):
        self.scenario = scenario
        self.server = server
        self.environment = Environment(server, proxy=at)
        self.program = Program(binary, self.environment.settings())
        script = directory / f"{scenario.name.replace(' ', '_')}.sql"
        self._script = str(script)
        if scenario.script:
            script.write_text(scenario.before or scenario.script)
        self._prepare()
        if scenario.script:
            script.write_text(scenario.script)
        self.mark = server.log_mark()

    def _arguments(self, arguments):
        return [part.format(script=self._script) for part in arguments]

    def _prepare(self):
        direct = Environment.settings(self.environment) | {
            "POSTGRES_HOST": self.server.host,
            "POSTGRES_PORT": str(self.server.port),
        }
        if self.scenario.makes_database:
            self.environment.create_owner_and_database()
        if self.scenario.first:
            arguments = self._arguments(self.scenario.first)
            self.program.run(*arguments, settings=direct).expect(0)
        if self.scenario.damage:
            owner = '"' + self.environment.owner + '"'
            self.environment.execute(self.scenario.damage.replace("{owner}", owner))
        self.direct = direct

    def start(self, **settings):
        arguments = self._arguments(self.scenario.apply)
        return self.program.start(*arguments, settings=self.program.settings | settings)

    def rerun(self):
        arguments = self._arguments(self.scenario.again or self.scenario.apply)
        return self.program.run(*arguments, settings=self.direct)

    def structures(self):
        found = {}
        for name in (self.environment.database, self.environment.workspace_database):
            known = self.server.value("select count(*) from pg_database where datname = %s", [name])
            if known:
                with self.server.connect(name) as session:
                    found[name.replace(self.environment.mark, "*")] = structure(
                        session, self.environment.mark
                    )
        return found

    def check(self, reference, *explained):
        """A rerun succeeds, is proved, and leaves the reference's structure and nothing else."""
        self.rerun().expect(0)
        self.program.run(*self._arguments(self.scenario.verify), settings=self.direct).expect(0)
        last = self.rerun().expect(0)
        if last.arguments[0] == "apply":
            assert all("nothing to do" in line for line in last.output.splitlines()), str(last)
        names = [self.environment.database, self.environment.workspace_database]
        with self.server.connect(self.environment.database) as session:
            assert other_sessions.advisory_locks(session, *names) == []
            assert invalid_indexes(session) == []
            assert session.execute(CREATED_TWICE).fetchall() == []
        assert self.structures() == reference
        unexplained = [
            line
            for line in self.server.log_errors(self.mark)
            if not any(text in line for text in (*PROBES, *explained))
        ]
        assert unexplained == []

    def close(self):
        self.program.end_what_runs()
        self.environment.close()


def undisturbed(scenario, server, directory, binary=None):
    """Structure after a run without a fault, and how long the run took."""
    trial = Trial(scenario, server, directory, binary)
    try:
        result = trial.start().wait().expect(0)
        return trial.structures(), result.seconds
    finally:
        trial.close()
