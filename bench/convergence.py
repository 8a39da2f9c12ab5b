"""make bench-convergence: a change of one column among many relations, against psql and migra."""

import argparse
import os
import subprocess
import sys
from urllib.parse import quote

from contenders import Job
from main import Bench, Figures
from support import postgres_programs
from table import MEBIBYTE, goal, mebibytes, median, milliseconds, print_table

MIGRA = ("migra==3.0.1663481299", "setuptools<81", "psycopg[binary]")  # it imports pkg_resources
CHANGED = 7  # the table that gets a column


def schema(table_count, has_column):
    """Three relations a table, with an index, and some views and functions among them."""
    parts = []
    for number in range(table_count):
        column = ", extra int" if has_column and number == CHANGED else ""
        reference = f", ref bigint references t{number - 1}" if number else ""
        parts.append(
            f"create table t{number} (id bigserial primary key, a int not null default {number},"
            f" b text, c timestamptz default now(), d jsonb{reference}{column});\n"
            f"create index t{number}_b on t{number} (b);\n"
        )
        if number % 3 == 0:
            parts.append(f"create view v{number} as select id, a, b from t{number} where a > 0;\n")
        if number % 10 == 0:
            body = f"'select n + {number}'"
            parts.append(f"create function f{number}(n int) returns int language sql as {body};\n")
    return "".join(parts)


def install_migra(work):
    """(path, None), or (None, the reason why there is none)."""
    home = postgres_programs.cache_directory() / "bench" / MIGRA[0]
    program = home / "bin/migra"
    if program.exists():
        return program, None
    subprocess.run([sys.executable, "-m", "venv", home], check=True)
    done = subprocess.run(
        [home / "bin/pip", "install", "--quiet", *MIGRA], capture_output=True, text=True
    )
    if done.returncode != 0:
        return None, f"migra was not installed: {done.stderr.strip().splitlines()[-1]}"
    return program, None


class ConvergenceBench(Bench):
    def __init__(self, options):
        super().__init__(options)
        work = self.contenders.work
        self.before, self.after = work / "before.sql", work / "after.sql"
        self.before.write_text(schema(options.tables, False))
        self.after.write_text(schema(options.tables, True))
        self.migra, self.reason = install_migra(work)

    def psql_into_empty(self):
        c = self.contenders
        return c.psql(self.new_environment(), self.server, "-1", "-f", self.before, name="psql")

    def there(self):
        """An environment whose schema is as before the change."""
        environment = self.new_environment()
        self.run(self.ours(environment, "apply", self.before), Figures())
        return environment

    def ours(self, environment, command, script):
        c = self.contenders
        arguments = (command, "--file", script, "--name", "bench", "--managed-schemas", "noetl")
        return c.ours(environment, self.server, *arguments)

    def filled(self, script):
        """A database by psql, as migra needs one for what there is and one for what is wanted."""
        environment = self.new_environment()
        c = self.contenders
        self.run(c.psql(environment, self.server, "-1", "-f", script, name="psql"), Figures())
        login = f"{environment.owner}:{quote(environment.owner_password, '')}"
        return f"postgresql://{login}@{self.server.host}:{self.server.port}/{environment.database}"

    def figures(self):
        standing = self.there()
        makers = {
            "psql -1 -f into an empty database": self.psql_into_empty,
            "noetl-schema plan": lambda: self.ours(standing, "plan", self.after),
            "noetl-schema apply, one column": lambda: self.ours(self.there(), "apply", self.after),
            "noetl-schema apply, nothing to do": lambda: self.ours(standing, "apply", self.before),
        }
        if self.migra:
            uris = [self.filled(self.before), self.filled(self.after)]
            settings = {"PATH": os.environ["PATH"]}
            makers["migra, between two databases"] = lambda: Job(
                "migra", ["/bin/sh", "-c", '"$@"; test $? = 2', "sh", self.migra, "--unsafe", *uris], settings
            )
        return self.interleave(makers, self.options.rounds)


def main():
    parser = argparse.ArgumentParser(prog="bench/run --convergence")
    parser.add_argument("--postgres", type=int, default=postgres_programs.DEBIAN_MAJOR)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tables", type=int, default=300, help="a third of the relations")
    parser.add_argument("--binary")
    bench = ConvergenceBench(parser.parse_args())
    try:
        figures = bench.figures()
        psql = median(next(iter(figures.values())).seconds)
        rows = [
            [name, milliseconds(each), f"{median(each.seconds) / psql:.2f}", mebibytes(max(each.memory_bytes))]
            for name, each in figures.items()
        ]
        title = f"A column more, among {bench.options.tables} tables with their indexes and sequences"
        print_table(title, ["program", "median wall time", "of psql's", "peak memory"], rows)
        ratio = {name: median(each.seconds) / psql for name, each in figures.items()}
        ours = [each for name, each in figures.items() if name.startswith("noetl-schema")]
        peak = max(max(each.memory_bytes) for each in ours) / MEBIBYTE
        goals = [
            goal("plan, of psql -1 into an empty database", ratio["noetl-schema plan"], 1.5),
            goal("a change of one column, the same", ratio["noetl-schema apply, one column"], 2),
            goal("peak memory", peak, 8, " MiB"),
        ]
        print_table("Goals", ["goal", "figure", "wanted", ""], goals)
        if bench.reason:
            print(f"\n{bench.reason}")
    finally:
        bench.close()


if __name__ == "__main__":
    main()
