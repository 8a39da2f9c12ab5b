"""psql in the owner's login, as a person would use it."""

import subprocess

from support import postgres_programs


def psql(environment, script):
    """Runs a script that must succeed without a word."""
    words = [postgres_programs.DEBIAN_BIN / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"]
    login = {
        "PGHOST": environment.host, "PGPORT": str(environment.port), "PGDATABASE": environment.database,
        "PGUSER": environment.owner, "PGPASSWORD": environment.owner_password, "PGSSLMODE": "disable",
    }
    done = subprocess.run(words, env=login, input=script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
