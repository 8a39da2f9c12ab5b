"""Many targets where the surroundings are bad: no server is needed, and none is looked for."""

import os
import resource
import signal
import subprocess

import pytest

NOWHERE = {
    "POSTGRES_HOST": "127.0.0.1",
    "POSTGRES_PORT": "1",
    "NOETL_USER": "noetl",
    "NOETL_PASSWORD": "secret",
    "NOETL_WAIT_TIMEOUT": "0",
}


@pytest.fixture
def targets(tmp_path):
    """A function that writes a file of so many targets: one0, one1, ..."""

    def write(count):
        path = tmp_path / "targets.yaml"
        names = "".join(f"- name: one{number}\n" for number in range(count))
        path.write_text(f"targets:\n{names}", encoding="utf-8")
        return path

    return write


def run(program, *arguments, settings=None, **options):
    return subprocess.run(
        [program.binary, *arguments], capture_output=True, text=True, timeout=30,
        env=program.environment(NOWHERE | (settings or {})), **options,
    )


def test_targets__a_process_short_of_descriptors_runs_fewer_at_a_time(bare_program, targets):
    def leave_few():
        resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))

    # They wait a second each, so that some of them are there at the same time.
    result = run(
        bare_program, "apply", "--targets", targets(6), "--jobs", "6",
        settings={"NOETL_WAIT_TIMEOUT": "1s"}, preexec_fn=leave_few,
    )
    assert result.returncode == 10, result.stderr  # not 13, of a process that never was
    assert "; from now on " in result.stderr  # the C libraries have words of their own for why
    assert "6 targets: 6 failed" in result.stderr


def test_targets__ignored_children_leave_an_exit_status_all_the_same(bare_program, targets):
    def ignore_children():
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)

    result = run(bare_program, "apply", "--targets", targets(2), preexec_fn=ignore_children)
    assert result.returncode == 10, result.stderr
    assert "one0 (exit 10)" in result.stderr and "one1 (exit 10)" in result.stderr


def test_targets__a_manifest_that_can_be_read_only_once_is_refused(bare_program, targets):
    reader, writer = os.pipe()
    os.write(writer, b"kind: ConfigMap\nmetadata: {name: a}\ndata: {NOETL_SCHEMA: a}\n")
    os.close(writer)
    manifest = f"/dev/fd/{reader}"
    result = run(
        bare_program, "apply", "--targets", targets(1), "--config", manifest, pass_fds=[reader]
    )
    os.close(reader)
    assert result.returncode == 3
    assert f"--config {manifest}: is not a regular file" in result.stderr


def test_targets__a_manifest_at_standard_input_is_read_by_each(bare_program, targets, tmp_path):
    manifest = tmp_path / "manifest.yaml"
    manifest.write_text("kind: ConfigMap\nmetadata: {name: a}\ndata: {NOETL_POSTGRES_DB: the_map}\n")
    with open(manifest, encoding="utf-8") as stdin:
        result = run(
            bare_program, "apply", "--targets", targets(2), "--config", "/dev/stdin", stdin=stdin
        )
    assert result.returncode == 10
    assert 'one0: cannot log in to database "the_map"' in result.stderr
    assert 'one1: cannot log in to database "the_map"' in result.stderr


def test_targets__one_with_too_much_to_say_does_not_slow_the_rest(bare_program, tmp_path):
    path = tmp_path / "targets.yaml"
    big = f"- name: big\n  NOETL_CONFIG_DIR: {'x' * 200_000}\n"
    small = "".join(f"- name: small{number}\n" for number in range(4))
    path.write_text(f"targets:\n- name: first\n{big}{small}", encoding="utf-8")
    result = run(bare_program, "apply", "--targets", path, "--jobs", "3")
    assert result.returncode == 10
    assert "from now on" not in result.stderr
    assert "big (exit 3)" in result.stderr
    assert "big: its settings do not fit into the environment of a process" in result.stderr


def with_third_descriptor(program, redirection, *arguments, **options):
    return subprocess.run(
        ["bash", "-c", f'exec "$0" "$@" {redirection}', program.binary, *arguments],
        capture_output=True, text=True, timeout=30, **options,
    )


@pytest.mark.parametrize("mode", [">", "<>", "<"])
def test_targets__a_strangers_variable_gets_nothing_written(bare_program, tmp_path, mode):
    path = tmp_path / "of the stranger"
    path.write_text("")
    result = with_third_descriptor(
        bare_program, f'3{mode}"{path}"', "apply",
        env=bare_program.environment(NOWHERE | {"NOETL_TARGET_CHANNEL": "3"}),
    )
    assert result.returncode == 10
    assert path.read_text() == ""


def test_targets__a_strangers_variable_does_not_reach_them(bare_program, targets):
    settings = {"NOETL_TARGET_CHANNEL": "1"}
    result = run(bare_program, "apply", "--targets", targets(1), settings=settings)
    assert result.returncode == 10, result.stderr


def test_targets__whoever_was_left_alone_before_it_began_stops_at_once(bare_program, targets):
    """Its parent was killed before it could ask to be told of that.

    The pipe's other end tells nothing: a sibling that is about to begin has it still.
    """
    reader, writer = os.pipe()
    settings = NOWHERE | {"NOETL_TARGET_CHANNEL": "1", "NOETL_WAIT_TIMEOUT": "20s"}
    result = with_third_descriptor(
        bare_program, f"3>&{writer}", "apply", "--target", "one0", "--targets", targets(1),
        pass_fds=[writer], env=bare_program.environment(settings),
    )
    os.close(reader)
    os.close(writer)
    assert result.returncode == 12
    assert "interrupted by SIGTERM" in result.stderr


def test_targets__a_name_cannot_move_the_cursor(bare_program, targets):
    result = run(bare_program, "apply", "--targets", targets(1), "--target", "a\x1b[2Jb")
    assert result.returncode == 3
    assert "\x1b" not in result.stderr and 'has no target "a\\x1b[2Jb"' in result.stderr


def test_targets__a_strangers_settings_are_not_believed(bare_program, targets):
    record = "13:POSTGRES_PORT,6:target,7:nowhere,1:1,"
    path = targets(1)
    shown = run(
        bare_program, "config", "--targets", path, "--target", "one0",
        settings={"NOETL_TARGET_SETTINGS": record},
    )
    assert shown.returncode == 0 and "nowhere" not in shown.stdout
