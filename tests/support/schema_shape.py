"""What a database's own schemas are, by pg_dump, to compare two databases of one server.

Neither the order of objects nor that of columns counts. Where the installed pg_dump is older than
the server, catalogs are asked, which say less.
"""

import re
import subprocess

from support.structure import structure

LEDGER_SCHEMA = "noetl_ledger"
ENTRY = re.compile(r"^-- (?:Name: .*)$", re.M)


def _pg_dump_major():
    answer = subprocess.run(["pg_dump", "--version"], check=True, capture_output=True, text=True)
    return int(re.search(r"\d+", answer.stdout)[0])


def _by_pg_dump(server, database):
    dump = subprocess.run(
        [
            "pg_dump",
            "--schema-only",
            f"--exclude-schema={LEDGER_SCHEMA}",
            f"--host={server.host}",
            f"--port={server.port}",
            f"--username={server.user}",
            f"--dbname={database}",
        ],
        check=True,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "PGPASSWORD": server.password, "LC_ALL": "C.UTF-8"},
    ).stdout
    entries = []
    for entry in ENTRY.split(dump)[1:]:
        lines = (line.rstrip().rstrip(",") for line in entry.splitlines())
        # pg_dump's lines of a backslash hold a random key.
        entries.append(sorted(line for line in lines if line and line[0] not in "-\\"))
    return sorted("\n".join(entry) for entry in entries)


def _by_catalogs(server, database, mark):
    with server.connect(database) as session:
        return sorted(
            re.sub(r" number \d+ ", " ", text)
            for text in structure(session, mark)
            if LEDGER_SCHEMA not in text
        )


def shape(environment, database):
    """Of a database of this environment or of another with its names."""
    server = environment.server
    if server.major <= _pg_dump_major():
        return _by_pg_dump(server, database)
    return _by_catalogs(server, database, environment.mark)


def difference(found, wanted):
    return [f"+ {text}" for text in found if text not in wanted] + [
        f"- {text}" for text in wanted if text not in found
    ]
