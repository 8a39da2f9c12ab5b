"""The image under a real Docker engine: loaded, run, built, and as its page says."""

import json
import os
import shutil
import signal
import subprocess
import tarfile
import time
from pathlib import Path

import pytest

from support import pages
from support.cluster import TREE
from support.docker_engine import CannotRun, DockerEngine

ARCHIVE = TREE / "build/noetl-schema-image.tar"
INTERRUPTED = 12


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    try:
        engine = DockerEngine(tmp_path_factory.mktemp("docker"))
    except CannotRun as reason:
        pytest.skip(f"no Docker engine here: {reason}")
    yield engine
    engine.stop()


@pytest.fixture(scope="module")
def reference(engine):
    """What the manifests and the chart name, loaded from what "make image" made."""
    if not ARCHIVE.exists():
        pytest.fail(f"{ARCHIVE} is missing: make image", pytrace=False)
    said = engine.docker("load", f"--input={ARCHIVE}").stdout
    assert said.startswith("Loaded image: ")
    return said.removeprefix("Loaded image: ").strip()


def inspected(engine, reference):
    (image,) = json.loads(engine.docker("image", "inspect", reference).stdout)
    return image


def test_docker__finds_in_the_archive_what_make_image_put_there(engine, reference):
    named = subprocess.run(
        [TREE / "tools/image", "--print-reference"], capture_output=True, text=True, check=True
    )
    assert reference == named.stdout.strip()
    with tarfile.open(ARCHIVE) as archive:
        (manifest,) = json.load(archive.extractfile("manifest.json"))
        config = json.load(archive.extractfile(manifest["Config"]))
    image = inspected(engine, reference)
    assert image["Id"] == "sha256:" + manifest["Config"].removesuffix(".json")
    assert image["Architecture"] == config["architecture"]
    assert image["Created"] == config["created"]
    for name in ("User", "Entrypoint", "Env", "WorkingDir", "Labels"):
        assert image["Config"][name] == config["config"][name]
    assert image["Config"]["User"] == "65532:65532"
    title = image["Config"]["Labels"]["org.opencontainers.image.title"]
    assert title == "noetl-schema"


def test_docker__runs_it_with_no_right_at_all(engine, reference):
    confined = "--rm --read-only --cap-drop=ALL --security-opt=no-new-privileges --network=none"
    words = ["run", *confined.split()]
    said = engine.docker(*words, reference, "version").stdout
    assert said.startswith("noetl-schema ")
    assert engine.docker(*words, "--user=1000", reference, "version").stdout == said
    by_link = engine.docker(*words, "--entrypoint=noetl", reference, "db", "nothing", check=False)
    assert '"db" must be followed by "apply-schema"' in by_link.stderr


@pytest.mark.one_major
@pytest.mark.timeout(600)
@pytest.mark.parametrize("page", pages.run_in(pages.DOCKER))
def test_docker__blocks_of_the_page_run(page, engine, reference, fresh_server, tmp_path):
    """Word for word, with settings of the test's own: a password of every kind of character."""
    server = fresh_server
    # The engine's HOME is its own, and the libraries of "make image" are kept below the user's.
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    environment = os.environ | engine.environment | {"XDG_CACHE_HOME": cache}
    values = {
        "PORT=5432": f"PORT={server.port}",
        "POSTGRES_PASSWORD=…": f"POSTGRES_PASSWORD={server.password}",
        "NOETL_PASSWORD=…": "NOETL_PASSWORD=platform",
    }
    for block in pages.run_in(pages.DOCKER)[page]:
        folder = TREE if "make " in block.text else tmp_path
        assert reference in block.text or folder == TREE
        pages.run(pages.filled_in(block.text, values), folder, environment)
    assert server.value("select count(*) from noetl.credential", dbname="noetl") == 0


@pytest.mark.one_major
def test_docker__takes_a_mounted_directory_and_a_ddl_of_standard_input(
    engine, reference, environment, tmp_path
):
    environment.create_owner_and_database()
    for key, value in environment.settings(NOETL_ADMIN_USER=None, PGSSLMODE=None).items():
        (tmp_path / key).write_text(value + "\n")
    tmp_path.chmod(0o755)
    words = ["run", "--rm", "--interactive", "--network=host", f"--volume={tmp_path}:/settings:ro"]
    engine.docker(
        *words, reference, "apply", "--config-dir=/settings", "--file=-",
        input="create table if not exists noetl.of_docker (id int primary key);\n",
    )  # fmt: skip
    assert environment.value("select count(*) from noetl.of_docker") == 0


@pytest.mark.one_major
def test_docker__trusts_a_mounted_authority(engine, reference, authority, new_server):
    server = authority.secure(new_server()).start()
    settings = {
        "POSTGRES_HOST": server.host, "POSTGRES_PORT": server.port,
        "POSTGRES_USER": server.user, "POSTGRES_PASSWORD": server.password,
        "NOETL_PASSWORD": "x", "PGSSLMODE": "verify-full", "PGSSLROOTCERT": "/ca.crt",
    }  # fmt: skip
    words = ["run", "--rm", "--network=host"]
    words += [f"--env={key}={value}" for key, value in settings.items()]
    trusting = [*words, f"--volume={authority.certificate}:/ca.crt:ro"]
    engine.docker(*trusting, reference, "apply", "noetl", "--ensure-role")
    assert server.value("select count(*) from noetl.credential", dbname="noetl") == 0
    words += ["--env=PGSSLROOTCERT=/etc/ssl/certs/ca-certificates.crt"]
    refused = engine.docker(*words, reference, "status", check=False)
    assert (refused.returncode, "certificate" in refused.stderr) == (3, True)


def test_docker__stop_ends_a_run_in_order(engine, reference):
    """As process 1 of a container it has no handler of a signal but its own."""
    settings = ["--env=POSTGRES_HOST=127.0.0.1", "--env=POSTGRES_PORT=1", "--env=NOETL_PASSWORD=x"]
    name = engine.docker(
        "run", "--detach", "--network=none", *settings, reference, "apply"
    ).stdout.strip()
    while "waiting" not in engine.docker("logs", name).stderr:
        time.sleep(0.05)
    started = time.monotonic()
    engine.docker("stop", name)
    assert time.monotonic() - started < 5
    state = json.loads(engine.docker("inspect", name).stdout)[0]["State"]
    assert state["ExitCode"] == INTERRUPTED != 128 + signal.SIGTERM
    engine.docker("rm", name)


@pytest.fixture
def tree(tmp_path):
    """A copy of what makes the image, where the builder's stage has nothing to compile."""
    for name in ("CMakeLists.txt", "Dockerfile", "tools/image", "tools/image-root", "LICENSE", "NOTICE"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(TREE / name, tmp_path / name)
    shutil.copytree(TREE / "licenses", tmp_path / "licenses")
    written = (tmp_path / "Dockerfile").read_text()
    begins, last_stage = written.partition("\nRUN ")[0], written.rpartition("\nFROM ")[2]
    copied = "COPY root/ /image-root/"
    (tmp_path / "Dockerfile").write_text(f"{begins}\n{copied}\n\nFROM {last_stage}")
    (tmp_path / "build/static").mkdir(parents=True)
    shutil.copy(TREE / "build/static/noetl-schema", tmp_path / "build/static")
    subprocess.run([tmp_path / "tools/image-root", tmp_path / "root"], check=True)
    return tmp_path


@pytest.mark.parametrize("kit", ["0", "1"], ids=["classic", "buildkit"])
def test_docker__builds_the_same_image_as_is_made_without_it(engine, tree, kit):
    """To the byte, from all of the Dockerfile but what compiles."""

    def made(*arguments):
        made_with = {"DOCKER_BUILDKIT": kit, "SOURCE_DATE_EPOCH": "1700000000"}
        words = ["env", *(f"{key}={value}" for key, value in made_with.items())]
        done = engine.run(*words, tree / "tools/image", *arguments, check=False)
        if "buildx component is missing" in done.stderr:
            pytest.skip("docker has no buildx here, which its client needs for BuildKit")
        assert done.returncode == 0, done.stderr
        return (tree / "build/noetl-schema-image.tar").read_bytes()

    without = made()
    (tree / "root/usr/bin/noetl-schema").touch()
    assert made("--builder=docker", "--base=scratch") == without
