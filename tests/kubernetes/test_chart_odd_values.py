"""Values that people have and few think of: names like numbers, long times, names taken twice; no cluster is asked."""

import base64
import gzip
import json

import pytest
import yaml

from support import chart_soundness
from support.chart import CHART, EXISTING, MODES, PROGRAMS, helm, merged, template

both_helms = pytest.mark.parametrize("program", PROGRAMS)


def sound(values, **options):
    done = template(values, **options)
    assert done.returncode == 0, done.stderr
    return chart_soundness.check(done.stdout)


def refusal(values, **options):
    done = template(values, **options)
    assert done.returncode != 0, "accepted"
    assert "nil pointer" not in done.stderr
    return done.stderr


# Names


def named(name, mode):
    """Every name that somebody may choose."""
    values = {
        "mode": mode,
        "config": {"existingConfigMap": name, "data": {"POSTGRES_HOST": "db"}},
        "secret": {"existingSecret": name, "data": {"POSTGRES_PASSWORD": "p"},
                   "keys": {"NOETL_PASSWORD": name}},
        "configFrom": [{"secret": name, "namespace": name}, {"configMap": name}],
        "tls": {"ca": {"secret": name, "key": name}, "client": {"secret": name}},
        "serviceAccount": {"name": name},
        "status": {"configMap": name},
        "fullnameOverride": name, "nameOverride": name, "priorityClassName": name,
        "imagePullSecrets": [{"name": name}], "global": {"imagePullSecrets": [name]},
        "ddl": {"existingConfigMap": [name], "name": name},
        "job": {"annotate": True}, "revision": name, "podLabels": {"a": name},
        "cronjob": {"timeZone": name}, "initContainer": {"name": name},
        "networkPolicy": {"enabled": mode != "library"},
        "image": {"tag": name},
    }  # fmt: skip
    targets = {"targets": {"existingConfigMap": name, "key": name}}
    return values if mode == "library" else merged(values, targets)


@both_helms
@pytest.mark.parametrize("mode", MODES)
def test_names__that_look_like_numbers_stay_text(program, mode):
    """A namespace or a release of a pull request is often called by its number."""

    def objects(name):
        return sound(named(name, mode), program=program, release=name,
                     arguments=[f"--namespace={name}"])  # fmt: skip

    expected = json.loads(json.dumps(objects("zzz")).replace("zzz", "123"))
    assert objects("123") == expected


def test_names__of_another_charts_init_container_stay_text(server_chart):
    def objects(name):
        return sound({"noetl-schema": named(name, "library")}, chart=server_chart, release=name)

    expected = json.loads(json.dumps(objects("zzz")).replace("zzz", "123"))
    assert objects("123") == expected


def test_names__of_what_the_chart_makes_stay_text():
    """Without names of the user's: settings, DDL and targets in the release's own objects."""
    values = {
        "config": {"data": {"POSTGRES_HOST": "db"}}, "secret": {"data": {"NOETL_PASSWORD": "p"}},
        "ddl": {"files": {"a.sql": "select 1"}}, "targets": {"targets": [{"name": "zzz"}]},
        "fullnameOverride": "zzz",
    }  # fmt: skip
    text = json.dumps(values)
    expected = json.loads(json.dumps(sound(values, release="zzz")).replace("zzz", "123"))
    assert sound(json.loads(text.replace("zzz", "123")), release="123") == expected


@pytest.mark.parametrize("name", ["a" * 39 + ".b", "a" * 39 + "-b"])
def test_names__that_are_cut_end_in_a_letter(name):
    for values, release in (({"fullnameOverride": name}, "r"), ({}, name)):
        for each in sound(merged(EXISTING, values), release=release):
            assert f"{'a' * 38}." not in each["metadata"]["name"], each["metadata"]["name"]
            assert not each["metadata"]["name"].endswith(("-", "."))


# Numbers


@both_helms
def test_numbers__large_ones_are_whole(program):
    cronjob = {"startingDeadlineSeconds": 1000000, "successfulJobsHistoryLimit": 2000000,
               "failedJobsHistoryLimit": 3000000}  # fmt: skip
    values = {"mode": "cronjob", "cronjob": cronjob, "terminationGracePeriodSeconds": 4000000}
    (job, *_) = [
        each for each in sound(merged(EXISTING, values), program=program) if each["kind"] == "CronJob"
    ]
    assert {key: job["spec"][key] for key in cronjob} == cronjob
    (pod,) = chart_soundness.pod_specs(job)
    assert str(pod["terminationGracePeriodSeconds"]) == "4000000"


@both_helms
@pytest.mark.parametrize(
    ("values", "said"),
    [
        # Helm reads numbers as fractions: these would be other settings, and other passwords.
        ({"config": {"data": {"NOETL_X": 12345678901234567890123}}}, "NOETL_X"),
        ({"targets": {"targets": [{"name": "a", "NOETL_X": 2**60}]}}, "NOETL_X"),
        ({"secret": {"data": {"NOETL_PASSWORD": 123456789012345678}}}, "NOETL_PASSWORD"),
        ({"secret": {"data": {"NOETL_PASSWORD": 83}}}, "NOETL_PASSWORD"),
        ({"secret": {"data": {"NOETL_PASSWORD": True}}}, "NOETL_PASSWORD"),
        # The API server takes nothing but text there.
        ({"extraEnv": [{"name": "POSTGRES_PORT", "value": 5432}]}, "extraEnv"),
        ({"extraEnv": [{"name": "NOETL_DEBUG", "value": True}]}, "extraEnv"),
    ],
)
def test_numbers__that_cannot_be_kept_are_refused(program, values, said):
    assert said in refusal(merged(EXISTING, values), program=program)


# What is there already

TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount"


def test_token__of_ones_own_takes_the_place_of_the_charts():
    mount = {"name": "mine", "mountPath": TOKEN}
    values = {
        "extraContainers": [{"name": "other", "image": "i"}],
        "extraVolumes": [{"name": "mine", "emptyDir": {}}], "extraVolumeMounts": [mount],
    }  # fmt: skip
    for pod in chart_soundness.pod_specs(sound(merged(EXISTING, values))):
        mounts = pod["containers"][0]["volumeMounts"]
        assert [each for each in mounts if each["mountPath"] == TOKEN] == [mount]


def test_token__of_ones_own_is_the_init_containers_too(server_chart):
    mount = {"name": "mine", "mountPath": TOKEN}
    values = {"extraVolumes": [{"name": "mine", "emptyDir": {}}], "extraVolumeMounts": [mount]}
    sound({"noetl-schema": values}, chart=server_chart)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"extraContainers": [{"name": "noetl-schema"}]}, 'the name "noetl-schema"'),
        ({"extraInitContainers": [{"name": "noetl-schema"}]}, 'the name "noetl-schema"'),
        ({"extraContainers": [{"name": "a"}], "extraInitContainers": [{"name": "a"}]}, 'the name "a"'),
        ({"targets": {"targets": [{"name": "a"}, {"name": "b"}, {"name": "a"}]}}, 'the name "a" twice'),
        ({"ddl": {"files": {"a.sql.gz": "create table t ();"}}}, "ddl.files has a.sql.gz"),
        ({"ddl": {"files": {"a.sql.gz": "Y3Jl="}}}, "ddl.files has a.sql.gz"),
        ({"ddl": {"files": {"a.sql.gz": "Y3JlYXRlIHRhYmxlIHQgKCk7"}}}, "gzip"),
    ],
)  # fmt: skip
def test_check__says_what_to_do(values, said):
    assert said in refusal(merged(EXISTING, values))


def test_ddl__packed_files_may_have_lines():
    """As base64 makes them."""
    packed = base64.encodebytes(gzip.compress(bytes(range(256)))).decode()
    assert packed.count("\n") > 1
    sound(merged(EXISTING, {"ddl": {"files": {"a.sql.gz": packed}}}))


# Images


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"image": {"repository": "https://ghcr.io/a/b"}}, "repository"),
        ({"image": {"repository": "ghcr.io/a/b:1.2"}}, "repository"),
        ({"image": {"repository": "noetl:12"}}, "repository"),
        ({"image": {"repository": "ghcr.io/A"}}, "repository"),
        ({"image": {"repository": "a b"}}, "repository"),
        ({"image": {"repository": "ghcr.io/a/"}}, "repository"),
        ({"global": {"imageRegistry": "https://ghcr.io"}}, "imageRegistry"),
        ({"global": {"imageRegistry": "reg.io/x y"}}, "imageRegistry"),
    ],
)
def test_image__that_is_no_reference_is_refused(values, said):
    assert said in refusal(merged(EXISTING, values))


@pytest.mark.parametrize(
    ("registry", "repository"),
    [
        ("reg.io:5000/", "noetl"),
        ("reg.io/proxy", "a/b__c/d-e.f"),
        ("", "localhost:5000/a"),
        ("[::1]:5000", "REG.io/a/b"),
    ],
)
def test_image__any_reference_is_taken(registry, repository):
    values = {"global": {"imageRegistry": registry}, "image": {"repository": repository}}
    sound(merged(EXISTING, values))


# Bundles that a setting names

SETTING = {"NOETL_BUNDLES": "noetl workspace"}


@pytest.mark.parametrize(
    "values",
    [
        {"config": {"data": SETTING}},
        {"extraEnv": [{"name": "NOETL_BUNDLES", "value": "workspace noetl"}]},
        {"config": {"data": {"NOETL_BUNDLES": "catalog"}},
         "extraEnv": [{"name": "NOETL_BUNDLES", "value": "noetl workspace"}]},
    ],
)  # fmt: skip
def test_bundles__of_a_setting_have_their_passwords_in_an_init_container(server_chart, values):
    whole = merged(EXISTING, {"mode": "library", "bundles": []}, values)
    objects = sound({"noetl-schema": whole}, chart=server_chart)
    (pod,) = [each for each in chart_soundness.pod_specs(objects) if "initContainers" in each]
    (secret,) = [each["secret"] for each in pod["volumes"] if "secret" in each]
    keys = {each["key"] for each in secret["items"]}
    assert keys == {"NOETL_PASSWORD", "POSTGRES_PASSWORD"}


# What NOTES say is done


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"bundles": []}, "applied the schemas that the setting NOETL_BUNDLES names (noetl without it) in"),
        ({"bundles": [], "targets": {"existingSecret": "t"}},
         "applied the schemas that the setting NOETL_BUNDLES names (noetl without it) in each target in"),
        ({"targets": {"existingSecret": "t"}}, "applied the schemas of noetl, workspace in each target in"),
        ({"ddl": {"existingConfigMap": "a"}}, 'applied the DDL "r" in'),
        ({"bundles": [], "config": {"data": SETTING}}, "applied the schemas of noetl, workspace in"),
    ],
)  # fmt: skip
def test_notes__say_which_schemas(values, said):
    done = helm("helm4", "install", "r", CHART, "--dry-run=client", "--kubeconfig=/nonexistent",
                "--values=-", stdin=yaml.safe_dump(merged(EXISTING, values)))  # fmt: skip
    assert said in " ".join(done.stdout.split()), done.stderr
