"""From a random schema to a changed one and back: each arrival is what psql makes, and rows stay."""

import os

import pytest

from support import random_rows, random_schema, schema_shape, state

PAIR_COUNT = int(os.environ.get("NOETL_SCHEMA_TEST_RANDOM_PAIRS", "20"))
PAIRS_A_TEST = 5
SEEDS = [
    range(first, min(first + PAIRS_A_TEST, PAIR_COUNT))
    for first in range(0, PAIR_COUNT, PAIRS_A_TEST)
]


class Databases:
    """The database that is brought from state to state, and what psql makes of each state."""

    def __init__(self, environment, program, write):
        self.environment = environment
        self.program = program
        self.write = write
        environment.create_owner_and_database()
        self.reference = f"wanted_{environment.mark}"

    def start_over(self):
        for name in (self.environment.database, self.reference):
            for statement in (
                f'drop database if exists "{name}" with (force)',
                f'create database "{name}" owner "{self.environment.owner}" template template0',
            ):
                self.environment.execute(statement, dbname="postgres")

    def wanted(self, pair, ddl):
        """The shape that the DDL makes of an empty schema."""
        as_owner = {"user": self.environment.owner, "password": self.environment.owner_password}
        with self.environment.server.connect(self.reference, **as_owner) as session:
            session.execute(f'drop schema if exists "{pair.schema}" cascade')
            session.execute(f'create schema "{pair.schema}"')
            session.execute(ddl)
        return schema_shape.shape(self.environment, self.reference)

    def apply(self, ddl, *options):
        return self.program.run("apply", "--file", self.write(ddl), "--prune", *options)

    def arrive(self, pair, ddl, *options):
        """Applies, and proves what came of it; a second run finds nothing to do."""
        self.apply(ddl, *options).expect(0)
        found = schema_shape.shape(self.environment, self.environment.database)
        assert schema_shape.difference(found, self.wanted(pair, ddl)) == [], f"seed {pair.seed}"
        before = self.snapshot()
        self.apply(ddl, *options).expect(0)
        assert state.difference(before, self.snapshot()) == [], f"seed {pair.seed}"

    def snapshot(self):
        with self.environment.server.connect(self.environment.database) as session:
            return state.snapshot(session)

    def checksums(self, pair):
        with self.environment.server.connect(self.environment.database) as session:
            return random_rows.checksums(session, pair)


@pytest.fixture
def databases(environment, program, write):
    return Databases(environment, program, write)


def check_pair(databases, pair):
    databases.start_over()
    databases.arrive(pair, pair.before)
    databases.environment.execute(pair.rows)
    rows = databases.checksums(pair)
    for ddl in (pair.after, pair.before):
        databases.arrive(pair, ddl, "--destructive", "allow")
        assert databases.checksums(pair) == rows, f"seed {pair.seed}"


@pytest.mark.one_major
@pytest.mark.parametrize("seeds", SEEDS, ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_convergence_random__there_and_back(databases, seeds):
    for seed in seeds:
        check_pair(databases, random_schema.make_pair(seed))


def test_convergence_random__on_every_major(databases):
    check_pair(databases, random_schema.make_pair(PAIR_COUNT))
