"""What else a Pod of the chart may have: own DDL, keys of operators, sidecars, other registries; no cluster is asked."""

import base64
import gzip

import pytest

from support import chart_soundness
from support.chart import EXISTING, MODES, PROGRAMS, merged, only, rendered, template

both_helms = pytest.mark.parametrize("program", PROGRAMS)
TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount"


def objects_of(*values, **options):
    done = template(merged(EXISTING, *values), **options)
    assert done.returncode == 0, done.stderr
    return chart_soundness.check(done.stdout)


def pods_of(*values, **options):
    """The specs of all Pods, by the command that each runs."""
    specs = chart_soundness.pod_specs(objects_of(*values, **options))
    return {spec["containers"][0]["args"][0]: spec for spec in specs}


def job_pod(*values):
    return pods_of({"mode": "job"}, *values)["apply"]


def environment(spec):
    return {each["name"]: each.get("value") for each in spec["containers"][0]["env"]}


def volume(spec, name):
    (found,) = [each for each in spec["volumes"] if each["name"] == name]
    return found


# DDL of the chart's user

DDL = {"ddl": {"existingConfigMap": "billing-ddl", "name": "billing"}}
WORDS = ["--file", "/etc/noetl/ddl", "--name", "billing"]


@both_helms
def test_ddl__every_command_works_on_it(program):
    args = {
        command: spec["containers"][0]["args"][1:]
        for mode in ("hook", "cronjob")
        for command, spec in pods_of(DDL, {"mode": mode}, program=program).items()
    }
    assert args == {"apply": [*WORDS, "--ensure-role"], "verify": WORDS}, "and nothing on bundles"


def test_ddl__is_for_the_init_container_of_another_chart_too(server_chart):
    objects = rendered({"noetl-schema": DDL}, chart=server_chart)
    spec = only(objects, "Deployment")["spec"]["template"]["spec"]
    (init,) = spec["initContainers"]
    assert init["args"] == ["init", *WORDS]
    secret = volume(spec, "noetl-schema-secret")["secret"]
    assert [each["key"] for each in secret["items"]] == ["NOETL_PASSWORD"]
    assert "/etc/noetl/ddl" in {each["mountPath"] for each in init["volumeMounts"]}


def test_ddl__of_several_config_maps_is_one_folder():
    spec = job_pod({"ddl": {"existingConfigMap": ["first", "second"]}})
    sources = volume(spec, "noetl-schema-ddl")["projected"]["sources"]
    assert [each["configMap"]["name"] for each in sources] == ["first", "second"]
    assert "release" in spec["containers"][0]["args"], "its name is the release's"


@pytest.mark.parametrize("mode", MODES)
def test_ddl__in_values_is_a_config_map_that_is_there_when_it_is_needed(mode):
    packed = base64.b64encode(gzip.compress(b"select 2;")).decode()
    files = {"010.sql": "select 1;\n", "020.sql.gz": packed}
    objects = objects_of({"mode": mode, "ddl": {"files": files}})
    made = [each for each in objects if each["kind"] == "ConfigMap"]
    made.sort(key=lambda each: "annotations" not in each["metadata"])  # the hook's first
    names = ["release-noetl-schema-ddl", "release-noetl-schema-test-ddl"]
    assert [each["metadata"]["name"] for each in made] == names[: 2 if mode == "hook" else 1]
    for each in made:
        assert each["data"] == {"010.sql": "select 1;\n"}
        assert each["binaryData"] == {"020.sql.gz": packed}
    if mode == "hook":
        assert made[0]["metadata"]["annotations"]["helm.sh/hook-weight"] == "-10"
        assert "annotations" not in made[1]["metadata"]


def test_ddl__goes_with_bundles_only_if_it_is_said():
    with_bundles = {"ddl": {"withBundles": True}}
    assert job_pod(DDL, with_bundles)["containers"][0]["args"] == [
        "apply", "noetl", "workspace", *WORDS, "--ensure-role",
    ]  # fmt: skip


# Keys of a Secret

PRESETS = {
    "cnpg": {"NOETL_USER": "username", "NOETL_PASSWORD": "password", "NOETL_POSTGRES_DB": "dbname",
             "POSTGRES_HOST": "host", "POSTGRES_PORT": "port"},
    "crunchy": {"NOETL_USER": "user", "NOETL_PASSWORD": "password", "NOETL_POSTGRES_DB": "dbname",
                "POSTGRES_HOST": "host", "POSTGRES_PORT": "port"},
    "zalando": {"NOETL_USER": "username", "NOETL_PASSWORD": "password"},
}  # fmt: skip


def items(spec):
    found = volume(spec, "noetl-schema-secret")["secret"]["items"]
    return {each["path"]: each["key"] for each in found}


@pytest.mark.parametrize("preset", PRESETS)
def test_secret__of_an_operator_is_mounted_under_the_names_of_settings(preset):
    assert items(job_pod({"secret": {"preset": preset}})) == PRESETS[preset]


def test_secret__keys_rank_above_a_preset():
    keys = {"NOETL_POSTGRES_DB": "database", "NOETL_ADMIN_PASSWORD": "admin"}
    expected = PRESETS["zalando"] | keys
    assert items(job_pod({"secret": {"preset": "zalando", "keys": keys}})) == expected


def test_secret__of_an_operator_is_not_the_administrators_in_an_init_container(server_chart):
    keys = {"NOETL_PASSWORD": "password", "NOETL_USER": "user", "NOETL_ADMIN_PASSWORD": "admin"}
    values = {"noetl-schema": {"secret": {"keys": keys}}}
    objects = rendered(values, chart=server_chart)
    spec = only(objects, "Deployment")["spec"]["template"]["spec"]
    assert items(spec) == {"NOETL_PASSWORD": "password", "NOETL_USER": "user"}


# OpenShift

CHOSEN = ("runAsUser", "runAsGroup", "fsGroup")


def contexts(spec):
    return [spec["securityContext"], spec["containers"][0]["securityContext"]]


@both_helms
@pytest.mark.parametrize("mode", ["hook", "job", "cronjob"])
def test_openshift__chooses_users_and_groups(program, mode):
    for spec in pods_of({"mode": mode, "openshift": True}, program=program).values():
        assert not [key for context in contexts(spec) for key in CHOSEN if key in context]
        assert spec["securityContext"]["runAsNonRoot"] is True


@both_helms
def test_openshift__is_noticed_by_its_api_and_can_be_denied(program):
    api = ["--api-versions=security.openshift.io/v1/SecurityContextConstraints"]
    spec = pods_of(program=program, arguments=api)["apply"]
    assert "fsGroup" not in spec["securityContext"]
    assert pods_of(program=program)["apply"]["securityContext"]["fsGroup"] == 65532
    denied = pods_of({"openshift": False}, program=program, arguments=api)["apply"]
    assert denied["securityContext"]["fsGroup"] == 65532


@both_helms
def test_openshift__is_one_switch_of_a_chart_that_another_one_includes(program, server_chart):
    values = {"noetl-schema": {"openshift": True}}
    objects = rendered(values, chart=server_chart, program=program)
    spec = only(objects, "Deployment")["spec"]["template"]["spec"]
    assert "fsGroup" not in spec["securityContext"]
    spec = only(rendered({}, chart=server_chart), "Deployment")["spec"]["template"]["spec"]
    assert spec["securityContext"]["fsGroup"] == 65532


# Other containers

SIDECAR = {"name": "proxy", "image": "proxy:1", "restartPolicy": "Always"}


@pytest.mark.parametrize("key", ["extraInitContainers", "extraContainers"])
def test_containers__beside_the_program_do_not_get_its_token(key):
    spec = job_pod({key: [SIDECAR]})
    place = {"extraInitContainers": "initContainers", "extraContainers": "containers"}[key]
    assert SIDECAR in spec[place]
    assert spec["automountServiceAccountToken"] is False
    (program,) = [each for each in spec["containers"] if each["name"] == "noetl-schema"]
    mounts = {each["mountPath"]: each["name"] for each in program["volumeMounts"]}
    assert "projected" in volume(spec, mounts[TOKEN])


@pytest.mark.parametrize("mode", ["hook", "job", "cronjob"])
def test_containers__are_in_every_pod_of_the_release(mode):
    for spec in pods_of({"mode": mode, "extraInitContainers": [SIDECAR]}).values():
        assert spec["initContainers"] == [SIDECAR]


def test_config_dirs__of_ones_own_rank_above_what_is_mounted():
    spec = job_pod({"extraConfigDirs": ["/token", ""]})
    assert environment(spec)["NOETL_CONFIG_DIR"] == "/etc/noetl/config:/etc/noetl/secret:/token"


def test_account__that_a_cloud_knows_is_every_pods():
    account = {"serviceAccount": {"create": False, "name": "cloud"}, "status": {"report": False}}
    for spec in pods_of(account).values():
        assert spec["serviceAccountName"] == "cloud"
        assert spec["automountServiceAccountToken"] is False
    annotated = {"serviceAccount": {"annotations": {"eks.amazonaws.com/role-arn": "arn"}}}
    accounts = {
        each["metadata"]["name"]: each["metadata"]["annotations"]
        for each in objects_of(annotated)
        if each["kind"] == "ServiceAccount"
    }
    assert accounts.keys() == {"release-noetl-schema", "release-noetl-schema-test"}
    assert all("eks.amazonaws.com/role-arn" in each for each in accounts.values())


# Registry

REGISTRIES = [
    ("ghcr.io/noetl/noetl-schema", "mirror.example/noetl/noetl-schema"),
    ("localhost/noetl-schema", "mirror.example/noetl-schema"),
    ("registry:5000/noetl-schema", "mirror.example/noetl-schema"),
    ("noetl/noetl-schema", "mirror.example/noetl/noetl-schema"),
]


@pytest.mark.parametrize(("repository", "image"), REGISTRIES)
def test_registry__of_a_parent_takes_the_place_of_the_images(repository, image):
    spec = job_pod({"image": {"repository": repository, "tag": "1"},
                    "global": {"imageRegistry": "mirror.example"}})  # fmt: skip
    assert spec["containers"][0]["image"] == f"{image}:1"


@both_helms
def test_registry__and_its_secrets_come_from_a_parent_chart(program, server_chart):
    parent = {"global": {"imageRegistry": "mirror.example", "imagePullSecrets": ["a", {"name": "b"}]},
              "noetl-schema": {"mode": "job", "imagePullSecrets": [{"name": "b"}, {"name": "c"}]}}  # fmt: skip
    spec = only(rendered(parent, chart=server_chart, program=program), "Job")["spec"]["template"]["spec"]
    assert spec["imagePullSecrets"] == [{"name": "b"}, {"name": "c"}, {"name": "a"}]
    assert spec["containers"][0]["image"].startswith("mirror.example/noetl/noetl-schema:")


# Time

@pytest.mark.parametrize(("timeout_s", "deadline_s", "budget"), [(300, 285, "240s"), (30, 28, "24s")])
def test_hook__ends_before_helm_gives_up_and_its_waits_before_it(timeout_s, deadline_s, budget):
    job = only(rendered(merged(EXISTING, {"hook": {"timeout": timeout_s}})), "Job")["spec"]
    assert job["activeDeadlineSeconds"] == deadline_s
    assert environment(job["template"]["spec"])["NOETL_RUN_TIMEOUT"] == budget
    assert 8 in job["podFailurePolicy"]["rules"][1]["onExitCodes"]["values"]


def test_hook__leaves_a_budget_of_the_settings_alone():
    spec = pods_of({"config": {"data": {"NOETL_RUN_TIMEOUT": "10s"}}})["apply"]
    assert "NOETL_RUN_TIMEOUT" not in environment(spec)
    assert "NOETL_RUN_TIMEOUT" not in environment(job_pod())


def test_revision__is_passed_on():
    assert environment(job_pod({"revision": "f00"}))["NOETL_REVISION"] == "f00"
    assert "NOETL_REVISION" not in environment(job_pod())
