"""Settings of every source, as a real server sees them."""

import os

import pytest

from support.certificates import Authority
from support.environment import Environment

pytestmark = pytest.mark.one_major


def write_mount(mount, values):
    """Lays files as kubelet does, and replaces those that were there in one step."""
    mount.mkdir(exist_ok=True)
    version = mount / f"..version_{len(list(mount.iterdir()))}"
    version.mkdir()
    for name, value in values.items():
        (version / name).write_text(value)
        link = mount / name
        if not link.is_symlink():
            link.symlink_to(f"..data/{name}")
    (mount / "..data_tmp").symlink_to(version.name)
    os.replace(mount / "..data_tmp", mount / "..data")
    return mount


@pytest.fixture
def files(environment):
    """The environment's settings as a dict of names and texts."""
    return environment.settings(PGSSLMODE=None)


def test_settings__a_mounted_directory_is_all_it_takes(bare_program, files, tmp_path):
    mount = write_mount(tmp_path / "mount", {name: text + "\n" for name, text in files.items()})
    bare_program.run("apply", "--ensure-role", "--config-dir", mount).expect(0)
    bare_program.run("verify", "--config-dir", mount).expect(0)


def test_settings__manifests_are_all_it_takes(bare_program, environment, files, tmp_path):
    lines = ["kind: Secret", "stringData:"]
    lines += [f"  {name}: '" + text.replace("'", "''") + "'" for name, text in files.items()]
    manifest = tmp_path / "config.yaml"
    manifest.write_text("\n".join(lines))
    result = bare_program.run("apply", "--ensure-role", "--config", manifest).expect(0)
    for secret in environment.secrets():
        assert secret not in result.output


def test_settings__a_password_rotated_while_waiting_is_picked_up(
    bare_program, environment, files, tmp_path
):
    environment.create_owner_and_database()
    late = {**files, "NOETL_PASSWORD": "not yet"}
    mount = write_mount(tmp_path / "mount", late)
    running = bare_program.start("apply", "--config-dir", mount, "--login-timeout", "30s")
    running.wait_for_line("password authentication failed|28P01")
    write_mount(mount, files)
    running.wait().expect(0)


@pytest.mark.parametrize(
    "password",
    ["пароль 鍵 🔑", "tail\n", "a\\b'c\"d", "%41%zz", "host=evil dbname=x", "postgresql://x:y@z/"],
)
def test_settings__any_password_logs_in(bare_program, environment, password):
    settings = environment.settings(NOETL_PASSWORD=password)
    program = bare_program.with_settings(settings)
    program.run("apply", "--ensure-role").expect(0)
    with environment.connect(user=environment.owner, password=password) as session:
        assert session.execute("select 1").fetchone() == (1,)
    program.run("wait", "--wait-timeout", "0").expect(0)


def without_administrator(environment, **changes):
    """No POSTGRES_USER either, which would rank above what libpq says."""
    return environment.settings(
        **{
            "NOETL_ADMIN_USER": None, "NOETL_ADMIN_PASSWORD": None,
            "POSTGRES_USER": None, "POSTGRES_PASSWORD": None, **changes,
        }
    )


def test_settings__a_url_names_the_administrator(bare_program, environment):
    url = environment.server.uri("postgres", environment.server.user, environment.server.password)
    settings = without_administrator(
        environment, DATABASE_URL=url, POSTGRES_HOST=None, POSTGRES_PORT=None
    )
    bare_program.run("apply", "--ensure-role", settings=settings).expect(0)


def test_settings__a_url_names_the_owner(bare_program, ready):
    """Its password is in no other setting."""
    url = ready.server.uri(ready.database, ready.owner, ready.owner_password)
    settings = {"NOETL_DATABASE_URL": url, "NOETL_WAIT_TIMEOUT": "5s"}
    bare_program.run("apply", settings=settings).expect(0, "created")
    assert ready.owner_password not in bare_program.run("status", settings=settings).output


def service_file(folder, ready, *lines):
    server = ready.server
    path = folder / "services"
    path.write_text(
        "# of the team\n[other]\nhost=nowhere.invalid\n[mine]\r\n"
        f"host={server.host}\nport={server.port}\ndbname={ready.database}\n\n"
        f"user={ready.owner}\npassword={ready.owner_password}\n" + "\n".join(lines) + "\n[last]\nx=y\n"
    )
    return path


def test_settings__a_service_file_names_the_owner(bare_program, ready, tmp_path):
    settings = {
        "PGSERVICE": "mine", "PGSERVICEFILE": service_file(tmp_path, ready),
        "PGHOST": "nowhere.invalid", "NOETL_WAIT_TIMEOUT": "5s",
    }
    bare_program.run("apply", settings=settings).expect(0, "created")
    result = bare_program.run("config", settings=settings)
    assert ready.owner_password not in result.output
    (tmp_path / "services").rename(tmp_path / ".pg_service.conf")
    settings = {"PGSERVICE": "mine", "HOME": tmp_path, "NOETL_WAIT_TIMEOUT": "5s"}
    bare_program.run("apply", settings=settings).expect(0, "nothing to do")


@pytest.mark.parametrize(
    "service, line, message",
    [
        ("mine", "hostaddr=127.0.0.1", 'parameter "hostaddr" is not supported'),
        ("mine", "options=-c x=y", 'parameter "options" is not supported'),
        ("mine", "ldap://h/secret-words", "a line is not NAME=VALUE"),
        ("absent", "", "no such service is in"),
    ],
)
def test_settings__a_service_that_cannot_be_taken_whole_is_refused(
    bare_program, ready, tmp_path, service, line, message
):
    path = service_file(tmp_path, ready, line)
    result = bare_program.run("apply", settings={"PGSERVICE": service, "PGSERVICEFILE": path})
    result.expect(3, message)
    assert ready.owner_password not in result.output and "secret-words" not in result.output


def test_settings__libpqs_variables_name_the_administrator(bare_program, environment):
    server = environment.server
    settings = without_administrator(
        environment, PGUSER=server.user, PGPASSWORD=server.password, PGHOST=server.host,
        PGPORT=server.port, POSTGRES_HOST=None, POSTGRES_PORT=None,
    )
    bare_program.run("apply", "--ensure-role", settings=settings).expect(0)


def test_settings__a_password_file_serves_the_administrator(bare_program, environment, tmp_path):
    server = environment.server
    file = tmp_path / "pgpass"
    escaped = server.password.replace("\\", "\\\\").replace(":", "\\:")
    file.write_text(f"*:*:*:{server.user}:{escaped}\n")
    file.chmod(0o600)
    settings = environment.settings(NOETL_ADMIN_PASSWORD=None, PGPASSFILE=file)
    bare_program.run("apply", "--ensure-role", settings=settings).expect(0)


def write_password_file(path, user, password):
    escaped = password.replace("\\", "\\\\").replace(":", "\\:")
    path.write_text(f"*:*:*:somebody:else\n*:*:*:{user}:{escaped}\n")
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("place", ["setting", "home"])
def test_settings__a_password_file_serves_an_owner(bare_program, environment, tmp_path, place):
    environment.create_owner_and_database()
    file = write_password_file(
        tmp_path / ".pgpass", environment.owner, environment.owner_password
    )
    where = {"PGPASSFILE": file} if place == "setting" else {"HOME": tmp_path}
    settings = environment.settings(NOETL_PASSWORD=None, **where)
    bare_program.run("apply", settings=settings).expect(0)
    bare_program.run("verify", settings=settings).expect(0)
    # Where the file has nothing for it, nobody else's password is tried.
    file.write_text("*:*:*:somebody:else\n")
    result = bare_program.run("apply", "--login-timeout", "0", settings=settings)
    result.expect(4, "password")
    # What a setting says ranks above the file.
    settings = environment.settings(NOETL_PASSWORD="wrong", **where)
    write_password_file(file, environment.owner, environment.owner_password)
    bare_program.run("apply", "--login-timeout", "0", settings=settings).expect(4, "28P01")


def test_settings__pgpassword_is_never_sent_for_an_owner(bare_program, environment):
    """Not even when it would be the right one: it is the administrator's."""
    environment.create_owner_and_database()
    settings = environment.settings(
        NOETL_PASSWORD=None, PGPASSWORD=environment.owner_password, PGSSLCERT="/nonexistent"
    )
    result = bare_program.run("apply", "--login-timeout", "0", settings=settings)
    result.expect(4, "password")


def test_settings__tls_may_come_from_a_manifest(bare_program, new_server, authority, tmp_path):
    hba = ["host all postgres 127.0.0.1/32 scram-sha-256", "hostssl all all all scram-sha-256"]
    server = new_server(hba=hba)
    environment = Environment(authority.secure(server).start())
    environment.create_owner_and_database()
    trusted = tmp_path / "tls.yaml"
    trusted.write_text(
        "kind: ConfigMap\ndata:\n  PGSSLMODE: verify-full\n"
        f"  PGSSLROOTCERT: {authority.certificate}\n"
    )
    settings = environment.settings(PGSSLMODE=None)
    bare_program.run("apply", "--config", trusted, settings=settings).expect(0)
    # A flag wins, here with an authority that never heard of this server.
    (tmp_path / "other").mkdir()
    other = Authority(tmp_path / "other", "Somebody Else")
    arguments = ("apply", "--config", trusted, "--sslrootcert", other.certificate)
    bare_program.run(*arguments, settings=settings).expect(3, "certificate")
    environment.close()
