"""A random schema that is brought from state to state, beside what psql makes of each state."""

from support import random_rows, schema_shape, state


class RandomTrial:
    """The database that is brought from state to state, and what psql makes of each state."""

    def __init__(self, environment, program, directory):
        self.environment = environment
        self.program = program
        self._script = directory / "own.sql"
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

    def apply(self, ddl, *options, **settings):
        self._script.write_text(ddl)
        environment = self.environment.settings(**settings)
        return self.program.run(
            "apply", "--file", self._script, "--prune", *options, settings=environment
        )

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

    def begin(self, pair):
        """The database is as before the change, with rows, whose checksums are returned."""
        self.start_over()
        self.arrive(pair, pair.before)
        self.environment.execute(pair.rows)
        return self.checksums(pair)

    def go_there_and_back(self, pair):
        rows = self.begin(pair)
        for ddl in (pair.after, pair.before):
            self.arrive(pair, ddl, "--destructive", "allow")
            assert self.checksums(pair) == rows, f"seed {pair.seed}"
