"""The static build takes the newest pinned library or fails, and reports an allowed older one."""

import fcntl
import json
import subprocess

import pytest

from support.program import Program
from support.static_sources import PACKAGES, TREE, StaticSources


@pytest.fixture
def world(tmp_path):
    return StaticSources(tmp_path)


def test_fetch__takes_the_newest_pinned_version(world):
    world.add("openssl", "3.0.9-1~deb12u1")
    world.add("openssl", "3.0.10-1~deb12u1")
    done = world.fetch("openssl")
    assert (done.returncode, done.stdout) == (0, "openssl 3.0.10-1~deb12u1\n")


def test_fetch__takes_nothing_that_is_not_pinned(world):
    world.add("openssl", "3.0.9-1")
    world.list("openssl", "3.0.10-1")
    world.offer("openssl", "3.0.10-1")
    assert world.fetch("openssl").stdout == "openssl 3.0.9-1\n"


@pytest.mark.parametrize("is_listed", [True, False])
@pytest.mark.parametrize("switch", [None, "", "0", "yes"])
def test_fetch__fails_where_the_newest_pinned_version_is_not_to_be_had(world, is_listed, switch):
    world.add("openssl", "3.0.9-1")
    world.pin("openssl", "3.0.10-1")
    if is_listed:
        world.list("openssl", "3.0.10-1")
    done = world.fetch("openssl", allow_older=switch)
    assert (done.returncode, done.stdout) == (1, "")
    said, hint = done.stderr.splitlines()
    assert "cannot fetch openssl 3.0.10-1, the newest version that " in said
    assert "STATIC_ALLOW_OLDER=1" in hint
    assert not (world.folder / "fetched/openssl").exists()


def test_fetch__takes_an_older_pinned_version_where_it_may_and_names_the_newest(world):
    world.add("openssl", "3.0.8-1")
    world.add("openssl", "3.0.9-1")
    world.pin("openssl", "3.0.10-1")
    done = world.fetch("openssl", allow_older="1")
    assert (done.returncode, done.stdout) == (0, "openssl 3.0.9-1 3.0.10-1\n")


def test_fetch__does_not_take_an_unpinned_older_version_even_where_it_may(world):
    world.list("openssl", "3.0.9-1")
    world.offer("openssl", "3.0.9-1")
    world.pin("openssl", "3.0.10-1")
    assert world.fetch("openssl", allow_older="1").returncode == 1


@pytest.mark.parametrize(
    "tampered", [{"content": "changed"}, {"suffix": ".debian.tar.gz"}, {"suffix": ".diff.gz"}]
)
def test_fetch__refuses_files_that_are_not_the_pinned_ones(world, tampered):
    world.add("openssl", "3.0.9-1")
    world.offer("openssl", "3.0.9-1", **tampered)
    done = world.fetch("openssl", allow_older="1")
    assert done.returncode == 1
    assert "openssl 3.0.9-1 is not what tools/static/sources.sha256 says" in done.stderr


@pytest.mark.parametrize("package", PACKAGES)
def test_build__fails_before_it_builds_anything(world, package):
    world.add_all().pin(package, "2.0-1")
    done = world.run("tools/static/build")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 2, "one message and its hint"
    assert f"cannot fetch {package} 2.0-1" in done.stderr
    assert not list((world.folder / "cache").glob("**/versions"))


def test_build__is_made_of_the_newest_pinned_versions(world):
    done = world.add_all().run("tools/static/build")
    prefix = world.folder / done.stdout.strip()
    assert (prefix / "versions").read_text() == "".join(f"{each} 1.0-1\n" for each in PACKAGES)
    assert (prefix / "older").read_text() == ""


def test_build__with_older_libraries_is_not_taken_for_one_without(world):
    world.add_all().pin("openssl", "2.0-1")
    older = world.run("tools/static/build", allow_older="1")
    assert older.returncode == 0, older.stderr
    prefix = world.folder / older.stdout.strip()
    assert (prefix / "older").read_text() == "openssl 1.0-1 2.0-1\n"
    assert world.run("tools/static/build", allow_older="1").stdout == older.stdout, "built once"

    assert world.run("tools/static/build").returncode == 1
    world.list("openssl", "2.0-1")
    world.offer("openssl", "2.0-1")
    newest = world.run("tools/static/build").stdout
    assert newest and newest != older.stdout
    assert world.run("tools/static/build", allow_older="1").stdout == newest


def test_build__that_is_there_does_not_wait_for_another_one(world):
    first = world.add_all().run("tools/static/build")
    with (world.folder / "cache/noetl-schema/static/lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert world.run("tools/static/build").stdout == first.stdout


def test_program__says_in_its_last_line_what_is_older_than_pinned(world):
    world.add_all()
    done = world.run("tools/static/program")
    assert done.returncode == 0, done.stderr
    assert "OLDER" not in done.stdout
    assert "NOETL_SCHEMA_OLDER_LIBRARIES=\n" in (world.folder / "cmake").read_text()

    world.pin("openssl", "2.0-1")
    world.pin("curl", "2.0-1")
    done = world.run("tools/static/program", allow_older="1")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].endswith(
        "; OLDER THAN PINNED: openssl 1.0-1 in place of 2.0-1, curl 1.0-1 in place of 2.0-1; and runs"
    )
    told = "NOETL_SCHEMA_OLDER_LIBRARIES=openssl 1.0-1 2.0-1;curl 1.0-1 2.0-1"
    assert told in (world.folder / "cmake").read_text()


def test_program__refuses_to_name_a_folder_of_this_machine(world):
    world.add_all()
    stub = world.folder / "bin/cmake"
    named = 'echo "$XDG_CACHE_HOME/noetl-schema/static/x" >>build/static/noetl-schema'
    stub.write_text(stub.read_text() + named)
    done = world.run("tools/static/program")
    assert done.returncode == 1
    assert "names a folder of this machine" in done.stderr


def test_program__refuses_a_license_that_is_not_the_librarys(world):
    world.add_all()
    recipes = world.tree / "tools/static/recipes"
    with recipes.open("a") as file:
        file.write('build_curl() { echo "of 2026" >"$prefix/licenses/curl.txt"; }\n')
    held = world.tree / "licenses/curl.txt"
    held.parent.mkdir()
    held.write_text("of 2023\n")
    done = world.run("tools/static/program")
    assert done.returncode == 1
    assert "licenses/curl.txt is not what the library is licensed under" in done.stderr
    assert not (world.folder / "cmake").exists(), "nothing is compiled before that"
    held.write_text("of 2026\n")
    assert world.run("tools/static/program").returncode == 0

    held.write_text("of 2023\n")
    world.pin("openssl", "2.0-1")
    assert world.run("tools/static/program", allow_older="1").returncode == 0, "its text may be older, too"


def test_version__names_what_is_older_than_pinned(tmp_path):
    told = "-DNOETL_SCHEMA_OLDER_LIBRARIES=openssl 3.0.1-1 3.0.2-1;curl 7.1-1 7.2-1~deb12u1"
    script = TREE / "src/adapter/library/older_library.cmake"
    subprocess.run(["cmake", f"-DPROJECT_BINARY_DIR={tmp_path}", told, "-P", script], check=True)
    rows = (tmp_path / "generated/older_library_rows.h").read_text()
    assert '{"openssl", "3.0.1-1", "3.0.2-1"}, {"curl", "7.1-1", "7.2-1~deb12u1"}, ' in rows

    tool = TREE / "build/tests/tools/noetl-schema-older-libraries"
    assert tool.exists(), f"{tool} is missing: make"
    text = Program(tool).run("version").expect(0).stdout
    assert "\nmade with an older library than is pinned: openssl 3.0.1-1, not 3.0.2-1\n" in text
    document = json.loads(Program(tool).run("version", "--output", "json").expect(0).stdout)
    assert document["older_libraries"] == [
        {"package": "openssl", "version": "3.0.1-1", "pinned": "3.0.2-1"},
        {"package": "curl", "version": "7.1-1", "pinned": "7.2-1~deb12u1"},
    ]


def audit_rows(done):
    return {tuple(line.split()[1:3]): line.split(None, 4)[4] for line in done.stdout.splitlines()[1:]}


def test_audit__is_content_with_the_newest_that_apt_lists(world):
    world.add_all().list("ca-certificates", "1.0-1")
    done = world.run(".ci/audit")
    assert done.returncode == 0, done.stdout + done.stderr
    assert set(audit_rows(done).values()) == {"newest"}
    assert {package for package, _ in audit_rows(done)} == {*PACKAGES, "ca-certificates"}


@pytest.mark.parametrize("package", [*PACKAGES, "ca-certificates"])
def test_audit__fails_where_apt_lists_a_newer_version(world, package):
    world.add_all().list("ca-certificates", "1.0-1")
    world.list(package, "1.0-2")
    done = world.run(".ci/audit")
    assert done.returncode == 1
    older = [row for row, found in audit_rows(done).items() if found == "OLDER"]
    assert older == [(package, "1.0-1")]


def test_audit__fails_where_apt_knows_nothing(world):
    done = world.add_all().run(".ci/audit")
    assert done.returncode == 1
    assert audit_rows(done)["ca-certificates", "1.0-1"] == "NOT LISTED"


def test_audit__is_no_part_of_what_a_merge_waits_for():
    assert "audit" not in (TREE / ".ci/run").read_text()
