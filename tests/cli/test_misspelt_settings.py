"""A key that is no setting is passed over, unless it looks like a slip of one that nobody gave."""

import base64

import pytest


def as_directory(folder, name, value):
    path = folder / "config"
    path.mkdir()
    (path / name).write_text(value, encoding="utf-8")
    return {"NOETL_CONFIG_DIR": str(path)}


def as_config_map(folder, name, value):
    path = folder / "config.yaml"
    path.write_text(
        f"kind: ConfigMap\nmetadata: {{name: postgres-config}}\ndata:\n  {name}: '{value}'\n",
        encoding="utf-8",
    )
    return {"NOETL_CONFIG": str(path)}


def as_secret(folder, name, value):
    path = folder / "secret.yaml"
    encoded = base64.b64encode(value.encode()).decode()
    path.write_text(
        f"kind: Secret\nmetadata: {{name: postgres-secret}}\ndata: {{{name}: {encoded}}}\n",
        encoding="utf-8",
    )
    return {"NOETL_CONFIG": str(path)}


def as_variable(_, name, value):
    return {name: value}


SOURCES = {
    "directory": (as_directory, r"file \S+/config/POSTGRES_HSOT"),
    "ConfigMap": (as_config_map, r"\S+config.yaml:4 \(ConfigMap postgres-config\)"),
    "Secret": (as_secret, r"\S+secret.yaml:3 \(Secret postgres-secret\)"),
    "environment": (as_variable, "environment"),
}


@pytest.mark.parametrize("source", SOURCES)
def test_misspelt__a_required_setting_names_the_key_that_was_meant(run, tmp_path, source):
    put, origin = SOURCES[source]
    run("apply", settings=put(tmp_path, "POSTGRES_HSOT", "db.example.com")).expect(
        3, rf"POSTGRES_HOST is missing: .*POSTGRES_HSOT \({origin}\) is no setting"
    )


@pytest.mark.parametrize(
    "name, meant",
    [
        ("NOETL_POSTGRE_DB", "NOETL_POSTGRES_DB"),
        ("noetl_schema", "NOETL_SCHEMA"),
        ("NOETL-SCHEMA", "NOETL_SCHEMA"),
        ("NOETL_WAIT_TIMOUET", "NOETL_WAIT_TIMEOUT"),
        ("PGSSLMOED", "PGSSLMODE"),
    ],
)
def test_misspelt__a_setting_with_a_default_is_warned_of(run, tmp_path, name, meant):
    settings = as_config_map(tmp_path, name, "require")
    result = run("config", settings=settings)
    result.expect(0)
    assert f"{name} (" in result.stderr
    assert f"is not a setting, and {meant} is not given: is that one meant?" in result.stderr


@pytest.mark.parametrize(
    "name",
    [
        "PGSSLCRL",
        "POSTGRES_PORT_5432_TCP",
        "NOETL_HOST",
        "NOETL_SERVER_URL",
        "POSTGRES",
        "A",
        "x" * 500,
    ],
)
def test_misspelt__other_programs_keys_are_nobodys_business(run, tmp_path, name):
    result = run("config", settings=as_config_map(tmp_path, name, "value"))
    result.expect(0)
    assert "no setting" not in result.stderr


def test_misspelt__what_is_given_elsewhere_needs_no_second_key(run, tmp_path):
    settings = as_config_map(tmp_path, "POSTGRES_HOSTS", "db.example.com")
    result = run("config", settings=settings | {"POSTGRES_HOST": "db.example.com"})
    result.expect(0)
    assert "no setting" not in result.stderr


def test_misspelt__no_value_is_shown(run, tmp_path):
    settings = as_secret(tmp_path, "NOETL_PASWORD", "hunter2-of-somebody")
    result = run("apply", settings=settings | {"POSTGRES_HOST": "db.example.com"})
    result.expect(3, r"NOETL_PASSWORD is missing: .*NOETL_PASWORD \(.*\) is no setting")
    assert "hunter2" not in result.stderr


def test_misspelt__a_key_of_targets_names_the_likely_one(run, tmp_path):
    path = tmp_path / "targets.yaml"
    path.write_text("targets:\n- name: a\n  NOETL_POSTGRE_DB: x\n", encoding="utf-8")
    run("apply", "--targets", path).expect(
        3, '"NOETL_POSTGRE_DB" is not a setting: is NOETL_POSTGRES_DB meant\\?'
    )
