"""A Secret of a database operator has keys of its own: the message about a missing one names them."""

import re

import pytest

# As their documentation lists the keys of the Secret for an application.
SECRETS = {
    "CloudNativePG": ["dbname", "fqdn-uri", "host", "jdbc-uri", "password", "pgpass", "port", "uri", "user", "username"],
    "Zalando": ["password", "username"],
    "Crunchy": ["dbname", "host", "jdbc-uri", "password", "port", "uri", "user", "verifier"],
}
VALUE = "correct horse"


@pytest.fixture
def mount(tmp_path):
    folder = tmp_path / "secret"
    folder.mkdir()

    def write(names):
        for name in names:
            (folder / name).write_text(VALUE)
        return {"NOETL_CONFIG_DIR": str(folder)}

    return write


def missing(result, name):
    (line,) = re.findall(rf"{name} is missing: .*", result.expect(3).stderr)
    return line


@pytest.mark.parametrize("operator", SECRETS)
def test_operator__a_missing_password_names_the_key_that_is_there(run, mount, operator):
    result = run("apply", settings=mount(SECRETS[operator]) | {"POSTGRES_HOST": "db"})
    line = missing(result, "NOETL_PASSWORD")
    assert re.search(r"is it .*\bpassword \(file \S+/secret/password\)", line)
    assert "secret.keys" in result.stderr
    assert VALUE not in result.output


def test_operator__a_missing_host_names_host_and_uri(run, mount):
    line = missing(run("apply", settings=mount(SECRETS["Crunchy"])), "POSTGRES_HOST")
    assert " host (file" in line and " uri (file" in line and "verifier" not in line


def test_operator__a_missing_administrator_names_the_keys_that_are_there(run, mount):
    settings = mount(SECRETS["Zalando"]) | {"POSTGRES_HOST": "db", "NOETL_PASSWORD": "x"}
    line = missing(run("apply", "--ensure-role", settings=settings), "POSTGRES_USER")
    assert "username (file" in line


def test_operator__a_secret_in_envFrom_is_seen(run):
    settings = {"password": VALUE, "host": "db.example.com", "POSTGRES_HOST": "db"}
    result = run("apply", settings=settings)
    assert "is it password (environment)?" in missing(result, "NOETL_PASSWORD")
    assert VALUE not in result.output


@pytest.mark.parametrize("name", ["PASSWORD", "HOST", "USER"])
def test_operator__a_variable_of_the_system_is_not_suspected(run, name):
    assert "is it" not in run("apply", settings={name: "x"}).expect(3).stderr


def test_operator__in_a_pod_the_hint_names_a_command_that_works_there(run):
    result = run("apply", settings={"KUBERNETES_SERVICE_HOST": "10.0.0.1", "NOETL_REPORT": "off"})
    result.expect(3, '"k8s/look config" shows every setting')
    assert "noetl-schema config" not in result.output


def test_operator__a_key_that_is_not_needed_is_not_named(run, mount):
    settings = mount(SECRETS["Zalando"]) | {"POSTGRES_HOST": "127.0.0.1", "POSTGRES_PORT": "1", "NOETL_PASSWORD": "x", "NOETL_WAIT_TIMEOUT": "0"}
    assert "secret/password" not in run("apply", settings=settings).expect(10).output
