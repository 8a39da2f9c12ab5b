"""Whoever edits a ConfigMap may raise what flags and environment demand, and never lower it."""

import os

import pytest

URL = "postgresql://u:p@h/d?{}"


@pytest.fixture
def give(tmp_path):
    """A function: arguments that offer settings by a source that may not weaken."""

    def by_directory(settings):
        directory = tmp_path / "mount"
        directory.mkdir(exist_ok=True)
        for name, value in settings.items():
            (directory / name).write_text(value)
        return ["--config-dir", directory]

    def by_manifest(settings):
        file = tmp_path / "config.yaml"
        lines = "".join(f"  {name}: '{value}'\n" for name, value in settings.items())
        file.write_text(f"kind: ConfigMap\nmetadata: {{name: m}}\ndata:\n{lines}")
        return ["--config", file]

    def by_targets(settings):
        file = tmp_path / "targets.yaml"
        lines = "".join(f"    {name}: '{value}'\n" for name, value in settings.items())
        file.write_text(f"targets:\n  - name: a\n{lines}")
        return ["--targets", file, "--target", "a"]

    return {"directory": by_directory, "manifest": by_manifest, "targets": by_targets}


SOURCES = ["directory", "manifest", "targets"]

WEAKER = [
    ({}, {"PGSSLMODE": "disable"}),
    ({}, {"PGSSLMODE": "allow"}),
    ({}, {"NOETL_AUTH": "scram-sha-256,password"}),
    ({}, {"NOETL_AUTH": "none"}),
    ({}, {"PGCHANNELBINDING": "disable"}),
    ({}, {"DATABASE_URL": URL.format("sslmode=disable")}),
    ({}, {"DATABASE_URL": URL.format("channel_binding=disable")}),
    ({}, {"DATABASE_URL": URL.format("options=-c%20session_preload_libraries%3Dx")}),
    ({}, {"DATABASE_URL": URL.format("ssl_min_protocol_version=TLSv1")}),
    ({}, {"DATABASE_URL": URL.format("sslcrl=%2Fnone")}),
    ({"PGSSLMODE": "verify-full"}, {"PGSSLMODE": "require"}),
    ({"PGSSLMODE": "verify-full"}, {"PGSSLROOTCERT": "system"}),
    ({"PGSSLMODE": "verify-full"}, {"DATABASE_URL": URL.format("sslmode=verify-ca")}),
    ({"PGSSLMODE": "verify-full"}, {"DATABASE_URL": URL.format("sslrootcert=system")}),
    ({"PGSSLMODE": "verify-full"}, {"DATABASE_URL": "postgresql://u:p@h/d?ssl=true"}),
    ({"PGSSLROOTCERT": "/ca.crt"}, {"PGSSLMODE": "require"}),
    ({"PGCHANNELBINDING": "require"}, {"PGCHANNELBINDING": "prefer"}),
    ({"NOETL_AUTH": "scram-sha-256,md5"}, {"NOETL_AUTH": "md5,password"}),
    ({"PGREQUIREAUTH": "scram-sha-256"}, {"NOETL_AUTH": "md5"}),
    ({"NOETL_AUTH": "password"}, {"PGSSLROOTCERT": "system"}),
    ({"DATABASE_URL": URL.format("sslmode=verify-full")}, {"PGSSLMODE": "disable"}),
    ({"DATABASE_URL": URL.format("sslrootcert=%2Fca")}, {"PGSSLROOTCERT": "/b"}),
    ({"DATABASE_URL": URL.format("channel_binding=require")}, {"PGCHANNELBINDING": "prefer"}),
]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("demanded, offered", WEAKER)
def test_settings__of_a_lower_source_do_not_weaken(run, give, source, demanded, offered):
    arguments = give[source]({"POSTGRES_HOST": "h", "NOETL_PASSWORD": "x"} | offered)
    result = run("config", *arguments, settings=demanded).expect(3)
    assert next(iter(offered)) in result.stderr and "environment" in result.stderr
    run("apply", "--wait-timeout", "0", *arguments, settings=demanded).expect(3)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    "demanded, offered",
    [
        ({"PGSSLMODE": "require"}, {"PGSSLMODE": "verify-full"}),
        ({"NOETL_AUTH": "scram-sha-256,md5"}, {"NOETL_AUTH": "scram-sha-256"}),
        ({}, {"PGCHANNELBINDING": "require"}),
        ({"PGSSLMODE": "disable"}, {"PGSSLMODE": "disable"}),
        ({}, {"PGSSLROOTCERT": "/elsewhere/ca.crt"}),
        ({"PGSSLROOTCERT": "/ca.crt"}, {"PGSSLROOTCERT": "/ca.crt"}),
    ],
)
def test_settings__of_a_lower_source_may_strengthen(config, give, source, demanded, offered):
    found = config(*give[source](offered), settings=demanded)
    for name, value in offered.items():
        assert found[name]["value"] == value


def test_settings__a_flag_and_the_environment_may_weaken(config):
    assert config("--sslmode", "disable")["PGSSLMODE"]["value"] == "disable"
    assert config(settings={"PGSSLMODE": "disable"})["PGSSLMODE"]["value"] == "disable"
    weaker = {"DATABASE_URL": URL.format("sslmode=disable&channel_binding=disable")}
    assert config(settings=weaker)["PGSSLMODE"]["value"] == "disable"


def test_authority__of_the_environment_is_not_replaced(run, config, give):
    """The rank decides, with a warning; a file of targets, which ranks above, is refused."""
    demanded = {"PGSSLROOTCERT": "/ca.crt"}
    for source in "directory", "manifest":
        arguments = give[source]({"PGSSLROOTCERT": "/other.crt"})
        assert config(*arguments, settings=demanded)["PGSSLROOTCERT"]["value"] == "/ca.crt"
        run("config", *arguments, settings=demanded).expect(0, "warning .*another authority")
    arguments = give["targets"]({"PGSSLROOTCERT": "/other.crt"})
    run("config", *arguments, settings=demanded).expect(3, "another authority is trusted already")


def test_host__that_gets_a_clear_text_password_is_the_operators(run, config, give):
    password = {"NOETL_AUTH": "password"}
    for offered in {"POSTGRES_HOST": "evil"}, {"DATABASE_URL": "postgresql://evil/"}:
        result = run("config", *give["directory"](offered), settings=password)
        result.expect(3, r"POSTGRES_HOST \(.*NOETL_AUTH")
    arguments = give["directory"]({"POSTGRES_HOST": "evil"})
    kept = config(*arguments, settings=password | {"POSTGRES_HOST": "db"})
    assert kept["POSTGRES_HOST"]["value"] == "db"


@pytest.mark.parametrize(
    "parameter",
    ["service=x", "servicefile=%2Fx", "hostaddr=10.0.0.1", "replication=database", "gsslib=x",
     "gssencmode=require", "sslkeylogfile=%2Fx", "krbsrvname=x"],
)
def test_url__with_a_parameter_that_is_not_served_is_refused(run, parameter):
    result = run("config", settings={"DATABASE_URL": URL.format(parameter)}).expect(3)
    assert "DATABASE_URL, environment" in result.stderr


def test_variables__that_would_take_libpq_elsewhere_do_not_count(run):
    run("config", settings={"PGHOSTADDR": "x"}).expect(0, "warning .*PGHOSTADDR.* is ignored")
    run("config", settings={"PGSERVICE": "x"}).expect(3, "PGSERVICE.*cannot be opened")
    run("config", settings={"PGSERVICEFILE": "x"}).expect(0)
    run("config", settings={"PGGSSENCMODE": "require"}).expect(3, "PGGSSENCMODE")


def write_authority(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("-----BEGIN CERTIFICATE-----\n")
    return path


@pytest.fixture
def mount(tmp_path):
    """A folder of settings as kubelet mounts one, with an authority in it."""
    version = tmp_path / "mount" / "..2026_11_30"
    write_authority(version / "ca.crt")
    (tmp_path / "mount" / "..data").symlink_to(version.name)
    (tmp_path / "mount" / "ca.crt").symlink_to("..data/ca.crt")
    return tmp_path / "mount"


def paths_into(mount, outside):
    outside.mkdir()
    (outside / "link").symlink_to(mount / "ca.crt")
    (outside / "folder").symlink_to(mount)
    (outside / "twice").symlink_to("link")
    os.link(mount / "..data/ca.crt", outside / "hard")
    (mount / "out").symlink_to(write_authority(outside / "good.crt"))
    return [
        mount / "ca.crt", mount / "..data/ca.crt", mount / ".." / mount.name / "ca.crt",
        outside / "link", outside / "twice", outside / "folder/ca.crt", outside / "hard",
        mount / "out", mount / "none.crt", f"//{mount}//./ca.crt",
        os.path.relpath(mount / "ca.crt"),
    ]


def test_authority__inside_a_folder_of_settings_is_refused_by_every_name(run, mount, tmp_path):
    for path in paths_into(mount, tmp_path / "outside"):
        for arguments, settings in (
            ([], {"PGSSLROOTCERT": path}),
            (["--sslrootcert", path], {}),
            ([], {"PGSSLROOTCERT": "system", "SSL_CERT_FILE": path}),
        ):
            result = run("config", "--config-dir", mount, *arguments, settings=settings)
            result.expect(3, r"PGSSLROOTCERT \(.*is found where settings are read from")
        (mount / "..data/PGSSLROOTCERT").write_text(str(path))
        run("config", "--config-dir", mount).expect(3, "is found where settings are read from")
        (mount / "..data/PGSSLROOTCERT").unlink()


def test_authority__that_is_found_without_being_named_is_no_exception(run, mount):
    write_authority(mount / ".postgresql/root.crt")
    result = run("config", "--config-dir", mount, settings={"HOME": mount})
    result.expect(3, r"PGSSLROOTCERT \(default\)")


def test_authority__beside_a_mounted_manifest_or_in_it_is_refused(run, mount, tmp_path):
    manifest = mount / "config.yaml"
    manifest.write_text("kind: ConfigMap\ndata: {POSTGRES_HOST: h}\n")
    targets = mount / "targets.yaml"
    targets.write_text("targets: [{name: a, POSTGRES_HOST: h}]\n")
    for path in mount / "ca.crt", manifest, targets:
        settings = {"PGSSLROOTCERT": path}
        for arguments in ["--config", manifest], ["--targets", targets]:
            result = run("config", *arguments, settings=settings)
            result.expect(3, "is found where settings are read from")


def test_authority__outside_of_settings_is_taken(config, mount, tmp_path):
    good = write_authority(tmp_path / "ca" / "ca.crt")
    manifest = tmp_path / "ca" / "config.yaml"
    manifest.write_text("kind: ConfigMap\ndata: {POSTGRES_HOST: h}\n")
    for path in good, mount / ".." / "ca" / "ca.crt":
        settings = {"PGSSLROOTCERT": path}
        config("--config-dir", mount, settings=settings)
        config("--config", manifest, settings=settings)
