"""Settings by the Kubernetes API (--config-from): what is read, when, and each way to be refused."""

import json
import threading

import pytest

from support.fake_api import Answer, config_map, refusal, secret, write_kubeconfig

pytestmark = pytest.mark.one_major

CONFIG = "/api/v1/namespaces/postgres/configmaps/postgres-config"
SECRET = "/api/v1/namespaces/postgres/secrets/postgres-secret"
FROM = ("--config-from", "postgres/postgres-config")
FROM_SECRET = ("--config-from", "postgres/secret/postgres-secret")
RULE = (
    r'\{apiGroups: \[""\], resources: \["configmaps"\], resourceNames: \["postgres-config"\], '
    r'verbs: \["get"\]\}'
)
SECRET_RULE = (
    r'\{apiGroups: \[""\], resources: \["secrets"\], resourceNames: \["postgres-secret"\], '
    r'verbs: \["get"\]\}'
)


@pytest.fixture
def api(api):
    api.at[CONFIG] = config_map({"POSTGRES_HOST": "db.example", "NOETL_USER": "of_api"})
    api.at[SECRET] = secret({"NOETL_PASSWORD": "hunter2"})
    return api


@pytest.fixture
def kubeconfig(api, authority, tmp_path):
    token = tmp_path / "token"
    token.write_text(api.token + "\n")
    return write_kubeconfig(tmp_path / "kubeconfig", api.url, authority, token)


@pytest.fixture
def run(bare_program, kubeconfig):
    """Runs a command without any settings but those of the API."""

    def run(*arguments, settings=None, start=False, **options):
        call = bare_program.start if start else bare_program.run
        return call(*arguments, "--kubeconfig", kubeconfig, settings=settings or {}, **options)

    return run


def config(run, *arguments, **options):
    """What "config" says of each setting."""
    result = run("config", "--output", "json", *arguments, **options).expect(0)
    assert "hunter2" not in result.output
    return {each["name"]: each for each in json.loads(result.stdout)["settings"]}


def of_environment(environment):
    """The environment's settings in a ConfigMap and a Secret."""
    values = environment.settings(PGSSLMODE=None)
    secrets = {name: values.pop(name) for name in list(values) if name.endswith("PASSWORD")}
    return config_map(values), secret(secrets)


def gets(api):
    return [path for method, path, _, _ in api.requests if method == "GET"]


def test_config_from__shows_where_a_setting_comes_from(run, api):
    shown = config(run, *FROM, *FROM_SECRET)
    assert shown["POSTGRES_HOST"]["value"] == "db.example"
    assert shown["POSTGRES_HOST"]["source"] == "cluster"
    assert shown["POSTGRES_HOST"]["origin"] == "ConfigMap postgres/postgres-config"
    assert shown["NOETL_PASSWORD"]["value"] == "********"
    assert shown["NOETL_PASSWORD"]["origin"] == "Secret postgres/postgres-secret"
    assert gets(api) == [CONFIG, SECRET]


def test_config_from__ranks_between_manifests_and_libpq(run, api, tmp_path):
    manifest = tmp_path / "config.yaml"
    manifest.write_text("kind: ConfigMap\ndata: {NOETL_USER: of_manifest}\n")
    shown = config(run, *FROM, "--config", manifest, settings={"PGHOST": "of_libpq"})
    assert shown["NOETL_USER"]["value"] == "of_manifest"
    assert shown["POSTGRES_HOST"]["value"] == "db.example"


def test_config_from__the_last_object_wins_and_the_variable_takes_several(run, api):
    other = "/api/v1/namespaces/other/configmaps/c"
    api.at[other] = config_map({"NOETL_USER": "of_other"})
    both = "postgres/configmap/postgres-config:other/c"
    assert config(run, settings={"NOETL_CONFIG_FROM": both})["NOETL_USER"]["value"] == "of_other"
    # A flag takes the place of the variable, as it does for every setting.
    assert config(run, *FROM, settings={"NOETL_CONFIG_FROM": both})["NOETL_USER"]["value"] == "of_api"


def test_config_from__nothing_is_asked_unless_it_is_given(run, api):
    config(run)
    assert api.requests == []


def test_config_from__is_all_that_a_run_takes(run, api, environment):
    api.at[CONFIG], api.at[SECRET] = of_environment(environment)
    for arguments in (("apply", "--ensure-role"), ("verify",), ("status",), ("wait",), ("ddl",)):
        result = run(*arguments, *FROM, *FROM_SECRET).expect(0)
        for text in environment.secrets():
            assert text not in result.output
    assert {method for method, _, _, _ in api.requests} == {"GET"}


def test_config_from__a_password_rotated_while_waiting_is_picked_up(run, api, environment):
    environment.create_owner_and_database()
    api.at[CONFIG], current = of_environment(environment)
    api.at[SECRET] = secret({"NOETL_PASSWORD": "not yet"})
    running = run("apply", *FROM, *FROM_SECRET, "--login-timeout", "60s", start=True)
    running.wait_for_line("password authentication failed|28P01")
    api.at[SECRET] = current
    running.wait().expect(0)


def test_config_from__an_api_that_goes_away_later_does_not_matter(run, api, environment):
    environment.create_owner_and_database()
    settings, passwords = of_environment(environment)
    left = [settings, passwords]
    api.at[CONFIG] = lambda: settings if left else refusal(500, "no etcd")
    api.at[SECRET] = lambda: left.pop() if left else refusal(500, "no etcd")
    left.clear()
    left.append(passwords)
    run("apply", *FROM, *FROM_SECRET, limit_s=90).expect(0)


NOT_THERE = refusal(404, 'configmaps "postgres-config" not found')


def test_config_from__waits_for_an_object_that_is_not_there_yet(run, api, environment):
    environment.create_owner_and_database()
    api.at[CONFIG], current = of_environment(environment)
    api.at[SECRET] = refusal(404, 'secrets "postgres-secret" not found')
    running = run("apply", *FROM, *FROM_SECRET, start=True)
    line = running.wait_for_line("waiting for settings")
    assert 'cannot get secrets "postgres-secret" in namespace "postgres"' in line
    api.at[SECRET] = current
    running.wait().expect(0)


def test_config_from__is_stopped_while_it_waits(run, api):
    api.at[CONFIG] = NOT_THERE
    running = run("apply", *FROM, start=True)
    running.wait_for_line("waiting for settings")
    running.terminate().wait().expect(12, "waiting for settings")


SHORT = ("--wait-timeout", "1s", "--login-timeout", "1s")
HALF = config_map({"POSTGRES_HOST": "db"}, cut_after=9)

REFUSED = {
    "401": (refusal(401, "Unauthorized"), 4, ("401: Unauthorized", "has not expired", RULE)),
    "403": (refusal(403, "forbidden: no rule"), 4, ("403: forbidden: no rule", RULE)),
    "404": (NOT_THERE, 10, ('404: configmaps "postgres-config" not found', "Create it")),
    "429": (refusal(429, "slow down"), 10, ("429: slow down",)),
    "500": (refusal(500, "no etcd"), 10, ("500: no etcd", "NetworkPolicy")),
    "half an answer": (HALF, 10, ("NetworkPolicy",)),
    "a redirect": (Answer(302, "", headers={"Location": "https://127.0.0.1:1/"}), 3, ("redirect",)),
    "10 MB": (Answer(200, "x" * 10_000_000), 3, ("its answer is larger than 1 MiB",)),
    "no JSON": (Answer(200, "<html>oops</html>"), 3, ("is not a ConfigMap in JSON",)),
    "another kind": (secret({}), 3, ("is not a ConfigMap in JSON",)),
    "a bad value": (config_map({"POSTGRES_PORT": "x"}), 3, ("ConfigMap postgres/postgres-config",)),
}


@pytest.mark.parametrize("what", REFUSED)
def test_config_from__each_refusal_is_one_error(run, api, what):
    api.at[CONFIG], exit_code, says = REFUSED[what]
    result = run("apply", *FROM, *SHORT).expect(exit_code, *says)
    if exit_code != 3:
        assert 'cannot get configmaps "postgres-config" in namespace "postgres"' in result.stderr
    assert result.stderr.count(" error ") == 1


def test_config_from__a_bad_secret_is_refused_without_showing_it(run, api):
    body = {"kind": "Secret", "data": {"NOETL_PASSWORD": "hunter2!", "POSTGRES_PASSWORD": "/w=="}}
    api.at[SECRET] = Answer(200, json.dumps(body))
    result = run("apply", *FROM_SECRET).expect(
        3, "NOETL_PASSWORD is not base64", "POSTGRES_PASSWORD is not UTF-8"
    )
    assert "hunter2" not in result.output


def test_config_from__every_missing_right_is_named_at_once(run, api):
    api.at[CONFIG] = api.at[SECRET] = refusal(403, "forbidden")
    result = run("apply", *FROM, *FROM_SECRET, *SHORT).expect(4, RULE, SECRET_RULE)
    assert 'cannot get secrets "postgres-secret" in namespace "postgres"' in result.stderr


def test_config_from__config_shows_what_there_is_and_does_not_wait(run, api):
    api.at[CONFIG] = NOT_THERE
    result = run("config", *FROM).expect(10, r"POSTGRES_PORT +\"5432\"", "404", "Create it")
    assert "waiting" not in result.output


def test_config_from__a_server_that_is_not_there_costs_the_budget(bare_program, run, kubeconfig):
    config = json.loads(kubeconfig.read_text())
    config["clusters"][0]["cluster"]["server"] = "https://127.0.0.1:1"
    kubeconfig.write_text(json.dumps(config))
    result = run("apply", *FROM, *SHORT).expect(10, "cannot get configmaps", "NetworkPolicy")
    assert result.stderr.count("waiting for settings") == 1


def test_config_from__a_silent_server_is_left_at_a_signal(run, api):
    silence, asked = threading.Event(), threading.Event()

    def hold():
        asked.set()
        silence.wait(60)

    api.at[CONFIG] = config_map({}, before=hold)
    running = run("apply", *FROM, start=True)
    assert asked.wait(30)
    running.terminate().wait().expect(12)
    silence.set()


@pytest.mark.parametrize("text", ["c", "a/b/c", "a/../b", "a/b:c", "A/b"])
def test_config_from__names_that_are_none_are_refused(run, api, text):
    run("apply", "--config-from", text).expect(3, "NOETL_CONFIG_FROM", "NAMESPACE/secret/NAME")
    assert api.requests == []


def test_config_from__without_any_cluster_says_what_it_takes(bare_program):
    bare_program.run("apply", *FROM).expect(
        3, "cannot read settings from the Kubernetes API", "automountServiceAccountToken"
    )


def test_config_from__refusals_are_reported_to_the_cluster(run, api, tmp_path):
    api.at[CONFIG] = refusal(403, "forbidden")
    pod = {"POD_NAME": "p", "POD_NAMESPACE": "postgres", "POD_UID": "1", "JOB_NAME": "j", "JOB_UID": "2"}
    last_words = tmp_path / "last-words"
    settings = {**pod, "TERMINATION_LOG_PATH": str(last_words)}
    run("apply", *FROM, *SHORT, "--report", "kubeconfig", settings=settings).expect(4)
    events = api.bodies("/events")
    assert [event["reason"] for event in events][0] == "Waiting"
    assert events[-1]["reason"] == "Refused"
    assert "verbs: [\"get\"]" in events[-1]["note"]
    assert "verbs: [\"get\"]" in last_words.read_text()
