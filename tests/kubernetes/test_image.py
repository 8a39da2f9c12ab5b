"""The image: what is in it, and that the same source gives the same one."""

import gzip
import hashlib
import json
import shutil
import subprocess
import tarfile

import pytest

from support.cluster import TREE

ARCHIVE = TREE / "build/noetl-schema-image.tar"
MOST_COMPRESSED_BYTES = 3 * 1024 * 1024


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of what makes the image, so that the one that others load stays as it is."""
    copy = tmp_path_factory.mktemp("tree")
    for name in ("Dockerfile", "CMakeLists.txt"):
        shutil.copy(TREE / name, copy)
    (copy / ".ci").mkdir()
    for name in ("image", "image-root"):
        shutil.copy(TREE / ".ci" / name, copy / ".ci")
    (copy / "build/static").mkdir(parents=True)
    shutil.copy(TREE / "build/static/noetl-schema", copy / "build/static")
    return copy


def made(tree, epoch="1700000000"):
    """The archive that .ci/image makes, as its files by name."""
    subprocess.run(
        [tree / ".ci/image"], check=True, capture_output=True, env={
            "SOURCE_DATE_EPOCH": epoch, "PATH": "/usr/local/bin:/usr/bin:/bin"
        }
    )  # fmt: skip
    return tree / "build/noetl-schema-image.tar"


def parts(archive):
    with tarfile.open(archive) as tar:
        files = {each.name: tar.extractfile(each).read() for each in tar}
    (manifest,) = json.loads(files["manifest.json"])
    return manifest, json.loads(files[manifest["Config"]]), files[manifest["Layers"][0]]


def test_image__same_source_same_archive(tree):
    first = made(tree).read_bytes()
    (tree / "build/static/noetl-schema").touch()
    assert made(tree).read_bytes() == first
    assert made(tree, epoch="1700000001").read_bytes() != first


def test_image__holds_the_program_and_little_else(tree, tmp_path):
    _, _, layer = parts(made(tree))
    (tmp_path / "layer.tar").write_bytes(layer)
    with tarfile.open(tmp_path / "layer.tar") as tar:
        entries = {each.name: each for each in tar}
        tar.extractall(tmp_path / "root", filter="data")
    assert {name for name, each in entries.items() if not each.isdir()} == {
        "etc/group",
        "etc/passwd",
        "etc/ssl/certs/ca-certificates.crt",
        "usr/bin/noetl",
        "usr/bin/noetl-schema",
    }
    assert {(each.uid, each.gid, each.mtime) for each in entries.values()} == {(0, 0, 1700000000)}
    assert entries["usr/bin/noetl"].linkname == "noetl-schema"
    assert entries["usr/bin/noetl-schema"].mode == 0o755
    assert b":65532:65532:" in (tmp_path / "root/etc/passwd").read_bytes()
    authorities = (tmp_path / "root/etc/ssl/certs/ca-certificates.crt").read_text()
    assert authorities.count("BEGIN CERTIFICATE") > 100
    assert len(gzip.compress(layer)) < MOST_COMPRESSED_BYTES

    said = subprocess.run(
        [tmp_path / "root/usr/bin/noetl", "version"], capture_output=True, text=True, check=True
    )
    assert said.stdout.startswith("noetl-schema")


def test_image__says_what_the_dockerfile_says(tree):
    manifest, config, layer = parts(made(tree))
    assert manifest["RepoTags"] == ["ghcr.io/noetl/noetl-schema:0.1.0"]
    assert config["rootfs"]["diff_ids"] == [f"sha256:{hashlib.sha256(layer).hexdigest()}"]
    assert config["created"] == "2023-11-14T22:13:20Z"
    run = config["config"]
    assert run["User"] == "65532:65532"
    assert run["Entrypoint"] == ["/usr/bin/noetl-schema"]
    assert run["Env"] == ["PATH=/usr/bin"]
    assert run["Labels"]["org.opencontainers.image.version"] == "0.1.0"
    assert run["Labels"]["org.opencontainers.image.description"].startswith("Makes NoETL's")
