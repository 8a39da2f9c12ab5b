"""What the chart makes of values; no cluster is asked."""

import re
import subprocess

import pytest
import yaml

from support.chart import (
    CHART,
    EXISTING,
    MODES,
    PROGRAMS,
    TREE,
    helm,
    merged,
    only,
    rendered,
    template,
)

MANIFEST = TREE / "k8s/postgres/noetl-apply-schema.yaml"
CREATED = {
    "config": {"data": {"POSTGRES_HOST": "db", "POSTGRES_PORT": 5432, "NOETL_FORCE": False}},
    "secret": {"data": {"NOETL_PASSWORD": "p"}},
}
OFF = {"enabled": False}
DIGEST = "sha256:" + "0123456789abcdef" * 4

both_helms = pytest.mark.parametrize("program", PROGRAMS)


def annotation(each, name):
    return each["metadata"].get("annotations", {}).get(f"helm.sh/{name}")


def job_of(values, **options):
    return only(rendered(merged(EXISTING, values), **options), "Job")


def pod_of(values):
    return job_of(values)["spec"]["template"]["spec"]


def container_of(values):
    return pod_of(values)["containers"][0]


@both_helms
@pytest.mark.parametrize("mode", MODES)
def test_chart__lints(program, mode):
    done = helm(
        program,
        "lint",
        "--strict",
        CHART,
        f"--set=mode={mode}",
        "--set=config.data.POSTGRES_HOST=db",
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("mode", MODES)
def test_chart__both_helms_make_the_same(mode):
    values = merged(CREATED, {"mode": mode})
    assert rendered(values, program="helm") == rendered(values, program="helm4")


RIGHTS = ["ServiceAccount", "Role", "RoleBinding"]
SETTINGS = ["ConfigMap", "Secret"]


@pytest.mark.parametrize(
    ("mode", "kinds"),
    [
        ("hook", ["Job", "Pod", "ConfigMap", "Secret"]),
        ("job", ["Job", "Pod"]),
        ("cronjob", ["CronJob", "CronJob", "Pod"]),
        ("library", ["Pod"]),
    ],
)
def test_chart__each_mode_has_its_objects(mode, kinds):
    objects = rendered(merged(CREATED, {"mode": mode}))
    assert sorted(kind for kind, _ in objects) == sorted(kinds + RIGHTS + SETTINGS)


def test_hook__what_the_job_needs_is_there_before_it():
    objects = rendered(merged(CREATED, {"hook": {"weight": 3}, "tests": {"enabled": False}}))
    for (kind, _), each in objects.items():
        assert annotation(each, "hook") == "pre-install,pre-upgrade", kind
        assert annotation(each, "hook-weight") == ("3" if kind == "Job" else "-7"), kind
        policy = annotation(each, "hook-delete-policy")
        failed = "" if kind == "Job" else ",hook-failed"  # which to Helm these never do
        assert policy == f"before-hook-creation,hook-succeeded{failed}", kind


def test_hook__the_test_has_settings_that_stay():
    objects = rendered(CREATED)
    plain = {key for key, each in objects.items() if annotation(each, "hook") is None}
    name = "release-noetl-schema-test"
    assert plain == {("ConfigMap", name), ("Secret", name)}
    volumes = only(objects, "Pod")["spec"]["volumes"]
    assert [each.get("configMap", {}).get("name") for each in volumes] == [name, None]
    assert [each.get("secret", {}).get("secretName") for each in volumes] == [None, name]
    (data,) = [each["data"] for (kind, _), each in objects.items() if kind == "ConfigMap"][:1]
    assert objects["ConfigMap", name]["data"] == data


def test_hook__events_may_come_after():
    objects = rendered(merged(CREATED, {"hook": {"events": ["post-install", "post-upgrade"]}}))
    assert annotation(only(objects, "Job"), "hook") == "post-install,post-upgrade"
    assert annotation(only(objects, "Role"), "hook") == "post-install,post-upgrade"


def test_hook__has_no_name_that_the_manifests_have():
    """Helm deletes what is there under a hook's name, whosever it is; the README says both to one namespace."""
    manifests = [
        each
        for path in (TREE / "k8s").rglob("*.yaml")
        for each in yaml.safe_load_all(path.read_text())
        if "metadata" in each  # a kustomization has none
    ]
    theirs = {(each["kind"], each["metadata"]["name"]) for each in manifests}
    assert rendered(EXISTING, release="noetl-schema").keys() & theirs == set()


@pytest.mark.parametrize("mode", ["job", "cronjob", "library"])
def test_chart__only_mode_hook_has_hooks_and_the_test(mode):
    objects = rendered(merged(CREATED, {"mode": mode}))
    hooks = {
        kind: annotation(each, "hook")
        for (kind, _), each in objects.items()
        if annotation(each, "hook")
    }
    assert hooks == {"Pod": "test"}


@pytest.mark.parametrize("mode", ["hook", "job"])
def test_job__is_the_manifests_job(mode):
    """The same rules in both: whoever changes one changes the other."""
    (manifest,) = [
        each for each in yaml.safe_load_all(MANIFEST.read_text()) if each["kind"] == "Job"
    ]
    ours, theirs = job_of({"mode": mode})["spec"], manifest["spec"]
    for field in ("backoffLimit", "podFailurePolicy"):
        assert ours[field] == theirs[field], field
    deadline = theirs["activeDeadlineSeconds"] if mode == "job" else 285  # before Helm gives up
    assert ours["activeDeadlineSeconds"] == deadline

    pod, other = ours["template"]["spec"], theirs["template"]["spec"]
    pod["serviceAccountName"] = other["serviceAccountName"]
    container, other_container = pod.pop("containers")[0], other.pop("containers")[0]
    names = {"noetl-schema-config": "config", "noetl-schema-secret": "secret"}
    for each in pod["volumes"] + container["volumeMounts"]:
        each["name"] = names[each["name"]]
    assert pod == other
    added = {"NOETL_REPORT", "NOETL_STATUS_CONFIGMAP", "NOETL_RUN_TIMEOUT"}
    container["env"] = [each for each in container["env"] if each["name"] not in added]
    assert container == other_container


def test_role__is_the_manifests_role():
    objects = list(yaml.safe_load_all(MANIFEST.read_text()))
    (theirs,) = [each for each in objects if each["kind"] == "Role"]
    (job,) = [each for each in objects if each["kind"] == "Job"]
    ours = yaml.safe_load(
        yaml.safe_dump(only(rendered(EXISTING), "Role")["rules"]).replace(
            job_of({})["metadata"]["name"], job["metadata"]["name"]
        )
    )
    assert ours == theirs["rules"]


@pytest.mark.parametrize("mode", MODES)
def test_role__names_the_job_that_is_annotated(mode):
    objects = rendered(merged(CREATED, {"mode": mode, "job": {"annotate": True}}))
    rules = [rule for (kind, _), each in objects.items() if kind == "Role" for rule in each["rules"]]
    named = {
        (*rule["resourceNames"], *rule["verbs"]) for rule in rules if "jobs" in rule["resources"]
    }
    job = [name for kind, name in objects if kind == "Job"]
    assert named == {(name, verb) for name in job for verb in ("get", "patch")}
    unless_told = template(merged(CREATED, {"mode": mode})).stdout
    assert "NOETL_ANNOTATE_JOB" not in unless_told
    rules = [
        rule
        for each in yaml.safe_load_all(unless_told)
        if each and each["kind"] == "Role"
        for rule in each["rules"]
    ]
    assert [rule["verbs"] for rule in rules if "jobs" in rule["resources"]] == [["get"]] * len(job)


def test_chart__manifests_and_image_name_one_reference():
    reference = subprocess.run(
        [TREE / "tools/image", "--print-reference"], capture_output=True, text=True, check=True
    ).stdout.strip()
    manifests = "".join(path.read_text() for path in (TREE / "k8s").rglob("*.yaml"))
    named = set(re.findall(r"image: (\S*noetl-schema\S*)", manifests))
    assert named == {reference} == {container_of({})["image"]}


def test_image__digest_ranks_above_the_tag():
    image = {"repository": "mirror.example/noetl-schema", "tag": "edge", "digest": DIGEST}
    assert container_of({"image": image})["image"] == f"mirror.example/noetl-schema@{DIGEST}"
    image["digest"] = ""
    assert container_of({"image": image})["image"] == "mirror.example/noetl-schema:edge"


def test_config__values_become_text():
    data = {"POSTGRES_HOST": "db", "POSTGRES_PORT": 5432, "NOETL_FORCE": False, "BIG": 12345678}
    objects = rendered(merged(CREATED, {"mode": "job", "config": {"data": data}}))
    text = {
        "POSTGRES_HOST": "db",
        "POSTGRES_PORT": "5432",
        "NOETL_FORCE": "false",
        "BIG": "12345678",
    }
    assert only(objects, "ConfigMap")["data"] == text


def test_config__what_the_chart_makes_ranks_above_what_is_there():
    container = only(rendered(merged(EXISTING, CREATED)), "Job")["spec"]["template"]["spec"][
        "containers"
    ][0]
    folders = {each["name"]: each.get("value") for each in container["env"]}[
        "NOETL_CONFIG_DIR"
    ].split(":")
    assert folders == [
        f"/etc/noetl/{name}" for name in ("config", "secret", "release-config", "release-secret")
    ]
    assert folders == [each["mountPath"] for each in container["volumeMounts"]]


def test_secrets__are_as_libpq_wants_a_key():
    values = {
        "tls": {"mode": "verify-full", "ca": {"secret": "ca"}, "client": {"secret": "client"}}
    }
    pod = pod_of(values)
    modes = {
        each["name"]: each["secret"]["defaultMode"] for each in pod["volumes"] if "secret" in each
    }
    assert modes == dict.fromkeys(
        ["noetl-schema-secret", "noetl-schema-ca", "noetl-schema-client"], 0o440
    )
    assert pod["securityContext"]["fsGroup"] == 65532
    environment = {each["name"]: each.get("value") for each in pod["containers"][0]["env"]}
    assert environment["PGSSLMODE"] == "verify-full"
    assert environment["PGSSLROOTCERT"] == "/etc/noetl/ca/ca.crt"
    assert environment["PGSSLKEY"] == "/etc/noetl/client/tls.key"


def test_pod__takes_what_operators_add():
    added = {
        "tolerations": [{"key": "dedicated", "operator": "Exists"}],
        "nodeSelector": {"disk": "fast"},
        "affinity": {"nodeAffinity": {}},
        "priorityClassName": "high",
        "imagePullSecrets": [{"name": "pull"}],
        "terminationGracePeriodSeconds": 5,
    }
    pod = pod_of(added)
    assert {key: pod[key] for key in added} == added
    extra = {
        "extraEnv": [{"name": "NOETL_LOG_FORMAT", "value": "json"}],
        "extraVolumes": [{"name": "ddl", "configMap": {"name": "ddl"}}],
        "extraVolumeMounts": [{"name": "ddl", "mountPath": "/ddl"}],
        "extraArgs": ["--require-isolation"],
    }
    pod = pod_of(extra)
    container = pod["containers"][0]
    assert container["env"][-1:] == extra["extraEnv"]
    assert pod["volumes"][-1:] == extra["extraVolumes"]
    assert container["volumeMounts"][-1:] == extra["extraVolumeMounts"]
    assert container["args"] == [
        "apply",
        "noetl",
        "workspace",
        "--ensure-role",
        "--require-isolation",
    ]


def test_mesh__is_kept_out_unless_told():
    template_of = lambda values: job_of(values)["spec"]["template"]["metadata"]  # noqa: E731
    assert template_of({})["annotations"]["linkerd.io/inject"] == "disabled"
    assert template_of({})["labels"]["sidecar.istio.io/inject"] == "false"
    own = {"podAnnotations": {"linkerd.io/inject": "enabled"}}
    assert template_of(own)["annotations"]["linkerd.io/inject"] == "enabled"
    let_in = template_of({"mesh": {"keepOut": False}})
    assert "annotations" not in let_in
    assert not any("inject" in name for name in let_in["labels"])


def test_rights__can_be_left_to_others():
    objects = rendered(
        merged(
            EXISTING,
            {"rbac": {"create": False}, "serviceAccount": {"create": False, "name": "own"}},
        )
    )
    assert sorted(kind for kind, _ in objects) == ["Job", "Pod"]
    assert only(objects, "Job")["spec"]["template"]["spec"]["serviceAccountName"] == "own"
    pod = pod_of({"status": {"report": False}})
    assert "serviceAccountName" not in pod
    assert pod["automountServiceAccountToken"] is False


@pytest.mark.parametrize("mode", MODES)
def test_names__fit_however_long_the_release(mode):
    objects = rendered(merged(CREATED, {"mode": mode}), release="r" * 53)
    limits = {"CronJob": 52}
    assert [name for kind, name in objects if len(name) > limits.get(kind, 57)] == []


@both_helms
@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"mode": "daemon"}, "mode"),
        ({"bundles": ["noetle"]}, "bundles"),
        ({"bundels": []}, "bundels"),
        ({"hook": {"events": []}}, "events"),
        ({"hook": {"events": ["pre-delete"]}}, "events"),
        ({"hook": {"deletePolicy": "never"}}, "deletePolicy"),
        ({"image": {"digest": "sha256:short"}}, "digest"),
        ({"image": {"pullPolicy": "Sometimes"}}, "pullPolicy"),
        ({"config": {"data": {"postgres_host": "db"}}}, "postgres_host"),
        ({"config": {"data": {"POSTGRES_HOST": ["db"]}}}, "POSTGRES_HOST"),
        ({"secret": {"existingSecret": "Postgres_Secret"}}, "existingSecret"),
        ({"tls": {"mode": "on"}}, "mode"),
        ({"job": {"backoffLimit": -1}}, "backoffLimit"),
        ({"job": {"ttlSecondsAfterFinished": "soon"}}, "ttlSecondsAfterFinished"),
        ({"ensureRole": "yes"}, "ensureRole"),
        ({"extraEnv": [{"value": "nameless"}]}, "extraEnv"),
        ({"podAnnotations": {"sidecar.istio.io/inject": False}}, "podAnnotations"),
        ({"status": {"configMap": ""}}, "configMap"),
        ({"status": {"annotateJob": True}}, "annotateJob"),
        ({"networkPolicy": {"database": {"ports": [0]}}}, "networkPolicy"),
        ({"networkPolicy": {"dns": {"ports": []}}}, "networkPolicy"),
        ({"cronjob": {"timezone": "UTC"}}, "timezone"),
        ({"configFrom": ["postgres/c"]}, "configFrom"),
        ({"configFrom": [{"namespace": "postgres"}]}, "configFrom"),
        ({"configFrom": [{"configMap": "c", "secret": "s"}]}, "configFrom"),
    ],
)  # fmt: skip
def test_schema__refuses_bad_values(program, values, named):
    done = template(merged(EXISTING, values), program=program)
    assert done.returncode != 0, "accepted"
    assert named in done.stderr


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "no server is given"),
        (merged(EXISTING, {"tls": {"ca": {"secret": "a", "configMap": "b"}}}), "from one of them"),
        (
            merged(EXISTING, {"mode": "cronjob", "cronjob": {"partitions": OFF, "verify": OFF}}),
            "there is nothing to do",
        ),
    ],
)  # fmt: skip
def test_check__says_what_is_wrong_in_a_sentence(values, said):
    done = template(values)
    assert done.returncode != 0
    assert said in done.stderr


def properties(schema, path=()):
    for key, inner in schema.get("properties", {}).items():
        yield (*path, key)
        yield from properties(inner, (*path, key))


def test_schema__knows_just_the_values_that_there_are():
    values = yaml.safe_load((CHART / "values.yaml").read_text())
    schema = yaml.safe_load((CHART / "values.schema.json").read_text())

    def exists(path):
        inner = values
        for key in path:
            if not isinstance(inner, dict) or key not in inner:
                return False
            inner = inner[key]
        return True

    assert [path for path in properties(schema) if not exists(path)] == []


def test_readme__has_every_value():
    done = subprocess.run(
        [TREE / ".ci/chart-readme", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
