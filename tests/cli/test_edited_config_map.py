"""Who edits a ConfigMap sends nobody's password to a server of their own."""

import pytest

from support.greedy_server import GreedyServer

# What the operator says in the environment, and what the ConfigMap says besides host and port.
EDITS = [
    ({}, {"PGSSLMODE": "disable"}),
    ({}, {"PGSSLMODE": "allow"}),
    ({}, {"NOETL_AUTH": "password"}),
    ({}, {"NOETL_AUTH": "scram-sha-256,password,none"}),
    ({}, {"NOETL_AUTH": "!md5"}),
    ({}, {"PGCHANNELBINDING": "disable"}),
    ({}, {"DATABASE_URL": "postgresql://x@127.0.0.1:{port}/d?sslmode=disable"}),
    ({}, {"DATABASE_URL": "postgresql://x@127.0.0.1:{port}/d?service=mine"}),
    ({}, {"DATABASE_URL": "postgresql://x@h/d?hostaddr=127.0.0.1&port={port}"}),
    ({"PGSSLMODE": "verify-full"}, {"PGSSLMODE": "prefer"}),
    ({"PGSSLMODE": "verify-full"}, {"PGSSLROOTCERT": "{mount}/ca.crt"}),
    ({"PGSSLMODE": "verify-full"}, {"PGSSLROOTCERT": "/etc/passwd"}),
    ({"PGSSLMODE": "verify-full"}, {"PGSSLROOTCERT": "system"}),
    ({"PGSSLROOTCERT": "/ca/ca.crt"}, {"PGSSLMODE": "require"}),
    ({"PGSSLROOTCERT": "{mount}/ca.crt"}, {}),
    ({"NOETL_AUTH": "password"}, {}),
    ({"NOETL_AUTH": "scram-sha-256,password", "POSTGRES_PORT": "5432"}, {}),
]
COMMANDS = [["apply", "--ensure-role"], ["verify"], ["wait"]]


@pytest.fixture
def greedy():
    server = GreedyServer()
    yield server
    server.close()


def write(mount, settings, port):
    mount.mkdir(exist_ok=True)
    for name, value in settings.items():
        (mount / name).write_text(value.format(mount=mount, port=port))


@pytest.fixture
def environment(tmp_path):
    def call(demanded):
        return {
            "NOETL_PASSWORD": "of the owner", "NOETL_ADMIN_PASSWORD": "of the administrator",
            "NOETL_ADMIN_USER": "dba", "NOETL_CONFIG_DIR": str(tmp_path / "mount"),
            "NOETL_WAIT_TIMEOUT": "30s", "NOETL_LOGIN_TIMEOUT": "0",
        } | {key: value.format(mount=tmp_path / "mount") for key, value in demanded.items()}

    return call


@pytest.mark.parametrize("demanded, edited", EDITS)
def test_config_map__sends_no_password_elsewhere(run, tmp_path, greedy, environment, demanded, edited):
    place = {"POSTGRES_HOST": "127.0.0.1", "POSTGRES_PORT": "{port}", "ca.crt": "x"}
    write(tmp_path / "mount", place | edited, greedy.port)
    for command in COMMANDS:
        run(*command, settings=environment(demanded)).expect(3)
    assert greedy.connections == 0 and greedy.passwords == []


@pytest.mark.parametrize(
    "edited",
    [
        {}, {"NOETL_AUTH": "scram-sha-256"}, {"PGSSLCERT": "{mount}/ca.crt"},
        {"DATABASE_URL": "postgresql://x@127.0.0.1:{port}/d"},
    ],
)
def test_config_map__that_weakens_nothing_is_read_and_the_server_gets_nothing(
    run, tmp_path, greedy, environment, edited
):
    place = {"POSTGRES_HOST": "127.0.0.1", "POSTGRES_PORT": "{port}", "ca.crt": "x"}
    write(tmp_path / "mount", place | edited, greedy.port)
    for command in COMMANDS:
        settings = environment({}) | {"NOETL_WAIT_TIMEOUT": "0"}
        assert run(*command, settings=settings).exit_code != 0
    assert greedy.connections > 0 and greedy.passwords == []


@pytest.mark.parametrize("demanded, edited", [edit for edit in EDITS if edit[1]])
def test_config_map__that_is_edited_during_a_run_sends_no_password_elsewhere(
    bare_program, tmp_path, greedy, environment, demanded, edited
):
    """It goes on with the settings that it had, and waits for the server that is not there."""
    before = {"POSTGRES_HOST": "127.0.0.1", "POSTGRES_PORT": "1"}
    write(tmp_path / "mount", before, greedy.port)
    waiting = bare_program.start("apply", "--log-level", "debug", settings=environment(demanded))
    waiting.wait_for_line("waiting")
    # The edit comes before the place, for the run may look in between.
    write(tmp_path / "mount", edited, greedy.port)
    write(tmp_path / "mount", {"POSTGRES_PORT": "{port}"}, greedy.port)
    waiting.wait_for_line("settings stay as they were")
    waiting.terminate().wait()
    assert greedy.connections == 0 and greedy.passwords == []
