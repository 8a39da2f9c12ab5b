"""make bench-fleet: many databases in one run, against psql started once for each of them."""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import yaml

from contenders import PSQL, ours
from support import postgres_programs, process
from support.environment import Environment
from support.program import Program
from support.run_servers import RunServers
from table import goal, print_table

SAMPLE_INTERVAL_S = 0.05
KIBIBYTES_OF_ALL = 8 * 1024
KIBIBYTES_OF_A_CONNECTION = 512
LIMIT_S = 3600


def proportional_kib(pid):
    """Its own memory, and its share of what it shares with others of its kind."""
    rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    found = re.search(r"^Pss:\s+(\d+)", rollup, re.M)
    return int(found[1]) if found else 0


class Memory(threading.Thread):
    """The most that a process and its children have together."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid = pid
        self.peak_kib = 0

    def run(self):
        while True:
            try:
                processes = [self.pid, *process.children_of(self.pid)]
            except (FileNotFoundError, ProcessLookupError):
                return
            total = 0
            for each in processes:
                try:
                    total += proportional_kib(each)
                except (FileNotFoundError, ProcessLookupError):
                    pass  # it has ended meanwhile
            self.peak_kib = max(self.peak_kib, total)
            time.sleep(SAMPLE_INTERVAL_S)


def run_ours(program, path, jobs):
    """Seconds and KiB of one apply over all."""
    started = time.monotonic()
    running = program.start("apply", "--targets", path, "--jobs", jobs, "--quiet")
    memory = Memory(running.pid)
    memory.start()
    running.wait(LIMIT_S).expect(0)
    seconds = time.monotonic() - started
    memory.join()
    return seconds, memory.peak_kib


def run_psql(environment, names, jobs):
    """Seconds of psql's `select 1` in each, as many at a time."""
    settings = os.environ | {
        "PGHOST": environment.host,
        "PGPORT": str(environment.port),
        "PGUSER": environment.owner,
        "PGPASSWORD": environment.owner_password,
        "PGSSLMODE": "disable",
    }
    command = ["xargs", "-P", str(jobs), "-I{}", PSQL, "-XAtqd", "{}", "-c", "select 1"]
    started = time.monotonic()
    subprocess.run(
        command, input="\n".join(names), text=True, env=settings, check=True, capture_output=True
    )
    return time.monotonic() - started


def write_targets(path, environment, count):
    names = [f"tenant_{number:04}_{environment.mark}" for number in range(count)]
    targets = [{"name": name, "NOETL_POSTGRES_DB": name} for name in names]
    path.write_text(yaml.safe_dump({"targets": targets}), encoding="utf-8")
    return names


def measure(server, options, directory):
    environment = Environment(server)
    binary = options.binary or ours()
    path = directory / "targets.yaml"
    names = write_targets(path, environment, options.count)
    first = Program(binary, environment.settings(NOETL_ENSURE_ROLE="true"))
    seconds, _ = run_ours(first, path, options.jobs)
    print(f"{options.count} databases made and filled in {seconds:.1f} s", flush=True)
    # What one provisioning changed of the owner, the others' first look notices.
    run_ours(first, path, options.jobs)

    program = Program(binary, environment.settings())
    apply, psql, peaks = [], [], []
    for _ in range(options.rounds):
        spent, peak = run_ours(program, path, options.jobs)
        apply.append(spent)
        peaks.append(peak)
        psql.append(run_psql(environment, names, options.jobs))
    return min(apply), min(psql), max(peaks)


def main():
    parser = argparse.ArgumentParser(prog="bench/run --fleet")
    parser.add_argument("--postgres", type=int, default=postgres_programs.DEBIAN_MAJOR)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--binary")
    options = parser.parse_args()
    session = RunServers()
    # A thousand databases take ten gigabytes: memory is not for them.
    directory = pathlib.Path(tempfile.mkdtemp(prefix="noetl-schema-fleet-", dir="/var/tmp"))
    try:
        process.give_to_server_user(directory)
        server = session.new_server(
            options.postgres,
            data=directory / "data",
            settings={"log_statement": "none", "log_connections": "off", "max_wal_size": "8GB"},
        ).start()
        apply, psql, peak_kib = measure(server, options, directory)
        print_table(
            f"Nothing to do in {options.count} databases, {options.jobs} at a time",
            ["", "wall time", "of psql's"],
            [
                ["psql -c 'select 1' in each", f"{psql:.1f} s", "1.00"],
                ["noetl-schema apply --targets", f"{apply:.1f} s", f"{apply / psql:.2f}"],
            ],
        )
        wanted_kib = KIBIBYTES_OF_ALL + KIBIBYTES_OF_A_CONNECTION * options.jobs
        rows = [
            goal("wall time for a thousand", apply * 1000 / options.count, 60, " s"),
            goal("memory of all processes", peak_kib / 1024, wanted_kib / 1024, " MiB"),
        ]
        print_table("Goals", ["goal", "figure", "wanted", ""], rows)
    finally:
        session.close()
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
