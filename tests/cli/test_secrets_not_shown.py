"""What was put into the wrong place, or was not escaped, may be a password: nothing repeats it."""

import pytest

SECRET = "hunter2"

# Of each of these something, libpq or a reader of the log, would make a host or a name.
CONNECTION_STRINGS = [
    f"u:{SECRET}@h",
    f"u:p@{SECRET}@h",
    f"u:p/{SECRET}@h",
    f"postgresql://u:{SECRET}@h/d",
    f"host=h password={SECRET}",
    f"host=h PASSWORD = '{SECRET}'",
    f"h/d?password={SECRET}",
    f"//u:{SECRET}@h",
    f"jdbc:postgresql://h/d?user=u&password={SECRET}",
]

URIS = [
    f"postgresql://u:p@{SECRET}@h/d",
    f"postgresql://u:p/{SECRET}@h/d",
    f"postgresql://u:p?{SECRET}@h/d",
    f"postgresql://u:{SECRET}/d",
    f"postgresql://h/d?password={SECRET}",
    f"postgresql://h/d?PASSWORD={SECRET}",
    f"postgresql://h/d?sslpassword={SECRET}",
    f"postgresql://h/d?host=u:{SECRET}@h",
    f"postgresql://h/d?port={SECRET}",
    f"postgresql://h/{SECRET}@x",
    f"postgresql://u:{SECRET}%@h/d",
    f"postgresql://u:{SECRET}%zz@h/d",
    f"postgresql://u:a {SECRET}@h/d",
    f"postgresql://u:a\t{SECRET}@h/d",
    f"postgresql://u:a@h:{SECRET}/d",
    f"mysql://u:{SECRET}@h/d",
    f"host=h password={SECRET}",
    f"{SECRET}",
]

KEYS = [
    "POSTGRES_HOST", "POSTGRES_PORT", "POSTGRES_DB", "POSTGRES_USER", "POSTGRES_SCHEMA",
    "NOETL_POSTGRES_DB", "NOETL_USER", "NOETL_ADMIN_USER", "NOETL_ADMIN_DB", "PGHOST", "PGPORT",
    "PGUSER", "PGDATABASE", "NOETL_LEDGER_SCHEMA", "NOETL_LOCK_TIMEOUT", "PGSSLMODE", "NOETL_AUTH",
    "NOETL_CONFIG_FROM",
]


@pytest.fixture
def refuse(run):
    """Both forms of `config`, and a command that would connect, with everything that is logged."""

    def check(settings, *arguments, exit_code=3):
        for command in ["config"], ["config", "--output", "json"], ["apply", "--wait-timeout", "0"]:
            given = [*command, "--log-level", "debug", *arguments]
            result = run(*given, settings={"NOETL_PASSWORD": "x"} | settings).expect(exit_code)
            assert SECRET not in result.output

    return check


@pytest.mark.parametrize("uri", URIS)
def test_url__with_a_password_where_none_belongs_is_refused_unseen(refuse, uri):
    refuse({"DATABASE_URL": uri})
    refuse({"NOETL_DATABASE_URL": uri})


def test_url__with_an_escaped_password_is_taken(config):
    found = config(settings={"DATABASE_URL": "postgresql://u:p%40%2F%3Fss@h:6000/d"})
    assert found["POSTGRES_HOST"]["value"] == "h" and found["NOETL_ADMIN_DB"]["value"] == "d"


def test_url__of_the_owner_is_taken_for_single_settings(config):
    found = config(
        settings={"NOETL_DATABASE_URL": "postgresql://u:p%40ss@h:6000/d?sslmode=require"}
    )
    wanted = {
        "POSTGRES_HOST": "h", "POSTGRES_PORT": "6000", "NOETL_USER": "u",
        "NOETL_POSTGRES_DB": "d", "PGSSLMODE": "require",
    }
    assert {key: found[key]["value"] for key in wanted} == wanted


@pytest.mark.parametrize(
    "key, value",
    [
        ("POSTGRES_HOST", "other"), ("POSTGRES_PORT", "1"), ("NOETL_USER", "other"),
        ("NOETL_POSTGRES_DB", "other"), ("NOETL_PASSWORD", "another-secret"),
        ("PGSSLMODE", "disable"),
    ],
)
def test_url__of_the_owner_that_a_setting_contradicts_is_refused(run, key, value):
    url = f"postgresql://u:{SECRET}@h:6000/d?sslmode=require"
    result = run("apply", settings={"NOETL_DATABASE_URL": url, key: value})
    result.expect(3, rf"NOETL_DATABASE_URL, environment contradicts {key} \(environment\)")
    assert SECRET not in result.output and "another-secret" not in result.output


def test_url__of_the_owner_may_say_what_a_setting_says(config):
    settings = {"NOETL_DATABASE_URL": "postgresql://u@h/d", "POSTGRES_HOST": "h", "NOETL_USER": "u"}
    assert config(settings=settings)["NOETL_POSTGRES_DB"]["value"] == "d"


@pytest.mark.parametrize("value", CONNECTION_STRINGS)
def test_connection_string__in_the_place_of_any_setting_is_refused_unseen(refuse, value):
    for key in KEYS:
        refuse({"POSTGRES_HOST": "h", key: value} if not key.startswith("PG") else {key: value})


@pytest.mark.parametrize("value", CONNECTION_STRINGS)
def test_connection_string__in_a_file_of_targets_is_refused_unseen(run, tmp_path, value):
    for key in "POSTGRES_HOST", "POSTGRES_PORT", "NOETL_POSTGRES_DB", "NOETL_USER":
        file = tmp_path / "targets.yaml"
        file.write_text(f'targets:\n  - {{name: a, POSTGRES_HOST: h, {key}: "{value}"}}\n')
        for arguments in (), ("--target", "a"):
            settings = {"NOETL_PASSWORD": "x"}
            result = run("apply", "--targets", file, *arguments, settings=settings)
            assert SECRET not in result.expect(3).output


def test_connection_string__as_a_key_of_a_file_of_targets_is_refused_unseen(run, tmp_path):
    file = tmp_path / "targets.yaml"
    file.write_text(f'targets:\n  - {{name: a, "{CONNECTION_STRINGS[3]}": x}}\n')
    assert SECRET not in run("apply", "--targets", file).expect(3).output


@pytest.mark.parametrize("value", CONNECTION_STRINGS)
@pytest.mark.parametrize(
    "arguments",
    [["apply"], [], ["wait", "--for"], ["apply", "-p"], ["help"], ["export"], ["status", "--limit"]],
)
def test_connection_string__on_the_command_line_is_not_repeated(run, arguments, value):
    result = run(*arguments, value)
    assert result.exit_code in (2, 3) and SECRET not in result.output


def test_password__of_another_programs_option_is_not_repeated(run):
    for option in f"-p{SECRET}", f"--password={SECRET}", f"--dbname=postgresql://u:{SECRET}@h/d":
        assert SECRET not in run("apply", option).expect(2).output


def test_flag__with_a_connection_string_is_refused_unseen(refuse):
    for flag in "--host", "--port", "--noetl-db", "--noetl-user":
        refuse({}, flag, f"u:{SECRET}@h")


def test_bundles__that_are_a_connection_string_are_not_repeated(run):
    settings = {"POSTGRES_HOST": "h", "NOETL_PASSWORD": "x"}
    result = run("apply", settings=settings | {"NOETL_BUNDLES": f"postgresql://u:{SECRET}@h/d"})
    assert SECRET not in result.expect(2).output


def test_service_link__holds_an_address_or_is_none(run, config):
    assert config(settings={"POSTGRES_PORT": "tcp://[fd00::7]:5432"})["POSTGRES_PORT"]["value"]
    for value in f"tcp://u:{SECRET}@h:5432", f"udp://{SECRET}":
        result = run("config", "--log-level", "debug", settings={"POSTGRES_PORT": value}).expect(3)
        assert SECRET not in result.output


@pytest.mark.parametrize("server", [f"https://u:{SECRET}@h:1", f"https://u:{SECRET}", f"https://h/?{SECRET}"])
def test_kubeconfig__with_a_password_in_its_servers_url_is_refused_unseen(run, tmp_path, server):
    file = tmp_path / "kubeconfig"
    file.write_text(
        f'clusters: [{{name: c, cluster: {{server: "{server}"}}}}]\n'
        "contexts: [{name: x, context: {cluster: c}}]\ncurrent-context: x\n"
    )
    given = ["--config-from", "a/b", "--kubeconfig", file, "--wait-timeout", "0"]
    result = run("apply", *given, "--log-level", "debug").expect(3, "not shown")
    assert SECRET not in result.output
