"""Files that are none: pipes, devices, folders, sockets, bombs. Bounded in size and time, and a
stop signal is felt while they are read."""

import os
import pathlib
import socket
import subprocess
import threading
import time

import pytest

from support.stopping import stop_running, wait_until_open

SERVER = {"POSTGRES_HOST": "127.0.0.1", "POSTGRES_PORT": "1", "NOETL_PASSWORD": "x",
          "NOETL_WAIT_TIMEOUT": "0"}  # fmt: skip

# What may be a pipe: it is read once.
PIPES = {
    "file": lambda path: (["apply", "--file", path], {}),
    "second file": lambda path: (["apply", "--file", "/dev/null", "--file", path], {}),
    "config": lambda path: (["apply", "--config", path], {}),
    "config shown": lambda path: (["config", "--config", path], {}),
    "kubeconfig": lambda path: (["apply", "--report", "kubeconfig", "--kubeconfig", path], {}),
    "KUBECONFIG": lambda path: (["apply", "--report", "kubeconfig"], {"KUBECONFIG": f"/x:{path}"}),
    "config-from": lambda path: (["apply", "--config-from", "a/b", "--kubeconfig", path],
                                 {}),
    "verify": lambda path: (["verify", "--file", path], {}),
}
# What is read again before each use.
REGULAR = {
    "targets": lambda path: (["apply", "--targets", path], {}),
    "target": lambda path: (["apply", "--targets", path, "--target", "a"], {}),
    "sslrootcert": lambda path: (["apply"], {"PGSSLROOTCERT": path}),
    "sslcert": lambda path: (["apply"], {"PGSSLCERT": path}),
    "sslkey": lambda path: (["apply"], {"PGSSLKEY": path}),
    "sslcrl": lambda path: (["apply"], {"PGSSLCRL": path}),
    "passfile": lambda path: (["apply"], {"PGPASSFILE": path}),
    "url": lambda path: (["apply"], {"DATABASE_URL": f"postgresql://u@h/d?sslcrl={path}"}),
}
ALL = PIPES | REGULAR


@pytest.fixture
def fifo(tmp_path):
    path = tmp_path / "fifo"
    os.mkfifo(path)
    return path


@pytest.fixture
def begin(bare_program, tmp_path):
    """A function that starts the program on a path, with a place for its last words."""

    def call(choice, path):
        arguments, settings = choice(path)
        return bare_program.start(
            *arguments, settings=SERVER | settings | {"TERMINATION_LOG_PATH": tmp_path / "words"}
        )

    yield call
    bare_program.end_what_runs()


def expect_refusal(running, *patterns):
    result = running.wait(40).expect(3, *patterns)
    assert result.seconds < 30, result
    assert sum(" error  " in line for line in result.stderr.splitlines()) == 1, result


@pytest.mark.parametrize("choice", PIPES.values(), ids=PIPES)
def test_pipe__without_a_writer_waits_for_one_and_feels_a_stop(begin, fifo, tmp_path, choice):
    running = begin(choice, fifo)
    wait_until_open(running, fifo)
    stop_running(running).expect(12, "interrupted by SIGTERM while reading")
    assert "interrupted by SIGTERM" in (tmp_path / "words").read_text()


@pytest.mark.parametrize("choice", PIPES.values(), ids=PIPES)
def test_pipe__whose_writer_is_silent_feels_a_stop(begin, fifo, choice):
    running = begin(choice, fifo)
    wait_until_open(running, fifo)
    writer = os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
    os.write(writer, b"-- ")
    stop_running(running).expect(12)
    os.close(writer)


@pytest.mark.parametrize("choice", ALL.values(), ids=ALL)
def test_device__without_an_end_is_refused(begin, choice):
    expect_refusal(begin(choice, "/dev/zero"), "larger than|exceeds|not a regular file")


def flood(path):
    try:
        with open(path, "wb") as stream:
            while True:
                stream.write(b"select 1;\n" * 10000)
    except BrokenPipeError:
        pass


@pytest.mark.parametrize("choice", PIPES.values(), ids=PIPES)
def test_pipe__without_an_end_is_refused(begin, fifo, choice):
    writer = threading.Thread(target=flood, args=(fifo,), daemon=True)
    writer.start()
    expect_refusal(begin(choice, fifo), "larger than|exceeds")
    writer.join(5)


@pytest.mark.parametrize("choice", REGULAR.values(), ids=REGULAR)
def test_pipe__where_a_file_is_read_again_and_again_is_refused(begin, fifo, choice):
    expect_refusal(begin(choice, fifo), "fifo.* is not a regular file")


@pytest.mark.parametrize("choice", ALL.values(), ids=ALL)
def test_folder_or_socket__is_refused(begin, tmp_path, choice):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        for path in tmp_path, tmp_path / "socket":
            expect_refusal(begin(choice, path), "Is a directory|holds no script|No such device|not a regular file")


@pytest.mark.parametrize("choice", ["file", "config", "kubeconfig", "targets"])
def test_file_of_procfs__is_read_as_any_other(begin, choice):
    """It has no size; /proc/self/mem cannot be read from its beginning."""
    expect_refusal(begin(ALL[choice], "/proc/self/mem"), "/proc/self/mem")
    expect_refusal(begin(ALL[choice], "/proc/self/environ"), "/proc/self/environ")


def test_pipe__that_does_not_end_is_given_up_in_time(begin, fifo):
    """Ten seconds at least, or as long as NOETL_WAIT_TIMEOUT says."""
    running = begin(PIPES["config"], fifo)
    wait_until_open(running, fifo)
    began = time.monotonic()
    running.wait(20).expect(3, "did not end within 10 s")
    assert 9 < time.monotonic() - began < 14


MANIFEST = "kind: ConfigMap\ndata: {NOETL_USER: of a pipe}\n"


def test_pipe__of_a_shell_is_read(bare_program):
    reader, writer = os.pipe()
    os.set_inheritable(reader, True)
    os.write(writer, MANIFEST.encode())
    os.close(writer)
    result = subprocess.run(
        [bare_program.binary, "config", "--config", f"/dev/fd/{reader}"], pass_fds=[reader],
        capture_output=True, text=True, timeout=20, env=bare_program.environment({}),
    )
    os.close(reader)
    assert result.returncode == 0 and '"of a pipe"' in result.stdout, result


def test_pipe__whose_writer_comes_late_is_read(begin, bare_program, fifo):
    running = bare_program.start("config", "--config", fifo)
    wait_until_open(running, fifo)
    fifo.write_text(MANIFEST)
    running.wait(10).expect(0, '"of a pipe"')


def test_file__behind_links_as_kubelet_makes_them_is_read(run, tmp_path):
    (tmp_path / "..2026").mkdir()
    (tmp_path / "..2026/m.yaml").write_text(MANIFEST)
    (tmp_path / "..data").symlink_to("..2026")
    (tmp_path / "m.yaml").symlink_to("..data/m.yaml")
    run("config", "--config", tmp_path / "m.yaml").expect(0, '"of a pipe"')


def test_folder_of_settings__with_anything_in_it_is_bounded(run, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    os.mkfifo(folder / "NOETL_USER")
    (folder / "NOETL_SCHEMA").symlink_to("/dev/zero")
    (folder / "PGSSLKEY").mkdir()
    (folder / "POSTGRES_HOST").symlink_to("POSTGRES_HOST")
    result = run("config", "--config-dir", folder, limit_s=5).expect(3, "4 settings are missing")
    assert result.seconds < 3
    run("config", "--config-dir", folder / "NOETL_USER", limit_s=5).expect(3, "Not a directory")


BOMBS = {
    "depth": "[" * 200_000,
    "mappings": "{a: " * 200_000,
    "aliases": "a0: &a0 [x, x]\n"
    + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 3000)),
    "documents": "---\n" * 400_000,
    "keys": "".join(f"k: {n}\n" for n in range(40_000)),
    "tags": "".join(f"%TAG !a{n}! tag:a\n" for n in range(200_000)) + "--- x\n",
    "long tag": "%TAG !a! tag:" + "x" * 2_000_000 + "\n--- [" + "!a!x x," * 90_000 + "x]\n",
    "NUL": "a: \0\n",
    "no UTF-8": b"a: \xff\xfe\n",
    "a huge scalar": "a: " + "x" * 3_900_000 + "\n",
    "keys that are none": "targets:\n- name: a\n" + "".join(f"  NOPE{n}: x\n" for n in range(45_000)),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("choice", ["config", "kubeconfig", "targets", "target"])
def test_yaml__that_would_cost_minutes_or_all_memory_is_refused(begin, tmp_path, choice, bomb):
    path = tmp_path / "bomb.yaml"
    path.write_bytes(bomb if isinstance(bomb, bytes) else bomb.encode())
    expect_refusal(begin(ALL[choice], path), "bomb.yaml")


@pytest.mark.parametrize("choice", ["config", "kubeconfig", "targets"])
def test_yaml__has_a_key_once(begin, tmp_path, choice):
    path = tmp_path / "twice.yaml"
    path.write_text("kind: ConfigMap\nkind: Secret\n")
    expect_refusal(begin(ALL[choice], path), "twice.yaml:2: kind is there twice|malformed")


def test_file__all_of_them_in_memory_are_bounded_together(run, tmp_path):
    """A byte order mark has to be taken off, and so the file is read into memory."""
    path = tmp_path / "large.sql"
    path.write_text("\ufeff-- " + "x" * (40 << 20), encoding="utf-8")
    run("apply", "--file", path, "--file", path, settings=SERVER).expect(3, "exceeds 64 MiB")


def test_file__that_grows_while_it_is_read_is_bounded(begin, tmp_path):
    path = pathlib.Path(tmp_path / "growing.sql")
    path.write_bytes(b"")
    ended = threading.Event()

    def grow():
        with path.open("ab", buffering=0) as stream:
            while not ended.is_set() and path.stat().st_size < 200 << 20:
                stream.write(b"-- grows\n" * 100_000)

    writer = threading.Thread(target=grow, daemon=True)
    writer.start()
    result = begin(PIPES["file"], path).wait(20)
    ended.set()
    writer.join()
    assert result.exit_code in (3, 10), result  # too large, or read to an end that it had once
