"""Runs the corpus' own runner in this process."""

import importlib
import re
import sys


def _dump_by_facts(runner):
    """In place of pg_dump, which refuses a server that is newer: what the runner reads in catalogs."""

    def dump(cluster, database, exclude=()):
        ours = [re.compile(rf"\b{re.escape(schema)}\b") for schema in exclude]
        return [
            # The last answer of psql loses the end of its line, and which is the last is chance.
            (*fact[:2], fact[2].strip())
            for fact in sorted(cluster.facts(database))
            if fact[0] != "column order" and not any(name.search(fact[1]) for name in ours)
        ], ""

    runner.Cluster.dump = dump


def run(folder, arguments, by_facts):
    sys.path.insert(0, str(folder))
    # The folder may be somebody else's: nothing is written into it.
    sys.dont_write_bytecode = True
    runner = importlib.import_module("run_corpus")
    if by_facts:
        _dump_by_facts(runner)
    before, sys.argv = sys.argv, ["run_corpus.py", *arguments]
    try:
        runner.main()
    finally:
        sys.argv = before
