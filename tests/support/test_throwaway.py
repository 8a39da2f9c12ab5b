"""The server of "make run": made once, kept, reached by its settings alone, removed on request."""

import json
import os
import pathlib
import socket
import stat
import subprocess

import psycopg
import pytest

TREE = pathlib.Path(__file__).resolve().parents[2]
THROWAWAY = TREE / "tests/server/throwaway"
PROGRAM = TREE / "build/noetl-schema"


@pytest.fixture
def throwaway(tmp_path_factory):
    # Under /var/tmp: root's server runs as another user, who must have access.
    home = tmp_path_factory.getbasetemp().name
    home = pathlib.Path(f"/var/tmp/noetl-schema-{home}-{os.getpid()}")
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("POSTGRES", "NOETL"))
    } | {"NOETL_SCHEMA_STATE": str(home)}

    def run(*arguments, **settings):
        done = subprocess.run(
            [THROWAWAY, *arguments],
            env=environment | settings,
            check=False,
            capture_output=True,
            text=True,
            timeout=300,
        )
        log = home / "log"
        assert done.returncode == 0, done.stderr + (log.read_text() if log.exists() else "")
        return done.stdout

    yield run, home
    run("destroy")
    assert not home.exists()


def settings_of(output):
    pairs = [line.split("=", 1) for line in output.splitlines() if "=" in line]
    return {key: value for key, value in pairs if key.startswith(("POSTGRES_", "NOETL_"))}


def connect(settings, database="postgres"):
    return psycopg.connect(
        host=settings["POSTGRES_HOST"],
        port=settings["POSTGRES_PORT"],
        user=settings["NOETL_ADMIN_USER"],
        password=settings["NOETL_ADMIN_PASSWORD"],
        dbname=database,
    )


def test_throwaway__is_made_once_and_kept_over_a_stop(throwaway):
    run, _ = throwaway
    first = settings_of(run("with", "env"))
    with connect(first) as session:
        session.execute("create table kept ()")
    run("stop")
    with pytest.raises(psycopg.OperationalError):
        connect(first)
    again = settings_of(run("with", "env"))
    assert again == first
    with connect(again) as session:
        assert session.execute("select to_regclass('kept')").fetchone() == ("kept",)


def test_throwaway__moves_where_somebody_has_its_port(throwaway):
    """A port that is bound but not yet listening: no check sees it, and the server cannot start."""
    run, _ = throwaway
    first = settings_of(run("with", "env"))
    run("stop")
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", int(first["POSTGRES_PORT"])))
        again = settings_of(run("with", "env"))
        assert again["POSTGRES_PORT"] != first["POSTGRES_PORT"]
        connect(again).close()


def test_throwaway__keeps_its_passwords_to_itself(throwaway):
    run, home = throwaway
    settings = settings_of(run("with", "env"))
    assert stat.S_IMODE((home / "settings").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(settings | {"NOETL_ADMIN_PASSWORD": "guessed"})


def test_throwaway__leaves_a_chosen_server_alone(throwaway):
    run, home = throwaway
    settings = settings_of(run("with", "env", POSTGRES_HOST="chosen.example"))
    assert settings["POSTGRES_HOST"] == "chosen.example"
    assert "POSTGRES_PASSWORD" not in settings
    assert not home.exists()


def test_throwaway__shows_an_isolation_that_holds(throwaway):
    """The administrator is a role of its own, so that nothing of "make run" is warned of."""
    run, _ = throwaway
    settings = settings_of(run("with", "env"))
    assert settings["NOETL_ADMIN_USER"] != settings["POSTGRES_USER"]
    for command in ("apply --ensure-role", "verify --require-isolation"):
        said = run("with", "sh", "-c", f"{PROGRAM} {command} noetl workspace --quiet 2>&1 >/dev/null")
        assert said == "", "no warning"
    found = run("with", PROGRAM, "verify", "noetl", "workspace", "--output", "json")
    assert {each["class"] for each in json.loads(found)["findings"]} == {"note"}
    with connect(settings) as session:
        owners = [settings[key] for key in ("POSTGRES_USER", "NOETL_USER")]
        superusers = session.execute(
            "select rolname from pg_roles where rolsuper and rolname = any(%s)", [owners]
        ).fetchall()
        assert superusers == []


def test_throwaway__gets_its_schema_by_a_reset_too(throwaway):
    """On an empty server, and again where the schema exists."""
    run, _ = throwaway
    for _ in range(2):
        run("with", "make", "-C", str(TREE), "postgres-reset-schema")
    settings = settings_of(run("with", "env"))
    with connect(settings, settings["NOETL_POSTGRES_DB"]) as session:
        found = session.execute("select to_regclass(%s) is not null", ["noetl.event_log"])
        assert found.fetchone() == (True,)
