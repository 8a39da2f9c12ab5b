"""Where settings come from, and what wins."""

import base64
import os
import threading

import pytest

ODD_VALUES = {
    "quotes": "it's \"quoted\" 'twice'",
    "percent": "100%20%zz%%",
    "uri": "p@ss:w/ord?x=y#z",
    "spaces": "two  words",
    "utf8": "пароль-ключ-鍵-🔑",
    "backslash": "a\\b\\n\\'",
    "dollar": "$HOME `id` $(id)",
    "yaml": "- {a: [b]} # !!x &y *z | >",
    "lines": "first\nsecond\n\nfourth",
    "long": "x" * 4000,
}


def test_config__nothing_given_shows_defaults(config):
    settings = config()
    assert settings["POSTGRES_HOST"] == {
        "name": "POSTGRES_HOST", "value": None, "source": "unset", "origin": None, "secret": False,
    }
    assert settings["NOETL_SCHEMA"]["value"] == "noetl"
    assert settings["NOETL_SCHEMA"]["source"] == "default"


def test_config__text_has_a_line_a_setting(run):
    result = run("config", settings={"NOETL_USER": "me", "NOETL_PASSWORD": "hunter2"}).expect(0)
    lines = {line.split()[0]: line.split(None, 1)[1] for line in result.stdout.splitlines()}
    assert lines["NOETL_USER"].split() == ['"me"', "environment"]
    assert lines["NOETL_PASSWORD"].split() == ["********", "environment"]
    assert "hunter2" not in result.output


def test_config__no_secret_is_shown_whatever_its_length(config):
    settings = config(
        settings={
            "NOETL_PASSWORD": "x",
            "POSTGRES_PASSWORD": "x" * 100,
            "DATABASE_URL": "postgresql://dba:hunter2@db/x",
            "AUTH_SERVICE_PASSWORD": "y",
        }
    )
    for name in ("NOETL_PASSWORD", "POSTGRES_PASSWORD", "DATABASE_URL", "NOETL_ADMIN_PASSWORD",
                 "AUTH_SERVICE_PASSWORD"):
        assert settings[name]["value"] == "********"


def test_config__malformed_settings_are_shown_and_exit_3(run):
    result = run("config", "--lock-timeout", "soon", settings={"NOETL_SCHEMA": "ok"}).expect(3)
    assert '"ok"' in result.stdout
    assert 'NOETL_LOCK_TIMEOUT (--lock-timeout): "soon" is not a duration' in result.stderr


def write_directory(path, values):
    path.mkdir()
    for name, value in values.items():
        (path / name).write_bytes(value.encode())
    return path


def manifest(kind, values, name="m"):
    lines = [f"kind: {kind}", f"metadata: {{name: {name}}}", "data:"]
    for key, value in values.items():
        content = base64.b64encode(value.encode()).decode() if kind == "Secret" else value
        lines.append(f'  {key}: "{content}"')
    return "\n".join(lines) + "\n"


def test_config__the_higher_rank_wins(config, tmp_path):
    directory = write_directory(tmp_path / "dir", {"NOETL_USER": "of directory\n"})
    file = tmp_path / "config.yaml"
    file.write_text(manifest("ConfigMap", {"NOETL_USER": "of manifest"}))
    arguments = []
    settings = {}
    expected = ("noetl", "default")
    for step in (
        lambda: arguments.extend(["--config", file]) or ("of manifest", f"{file}:4 (ConfigMap m)"),
        lambda: arguments.extend(["--config-dir", directory])
        or ("of directory", f"file {directory}/NOETL_USER"),
        lambda: settings.update(NOETL_USER="of environment") or ("of environment", "environment"),
        lambda: arguments.extend(["--noetl-user", "of flag"]) or ("of flag", "--noetl-user"),
    ):
        entry = config(*arguments, settings=settings)["NOETL_USER"]
        assert (entry["value"], entry["origin"]) == expected
        expected = step()
    entry = config(*arguments, settings=settings)["NOETL_USER"]
    assert (entry["value"], entry["origin"]) == expected


@pytest.mark.parametrize("value", ODD_VALUES.values(), ids=ODD_VALUES.keys())
def test_config__odd_values_arrive_unharmed_from_everywhere(config, tmp_path, value):
    """In the place of PGSSLKEY, a text that is shown and used for nothing here."""
    directory = write_directory(tmp_path / "dir", {"PGSSLKEY": value + "\n"})
    secret = tmp_path / "secret.yaml"
    secret.write_text(manifest("Secret", {"PGSSLKEY": value + "\n"}))
    for arguments, settings in (
        (["--sslkey", value], {}),
        ([], {"PGSSLKEY": value}),
        (["--config-dir", directory], {}),
        (["--config", secret], {}),
    ):
        assert config(*arguments, settings=settings)["PGSSLKEY"]["value"] == value


def test_config__several_directories_and_manifests_the_last_wins(config, tmp_path):
    one = write_directory(tmp_path / "one", {"NOETL_USER": "one", "NOETL_SCHEMA": "one"})
    two = write_directory(tmp_path / "two", {"NOETL_USER": "two"})
    for arguments, settings in (
        (["--config-dir", one, "--config-dir", two], {}),
        ([], {"NOETL_CONFIG_DIR": f"{one}:{two}"}),
    ):
        found = config(*arguments, settings=settings)
        assert found["NOETL_USER"]["value"] == "two"
        assert found["NOETL_SCHEMA"]["value"] == "one"


def test_config__a_mount_of_kubelet_is_read(config, tmp_path):
    mount = tmp_path / "mount"
    version = mount / "..2026_11_21_16_00_00.123456789"
    version.mkdir(parents=True)
    (version / "NOETL_USER").write_text("mounted")
    os.symlink(version.name, mount / "..data")
    os.symlink("..data/NOETL_USER", mount / "NOETL_USER")
    assert config("--config-dir", mount)["NOETL_USER"]["value"] == "mounted"


@pytest.mark.parametrize(
    "content, problem",
    [
        ("kind: ConfigMap\ndata:\n  POSTGRES_PORT: 5432\n", ":3: POSTGRES_PORT must be a string"),
        ("kind: Secret\ndata:\n  NOETL_PASSWORD: hunter2!\n", ":3: NOETL_PASSWORD is not base64"),
        ("kind: ConfigMap\ndata: {NOETL_USER: a\n", "not YAML"),
        ("kind: ConfigMap\ndata:\n\tNOETL_USER: a\n", ":3: not YAML: a tab"),
        ("kind: Secret\nstringData:\n  NOETL_PASSWORD: @hunter2\n", "begins with @"),
        ("kind: Deployment\n", "holds no ConfigMap and no Secret"),
        ("", "holds no ConfigMap and no Secret"),
    ],
)
def test_config__a_bad_manifest_is_named_with_its_line(run, tmp_path, content, problem):
    file = tmp_path / "config.yaml"
    file.write_text(content)
    result = run("config", "--config", file).expect(3)
    assert f"{file}" in result.stderr and problem in result.stderr
    assert "hunter2" not in result.output


def test_config__what_cannot_be_read_is_named(run, tmp_path):
    result = run(
        "config", "--config", tmp_path / "none.yaml", "--config-dir", tmp_path / "none"
    ).expect(3)
    assert f"{tmp_path}/none.yaml: cannot be opened: No such file or directory" in result.stderr
    assert f"directory {tmp_path}/none: cannot be opened" in result.stderr


def test_config__a_large_manifest_is_refused(run, tmp_path):
    file = tmp_path / "config.yaml"
    file.write_text("# " + "x" * (4 * 1024 * 1024))
    run("config", "--config", file).expect(3, "is larger than 4096 kB")


def test_config__a_manifest_may_come_by_a_pipe(config, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    manifest = "kind: ConfigMap\ndata: {POSTGRES_HOST: piped}\n"
    threading.Thread(target=pipe.write_text, args=[manifest], daemon=True).start()
    assert config("--config", pipe)["POSTGRES_HOST"]["value"] == "piped"


def test_config__a_service_link_is_ignored_with_a_debug_line(run, config):
    link = {"POSTGRES_PORT": "tcp://10.96.0.7:5432"}
    assert config(settings=link)["POSTGRES_PORT"]["value"] == "5432"
    assert run("config", settings=link).stderr == ""
    shown = run("config", "--log-level", "debug", settings=link).stderr
    assert 'debug  POSTGRES_PORT (environment) is "tcp://10.96.0.7:5432"' in shown


def test_config__libpqs_variables_serve_the_administrator(config):
    found = config(
        settings={
            "PGHOST": "db", "PGPORT": "5433", "PGUSER": "dba", "PGPASSWORD": "x",
            "PGDATABASE": "maintenance", "POSTGRES_PORT": "6000",
        }
    )
    assert found["POSTGRES_HOST"]["value"] == "db"
    assert found["POSTGRES_HOST"]["source"] == "libpq"
    assert found["POSTGRES_PORT"]["value"] == "6000"
    assert found["NOETL_ADMIN_USER"]["value"] == "dba"
    assert found["NOETL_ADMIN_DB"]["value"] == "maintenance"
    assert found["NOETL_PASSWORD"]["value"] is None


def test_config__a_bad_url_is_not_shown(run):
    result = run("config", settings={"DATABASE_URL": "postgresql://u:hunter2%zz@h/d"}).expect(3)
    assert "DATABASE_URL" in result.stderr and "hunter2" not in result.output


def test_config__white_space_around_a_password_is_warned_of(run):
    result = run("config", settings={"NOETL_PASSWORD": "hunter2\n"}).expect(0)
    assert "warning  NOETL_PASSWORD (environment) begins or ends with white space" in result.stderr
    assert "hunter2" not in result.output


def test_config__quiet_keeps_warnings_and_errors(run):
    result = run("config", "-q", settings={"NOETL_PASSWORD": "x\n", "POSTGRES_HOST": ""})
    assert "warning" in result.stderr


def test_settings__bundles_go_where_they_say(run):
    text = run("ddl", "noetl", settings={"NOETL_SCHEMA": 'no"etl'}).expect(0).stdout
    assert 'create schema if not exists "no""etl";\nset search_path to "no""etl";' in text
    assert run("ddl", "--noetl-schema", "other").stdout.count('"other"') == 2


def test_schema__of_a_bundle_is_not_the_ledgers(run):
    """A reset would drop the ledger with it."""
    given = ("--host", "127.0.0.1", "--noetl-schema", "noetl_ledger")
    secrets = {"NOETL_PASSWORD": "x"}
    for arguments in ("reset", "--yes"), ("apply", "--file", "/dev/null"):
        result = run(*arguments, *given, settings=secrets)
        result.expect(3, 'the schema "noetl_ledger" is that of a ledger', "NOETL_LEDGER_SCHEMA")
    run("ddl", *given[2:], "--ledger-schema", "elsewhere").expect(0)


@pytest.mark.parametrize("schema", ["pg_noetl", "pg_catalog", "information_schema"])
def test_schema__of_a_bundle_is_not_postgresqls_own(run, schema):
    result = run("ddl", "--noetl-schema", schema)
    result.expect(3, f'bundle noetl: the schema "{schema}" is PostgreSQL.s own', "hint: Choose")
