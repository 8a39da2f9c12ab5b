"""The image: what is in it, and that the same source gives the same one."""

import gzip
import hashlib
import io
import json
import platform
import shutil
import subprocess
import tarfile

import pytest

from support.cluster import TREE

HERE = "arm64" if platform.machine() == "aarch64" else "amd64"
OTHER = {"amd64": "arm64", "arm64": "amd64"}[HERE]
LICENSES = [
    "LICENSE",
    "NOTICE",
    *(f"licenses/{each.name}" for each in (TREE / "licenses").iterdir()),
]
MOST_COMPRESSED_BYTES = 3 * 1024 * 1024


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of what makes the image, so that the one that others load stays as it is."""
    copy = tmp_path_factory.mktemp("tree")
    for name in ("Dockerfile", "CMakeLists.txt", *LICENSES):
        (copy / name).parent.mkdir(exist_ok=True)
        shutil.copy(TREE / name, copy / name)
    (copy / "tools").mkdir()
    for name in ("image", "image-root"):
        shutil.copy(TREE / "tools" / name, copy / "tools")
    (copy / "build/static").mkdir(parents=True)
    shutil.copy(TREE / "build/static/noetl-schema", copy / "build/static")
    # What stands for the program of the other architecture is only packed, never run.
    other = copy / f"build/static-{OTHER}/noetl-schema"
    other.parent.mkdir()
    other.write_bytes(b"the other program")
    other.chmod(0o755)
    return copy


def run(tree, *arguments, epoch="1700000000"):
    """tools/image, with what stands for a docker in the tree found first."""
    return subprocess.run(
        [tree / "tools/image", *arguments], capture_output=True, text=True, check=False, env={
            "SOURCE_DATE_EPOCH": epoch, "PATH": f"{tree}/bin:/usr/local/bin:/usr/bin:/bin"
        }
    )  # fmt: skip


def made(tree, *arguments, **options):
    """The archive that tools/image makes."""
    done = run(tree, *arguments, **options)
    assert done.returncode == 0, done.stderr
    return tree / done.stdout.partition(":")[0]


def files_of(archive):
    with tarfile.open(archive) as tar:
        return {each.name: tar.extractfile(each).read() for each in tar}


def parts(archive):
    files = files_of(archive)
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
        *(f"usr/share/doc/noetl-schema/{name}" for name in LICENSES),
    }
    for name in LICENSES:
        kept = tmp_path / "root/usr/share/doc/noetl-schema" / name
        assert kept.read_bytes() == (TREE / name).read_bytes()
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
    assert run["Labels"]["org.opencontainers.image.description"].startswith("Applies NoETL's")


def test_image__for_another_machine_has_a_name_of_its_own(tree):
    archive = made(tree, "--architecture", OTHER)
    assert archive.name == f"noetl-schema-image-{OTHER}.tar"
    _, config, layer = parts(archive)
    assert (config["architecture"], parts(made(tree))[1]["architecture"]) == (OTHER, HERE)
    assert b"the other program" in layer


def test_image__one_archive_for_both_machines(tree):
    """Each digest that is named is there and right, from the index down to the layers."""
    archive = made(tree, "--architecture", "amd64", "arm64")
    assert archive.name == "noetl-schema-image-index.tar"
    files = files_of(archive)
    assert json.loads(files["oci-layout"]) == {"imageLayoutVersion": "1.0.0"}
    used = {"oci-layout", "index.json"}

    def blob(entry):
        algorithm, _, digest = entry["digest"].partition(":")
        name = f"blobs/{algorithm}/{digest}"
        used.add(name)
        assert len(files[name]) == entry["size"]
        assert hashlib.sha256(files[name]).hexdigest() == digest
        return files[name]

    (entry,) = json.loads(files["index.json"])["manifests"]
    reference = "ghcr.io/noetl/noetl-schema:0.1.0"
    assert entry["annotations"]["io.containerd.image.name"] == reference
    assert entry["annotations"]["org.opencontainers.image.ref.name"] == "0.1.0"
    programs = {}
    for each in json.loads(blob(entry))["manifests"]:
        manifest = json.loads(blob(each))
        config = json.loads(blob(manifest["config"]))
        assert config["architecture"] == each["platform"]["architecture"]
        layer = gzip.decompress(blob(manifest["layers"][0]))
        assert config["rootfs"]["diff_ids"] == [f"sha256:{hashlib.sha256(layer).hexdigest()}"]
        programs[config["architecture"]] = b"the other program" in layer
    assert programs == {HERE: False, OTHER: True}

    # What an engine of Docker reads that knows of no index.
    manifest, config, layer = parts(archive)
    assert manifest["RepoTags"] == [reference]
    assert config["architecture"] == HERE
    assert config["rootfs"]["diff_ids"] == [
        f"sha256:{hashlib.sha256(gzip.decompress(layer)).hexdigest()}"
    ]
    assert set(files) == used | {"manifest.json"}


def layer_as_others_write_it(layer, part):
    """Every second entry of a layer, by another owner, at another time, in another order."""
    written = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(layer)) as given, tarfile.open(
        fileobj=written, mode="w", format=tarfile.PAX_FORMAT
    ) as tar:
        for entry in given.getmembers()[::-1][part::2]:
            content = given.extractfile(entry) if entry.isreg() else None
            entry.name, entry.uid, entry.gid, entry.uname = f"./{entry.name}", 1, 1, "daemon"
            entry.mtime = 1800000000.5
            tar.addfile(entry, content)
    return written.getvalue()


def let_docker_save(tree, config, layers):
    """Puts a docker into the tree that has built this, and saves it as those from 25 on do."""
    named = {f"blobs/sha256/{hashlib.sha256(each).hexdigest()}": each for each in [config, *layers]}
    names = list(named)
    manifest = [{"Config": names[0], "RepoTags": ["any"], "Layers": names[1:]}]
    with tarfile.open(tree / "saved.tar", "w") as tar:
        for name, content in [*named.items(), ("manifest.json", json.dumps(manifest).encode())]:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    docker = tree / "bin/docker"
    docker.parent.mkdir(exist_ok=True)
    docker.write_text(f"""#!/bin/sh
case $1-$2 in
version-*) echo {HERE} ;;
image-save) cp {tree}/saved.tar "${{3#--output=}}" ;;
esac
""")
    docker.chmod(0o755)


def test_image__takes_files_and_settings_from_a_builder_and_nothing_else(tree):
    archive = made(tree)
    without = archive.read_bytes()
    _, config, layer = parts(archive)
    config["created"] = "2030-01-01T00:00:00Z"
    config["history"] = [{"created_by": "a builder", "empty_layer": True}]
    config["config"] |= {"Hostname": "", "Cmd": None, "ArgsEscaped": True}
    config["config"]["Labels"]["io.builder.version"] = "1"
    layers = [gzip.compress(layer_as_others_write_it(layer, part)) for part in (0, 1)]
    let_docker_save(tree, json.dumps(config).encode(), layers)
    assert made(tree, "--builder=docker").read_bytes() == without


def test_image__refuses_what_a_builder_understood_otherwise(tree):
    archive = made(tree)
    without = archive.read_bytes()
    _, config, layer = parts(archive)
    config["config"]["User"] = "0"
    let_docker_save(tree, json.dumps(config).encode(), [layer])
    done = run(tree, "--builder=docker")
    said = "tools/image: the builder made User '0' of what should be '65532:65532'\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)
    assert archive.read_bytes() == without


def test_image__says_which_command_of_a_builder_failed(tree):
    docker = tree / "bin/docker"
    docker.parent.mkdir(exist_ok=True)
    docker.write_text("#!/bin/sh\necho Cannot connect >&2\nexit 7\n")
    docker.chmod(0o755)
    done = run(tree, "--builder=docker")
    assert done.returncode == 1
    assert done.stderr == (
        "Cannot connect\n"
        "tools/image: exit 7 from: docker version '--format={{.Server.Arch}}'\n"
    )


def test_image__names_buildkit_where_docker_builds_for_another_machine_and_fails(tree):
    docker = tree / "bin/docker"
    docker.parent.mkdir(exist_ok=True)
    docker.write_text(f"#!/bin/sh\n[ $1 = version ] && echo {HERE}\n")
    docker.chmod(0o755)
    asked = "--builder=docker", "--architecture"
    assert run(tree, *asked, OTHER).stderr.endswith(
        "\n    hint: for another architecture than its own docker needs BuildKit (docker-buildx)\n"
    )
    assert "hint" not in run(tree, *asked, HERE).stderr
