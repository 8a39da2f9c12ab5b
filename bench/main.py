"""make bench: ours against psql and golang-migrate, interleaved in one run on one server."""

import argparse
import dataclasses
import json
import os
import pathlib
import subprocess
import sys

from contenders import PSQL, Contenders
from support import postgres_programs
from support.environment import Environment
from support.proxy import Proxy
from support.run_servers import RunServers
from table import MEBIBYTE, goal, mebibytes, median, milliseconds, print_table

BENCH = pathlib.Path(__file__).resolve().parent
ROUND_TRIP_MS = 50
QUIET_SERVER = {"log_statement": "none", "log_connections": "off", "log_lock_waits": "off"}


@dataclasses.dataclass
class Figures:
    """What one job cost, round after round."""

    seconds: list = dataclasses.field(default_factory=list)
    memory_bytes: list = dataclasses.field(default_factory=list)
    turns: int | None = None
    connections: int | None = None


def build_measure(directory):
    program = directory / "measure"
    subprocess.run(
        [os.environ.get("CC", "cc"), "-O2", "-static", "-o", program, BENCH / "measure.c"],
        check=True,
    )
    return program


class Bench:
    def __init__(self, options):
        self.options = options
        self.session = RunServers()
        work = self.session.new_directory("bench")
        self.measure = build_measure(work)
        self.contenders = Contenders(work, options.binary)
        self.server = self.session.new_server(options.postgres, settings=QUIET_SERVER).start()
        self.proxy = Proxy.before(self.server, round_trip_ms=ROUND_TRIP_MS)
        self.environments = []

    def new_environment(self):
        """An existing empty database with its owner, as before a first apply."""
        environment = Environment(self.server)
        environment.create_owner_and_database()
        self.environments.append(environment)
        return environment

    def drop_environments(self):
        """A first apply leaves a database a round; memory is not for them."""
        while self.environments:
            self.environments.pop().close()

    def run(self, job, figures):
        done = subprocess.run(
            [self.measure, *job.command], env=job.settings, capture_output=True, text=True
        )
        wall_ns, peak_kib, status = map(int, done.stdout.split())
        if status != 0:
            again = subprocess.run(job.command, env=job.settings, capture_output=True, text=True)
            sys.exit(f"{job.name}: exit {status}\n{again.stdout}{again.stderr}")
        figures.seconds.append(wall_ns / 1e9)
        figures.memory_bytes.append(peak_kib << 10)

    def run_counted(self, job, figures):
        """One run through the proxy: how long over 50 ms, and how many turns."""
        self.proxy.settle()
        self.proxy.reset_counts()
        self.run(job, figures)
        self.proxy.settle()
        figures.turns, figures.connections = self.proxy.turns, self.proxy.connections

    def interleave(self, makers, rounds, counted=False):
        """makers: name -> function that gives the job of a round; all take turns."""
        all_figures = {name: Figures() for name in makers}
        for _ in range(rounds):
            for name, make in makers.items():
                job = make()
                (self.run_counted if counted else self.run)(job, all_figures[name])
        return all_figures

    # What is measured

    def nothing_to_do(self, at, rounds, counted=False):
        c = self.contenders
        ours, with_role, replay, migrated = (self.new_environment() for _ in range(4))
        makers = {
            "psql -c 'select 1'": lambda: c.psql(ours, at, "-c", "select 1", name="select 1"),
            "noetl-schema apply": lambda: c.ours(ours, at, "apply", "noetl"),
            "noetl-schema apply --ensure-role": lambda: c.ours(
                with_role, at, "apply", "noetl", "--ensure-role"
            ),
            "psql -1 -f (replay)": lambda: c.psql(replay, at, "-1", "-f", c.script, name="replay"),
        }
        if c.migrate:
            makers["golang-migrate up"] = lambda: c.migrate_up(migrated, at)
        self.interleave({k: m for k, m in makers.items() if "select" not in k}, 1)  # first apply
        figures = self.interleave(makers, rounds, counted)
        self.drop_environments()
        return figures

    def first_apply(self, at, rounds, counted=False):
        c = self.contenders
        makers = {
            "psql -1 -f": lambda: c.psql(
                self.new_environment(), at, "-1", "-f", c.script, name="psql -1 -f"
            ),
            "noetl-schema apply": lambda: c.ours(self.new_environment(), at, "apply", "noetl"),
        }
        if not counted:
            socket = self.server.directory
            makers["psql -1 -f, unix socket"] = lambda: c.psql(
                self.new_environment(), at, "-1", "-f", c.script, name="psql", host=socket
            )
        if c.migrate:
            makers["golang-migrate up"] = lambda: c.migrate_up(self.new_environment(), at)
        figures = self.interleave(makers, rounds, counted)
        self.drop_environments()
        return figures

    def hundred_tables(self, rounds):
        c = self.contenders
        makers = {
            "psql -1 -f": lambda: c.psql(
                self.new_environment(), self.proxy, "-1", "-f", c.many_tables, name="psql"
            ),
            "noetl-schema apply --file": lambda: c.ours(
                self.new_environment(), self.proxy, "apply", "--file", c.many_tables
            ),
        }
        return self.interleave(makers, rounds, counted=True)

    def close(self):
        self.proxy.close()
        self.session.close()


def rows(figures, base):
    reference = median(figures[base].seconds)
    return [
        [
            name,
            milliseconds(each),
            f"{median(each.seconds) / reference:.2f}",
            mebibytes(max(each.memory_bytes)),
        ]
        for name, each in figures.items()
    ]


def counted_rows(figures):
    return [
        [name, milliseconds(each), each.turns, each.connections] for name, each in figures.items()
    ]


def print_results(bench, results):
    local = ["program", "median wall time", "of psql's", "peak memory"]
    far = ["program", "median wall time", "turns", "connections"]
    away = f"{ROUND_TRIP_MS} ms away"
    tables = {
        "nothing": ("Nothing to do", local, lambda f: rows(f, "psql -c 'select 1'")),
        "first": ("First apply, bundle noetl", local, lambda f: rows(f, "psql -1 -f, unix socket")),
        "nothing far": (f"Nothing to do, {away}", far, counted_rows),
        "first far": (f"First apply, {away}", far, counted_rows),
        "hundred": (f"100 tables, {away}", far, counted_rows),
    }
    for scene, figures in results.items():
        title, header, make_rows = tables[scene]
        print_table(title, header, make_rows(figures))
    c = bench.contenders
    sizes = [[path.name, mebibytes(path.stat().st_size), note] for path, note in sized(c)]
    print_table("Size of the program", ["program", "file", ""], sizes)
    print_table("Goals", ["goal", "figure", "wanted", ""], list(goals(bench, results)))
    if c.reason:
        print(f"\n{c.reason}")


def sized(contenders):
    static = "static" in contenders.binary.parts
    yield contenders.binary, "static" if static else "dynamic, with debug information"
    yield PSQL, "dynamic, without libpq and the rest"
    if contenders.migrate:
        yield contenders.migrate, "static, stripped"


def goals(bench, results):
    ours = "noetl-schema apply"
    peak_bytes = 0
    for flag in ("", " --ensure-role"):
        if "nothing" in results:
            figures = results["nothing"]
            select_1 = median(figures["psql -c 'select 1'"].seconds)
            ratio = median(figures[ours + flag].seconds) / select_1
            yield goal(f"nothing to do{flag}, of psql's select 1", ratio, 0.8)
            peak_bytes = max(peak_bytes, *figures[ours + flag].memory_bytes)
        if "nothing far" in results:
            far = results["nothing far"]
            wanted = far["psql -c 'select 1'"].turns
            yield goal(f"nothing to do{flag}, turns", far[ours + flag].turns, wanted)
    if "first" in results:
        first = results["first"]
        server = median(first["psql -1 -f, unix socket"].seconds)
        yield goal("first apply, of psql -1 -f", median(first[ours].seconds) / server, 1.1)
        peak_bytes = max(peak_bytes, *first[ours].memory_bytes)
    if "first far" in results:
        yield goal("first apply, turns", results["first far"][ours].turns, 11)
    if "hundred" in results:
        seconds = median(results["hundred"]["noetl-schema apply --file"].seconds)
        yield goal(f"100 tables, {ROUND_TRIP_MS} ms away", seconds, 1.5, " s")
    if peak_bytes:
        yield goal("peak memory", peak_bytes / MEBIBYTE, 5, " MiB")
    if "static" in bench.contenders.binary.parts:
        size = bench.contenders.binary.stat().st_size
        yield goal("static binary", size / MEBIBYTE, 4.5, " MiB")


def main():
    parser = argparse.ArgumentParser(prog="bench/run")
    parser.add_argument("--postgres", type=int, default=postgres_programs.DEBIAN_MAJOR)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--binary")
    parser.add_argument("--only", help="nothing, first, nothing far, first far, hundred")
    parser.add_argument("--json", type=pathlib.Path, help="write every figure there")
    options = parser.parse_args()
    bench = Bench(options)
    try:
        rounds = options.rounds
        few = max(rounds // 15, 1)
        scenes = {
            "nothing": lambda: bench.nothing_to_do(bench.server, rounds),
            "first": lambda: bench.first_apply(bench.server, max(rounds // 2, 1)),
            "nothing far": lambda: bench.nothing_to_do(bench.proxy, few, counted=True),
            "first far": lambda: bench.first_apply(bench.proxy, few, counted=True),
            "hundred": lambda: bench.hundred_tables(few),
        }
        chosen = options.only.split(",") if options.only else scenes
        results = {scene: scenes[scene]() for scene in chosen}
        version = bench.server.value("show server_version")
        print(f"PostgreSQL {version}, {rounds} rounds, medians; {bench.contenders.binary}")
        print_results(bench, results)
        if options.json:
            plain = {
                scene: {name: dataclasses.asdict(each) for name, each in figures.items()}
                for scene, figures in results.items()
            }
            options.json.write_text(json.dumps(plain, indent=1))
    finally:
        bench.close()


if __name__ == "__main__":
    main()
