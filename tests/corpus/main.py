"""make corpus: has the corpus' own runner judge the program, and says whether the goals are met.

The runner compares what a tool made of one database with what psql makes of the desired DDL in
another; what it needs from here is one scratch server for each worker.
"""

import argparse
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

import goals
import judge
from support import postgres_programs
from support.run_servers import RunServers

ROOT = pathlib.Path(__file__).resolve().parents[2]
RUNNER = "run_corpus.py"
CONTRACT = "contract.sh"
PLACES = "{case_json} {host} {port} {user} {db} {desired_file} {full_file} {allow}"
LEDGER_SCHEMA = "noetl_ledger"

NEEDED = f"""\
corpus: {{missing}} is missing.
    make corpus CORPUS=DIR judges the program by schema transitions of other projects. They come
    with licenses of their own and are not in this tree. DIR is a folder with
        {RUNNER}   starts the tool on each case and compares the outcome with psql's
        {CONTRACT}     says how the runner calls noetl-schema
        *.jsonl         the cases: setup, from, to, one JSON object a line"""


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, prog="tests/corpus/run")
    parser.add_argument("--corpus", default="", help="the folder of the corpus")
    parser.add_argument("--postgres", type=int, default=15, help="the server's major version")
    parser.add_argument("--every", type=int, default=1, help="only every N-th case")
    parser.add_argument("--files", nargs="*", help="some of its files, without .jsonl")
    parser.add_argument("--match", help="only ids that match this regular expression")
    parser.add_argument("--deny", action="store_true", help="what destroys, without permission")
    parser.add_argument("--workers", type=int, default=2, help="servers, and cases at a time")
    parser.add_argument("--binary", default=str(ROOT / "build/noetl-schema"))
    parser.add_argument("--tool", help="another tool, with the runner's {placeholders}")
    parser.add_argument("--allow-flag", default="--destructive=allow")
    parser.add_argument("--out", help="the runner's results; a stopped run goes on from there")
    return parser.parse_args()


def missing_part(corpus):
    if not corpus:
        return "CORPUS"
    for name in (RUNNER, CONTRACT):
        if not (pathlib.Path(corpus) / name).is_file():
            return f"{corpus}/{name}"
    if not any(pathlib.Path(corpus).glob("*.jsonl")):
        return f"{corpus}/*.jsonl"
    return None


def chosen_files(options):
    corpus = pathlib.Path(options.corpus)
    if not options.files:
        return sorted(corpus.glob("*.jsonl"))
    return [corpus / f"{name}.jsonl" for name in options.files]


def start_server(servers, major):
    trust = ["local all all trust", "host all all 127.0.0.1/32 trust"]
    quiet = {"log_statement": "none", "log_connections": "off", "log_lock_waits": "off"}
    return servers.new_server(major, hba=trust, settings=quiet).start()


def runner_arguments(options, ports, oracle, out):
    corpus = pathlib.Path(options.corpus).resolve()
    contract = shlex.join([str(corpus / CONTRACT), str(pathlib.Path(options.binary).resolve())])
    arguments = [
        "run",
        "--bindir=/usr/bin",
        f"--port={','.join(map(str, ports))}",
        f"--exclude-schema={LEDGER_SCHEMA}",
        f"--allow-flag={options.allow_flag}",
        f"--tool={options.tool or f'{contract} {PLACES}'}",
        f"--every={options.every}",
        f"--oracle={oracle}",
        f"--out={out}",
        "--progress=50",
    ]
    if options.match:
        arguments.append(f"--match={options.match}")
    if options.deny:
        arguments.append("--deny")
    return arguments + [str(file) for file in chosen_files(options)]


def pg_dump_major():
    answer = subprocess.run(["pg_dump", "--version"], check=True, capture_output=True, text=True)
    return int(answer.stdout.split()[2].split(".")[0])


def main():
    options = parse_options()
    missing = missing_part(options.corpus)
    if missing:
        print(NEEDED.format(missing=missing), file=sys.stderr)
        return 2
    by_facts = options.postgres > pg_dump_major()
    cache = postgres_programs.cache_directory() / "corpus"
    cache.mkdir(parents=True, exist_ok=True)
    oracle = cache / f"oracle-{options.postgres}{'-trimmed-facts' if by_facts else ''}.z"
    with tempfile.TemporaryDirectory() as work:
        out = options.out or f"{work}/result.json"
        servers = RunServers()
        try:
            ports = [start_server(servers, options.postgres).port for _ in range(options.workers)]
            judge.run(options.corpus, runner_arguments(options, ports, oracle, out), by_facts)
        finally:
            servers.close()
        with open(out, encoding="utf-8") as file:
            results = json.load(file)["results"]
    return goals.report(results, options.deny)


sys.exit(main())
