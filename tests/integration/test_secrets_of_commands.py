"""A command holds the secrets that it uses, and no other: neither in its environment nor in memory."""

import fcntl
import os
import pathlib
import subprocess

import pytest

from support.polling import until
from support.process import children_of, holds
from support.program import Program

pytestmark = [
    pytest.mark.one_major,
    pytest.mark.skipif(
        os.geteuid() != 0, reason="only root may read the memory of another process"
    ),
]

SECRETS = {
    name: f"canary-of-{name.lower()}-{os.getpid()}"
    for name in (
        "NOETL_PASSWORD", "POSTGRES_PASSWORD", "NOETL_ADMIN_PASSWORD", "AUTH_SERVICE_PASSWORD",
        "INTEGRATION_SERVICE_PASSWORD", "PGPASSWORD", "DATABASE_URL",
    )
}
URL = f"postgresql://u:{SECRETS['DATABASE_URL']}@h/d?sslmode=prefer"
# Nothing listens there: each command waits for it.
NOWHERE = {
    "POSTGRES_HOST": "127.0.0.1", "POSTGRES_PORT": "1", "NOETL_WAIT_TIMEOUT": "60s",
    "POSTGRES_USER": "demo", "NOETL_ADMIN_USER": "dba", "NOETL_REPORT": "off",
}
SETTINGS = NOWHERE | SECRETS | {"DATABASE_URL": URL}

OWNER = {"NOETL_PASSWORD"}
USES = [
    (["apply"], {}, OWNER),
    (["apply", "catalog"], {}, OWNER),
    (["apply", "--file", "/dev/null"], {}, OWNER),
    (["apply", "workspace"], {}, {"POSTGRES_PASSWORD"}),
    (["apply", "noetl", "workspace"], {}, OWNER | {"POSTGRES_PASSWORD"}),
    (["apply", "--ensure-role"], {}, OWNER | {"NOETL_ADMIN_PASSWORD"}),
    (["apply", "--ensure-role"], {"NOETL_ADMIN_USER": None}, OWNER | {"POSTGRES_PASSWORD"}),
    (["apply", "--ensure-role"], {"NOETL_ADMIN_PASSWORD": None}, OWNER | {"DATABASE_URL", "PGPASSWORD"}),
    (["apply", "system"], {},
     OWNER | {"AUTH_SERVICE_PASSWORD", "INTEGRATION_SERVICE_PASSWORD"}),
    (["wait"], {}, OWNER),
    (["wait", "--for", "database"], {"NOETL_ENSURE_ROLE": "true"}, OWNER),
    (["wait", "workspace"], {}, {"POSTGRES_PASSWORD"}),
    (["init"], {"NOETL_ENSURE_ROLE": "true"}, OWNER),
    (["init"], {"NOETL_ENSURE_ROLE": "true", "NOETL_INIT_DB": "true"},
     OWNER | {"NOETL_ADMIN_PASSWORD"}),
    (["status"], {}, OWNER),
    (["partitions"], {}, OWNER),
    (["export", "execution-logs", "--id", "1"], {}, OWNER),
    (["reset", "--yes"], {}, OWNER),
    (["verify"], {}, OWNER | {"POSTGRES_PASSWORD", "NOETL_ADMIN_PASSWORD"}),
]


def check(pid, used):
    """What the process's memory holds, and that its environment, as /proc shows it, has none."""
    environment = pathlib.Path(f"/proc/{pid}/environ").read_bytes()
    for secret in SECRETS.values():
        assert secret.encode() not in environment
    held = {name for name, secret in SECRETS.items() if holds(pid, secret.encode())}
    assert held == used


@pytest.fixture
def start(binary):
    program = Program(binary)
    yield lambda *arguments, settings: program.start(*arguments, settings=settings)
    program.end_what_runs()


@pytest.mark.parametrize("arguments, changes, used", USES)
def test_secrets__of_the_environment_are_held_where_they_are_used(start, arguments, changes, used):
    run = start(*arguments, settings=SETTINGS | changes)
    run.wait_for_line("waiting")
    check(run.pid, used)


@pytest.mark.parametrize("arguments, changes, used", USES)
def test_secrets__of_files_are_held_where_they_are_used(start, tmp_path, arguments, changes, used):
    """Of a mount and of a manifest: PGPASSWORD is a variable of libpq alone."""
    settings = {key: value for key, value in (SETTINGS | changes).items() if value is not None}
    given = {key: settings.pop(key) for key in list(settings) if key in SECRETS}
    given.pop("PGPASSWORD")
    mount = tmp_path / "mount"
    mount.mkdir()
    for name, value in list(given.items())[::2]:
        (mount / name).write_text(value)
    manifest = tmp_path / "secret.yaml"
    lines = "".join(f"  {name}: '{value}'\n" for name, value in list(given.items())[1::2])
    manifest.write_text(f"kind: Secret\nstringData:\n{lines}")
    run = start(*arguments, "--config-dir", mount, "--config", manifest, settings=settings)
    run.wait_for_line("waiting")
    check(run.pid, used - {"PGPASSWORD"})


# The numbers of write(2), poll(2) and ppoll(2): a command that logs in nowhere waits for nothing else.
WAITS_FOR_A_READER = {"1", "7", "271"}


def full_pipe():
    """A pipe that takes nothing more: what writes to it stops there."""
    reader, writer = os.pipe()
    size = fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    os.write(writer, b"." * size)
    return reader, writer


@pytest.mark.parametrize(
    "arguments", [["help"], ["version"], ["ddl"], ["config"], ["apply", "--help"], ["--version"]]
)
def test_secrets__are_held_by_no_command_that_logs_in_nowhere(binary, arguments):
    reader, writer = full_pipe()
    environment = Program(binary).environment(SETTINGS)
    process = subprocess.Popen([binary, *arguments], env=environment, stdout=writer)
    try:
        state = pathlib.Path(f"/proc/{process.pid}/syscall")
        until(lambda: state.read_text(encoding="ascii").split()[0] in WAITS_FOR_A_READER)
        check(process.pid, set())
    finally:
        process.kill()
        process.wait()
        os.close(reader)
        os.close(writer)


TARGETS = """targets:
- {{name: one, NOETL_PASSWORD: {one}, NOETL_ADMIN_PASSWORD: {admin}}}
- {{name: two, NOETL_PASSWORD: {two}}}
- {{name: three}}
"""


@pytest.fixture
def members(start, tmp_path):
    """A function: processes of three targets, by their names, once all of them wait."""

    def call(*arguments):
        file = tmp_path / "targets.yaml"
        file.write_text(TARGETS.format(one="canary-one", two="canary-two", admin="canary-admin-one"))
        run = start(*arguments, "--targets", file, settings=SETTINGS)
        for name in "one", "two", "three":
            run.wait_for_line(rf"\[{name}\] .*waiting|waiting.*{name}")
        found = {}
        for pid in children_of(run.pid):
            words = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            found[words[words.index(b"--target") + 1].decode()] = pid
        return run, found

    return call


@pytest.mark.parametrize(
    "arguments, of_administrator",
    [(["wait"], set()), (["apply"], set()), (["apply", "--ensure-role"], {"NOETL_ADMIN_PASSWORD"})],
)
def test_secrets__of_targets_are_held_by_their_own_process(members, arguments, of_administrator):
    run, found = members(*arguments)
    own = {"one": b"canary-one", "two": b"canary-two", "three": SECRETS["NOETL_PASSWORD"].encode()}
    for name, pid in found.items():
        for other, secret in own.items():
            assert holds(pid, secret) == (name == other), f"{name} and the password of {other}"
        assert holds(pid, b"canary-admin-one") == (name == "one" and bool(of_administrator))
        assert b"canary" not in pathlib.Path(f"/proc/{pid}/environ").read_bytes()
    check(found["three"], OWNER | of_administrator)
    check(found["two"], of_administrator)
    check(found["one"], set())
    assert b"canary" not in pathlib.Path(f"/proc/{run.pid}/environ").read_bytes()


def test_secrets__that_no_target_uses_are_not_kept_to_be_passed_on(members):
    run, _ = members("wait")
    for name in "NOETL_ADMIN_PASSWORD", "PGPASSWORD", "DATABASE_URL":
        assert not holds(run.pid, SECRETS[name].encode())
