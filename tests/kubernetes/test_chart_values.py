"""The chart over a matrix of values: null, empty, absent, named twice; no cluster is asked."""

import json

import pytest
import yaml

from support import chart_soundness
from support.chart import CHART, EXISTING, MODES, PROGRAMS, helm, merged, template

SCHEMA = json.loads((CHART / "values.schema.json").read_text())
SERVER = {"config": {"existingConfigMap": "postgres-config"}}

both_helms = pytest.mark.parametrize("program", PROGRAMS)


def resolved(node):
    return SCHEMA["definitions"][node["$ref"].split("/")[-1]] if "$ref" in node else node


def takes_null(node):
    node = resolved(node)
    return (
        "null" in node.get("type", [])
        or None in node.get("enum", [])
        or any(map(takes_null, node.get("anyOf", [])))
    )


def paths(node=SCHEMA, path=()):
    """(path, whether null is a value) of each value that the schema knows."""
    for key, inner in resolved(node).get("properties", {}).items():
        yield ".".join((*path, key)), takes_null(inner)
        yield from paths(inner, (*path, key))


def is_list(path):
    node = SCHEMA
    for key in path.split("."):
        node = resolved(resolved(node)["properties"][key])
    return "array" in node.get("type", [])


OPTIONAL = [path for path, is_optional in paths() if is_optional]
NEEDED = [path for path, is_optional in paths() if not is_optional]
LISTS = [path for path in OPTIONAL if is_list(path)]


def nulls(prefix="", leave=("config.existingConfigMap",)):
    """Arguments that set every optional value to null, but for the one that names the server."""
    return [f"--set={prefix}{path}=null" for path in OPTIONAL if path not in leave]


def sound(done):
    assert done.returncode == 0, done.stderr
    return chart_soundness.check(done.stdout)


def test_values__that_may_be_null_are_those_without_a_default():
    defaults = yaml.safe_load((CHART / "values.yaml").read_text())

    def default(path):
        value = defaults
        for key in path.split("."):
            value = value[key]
        return value

    free = {"bundles", "mesh.annotations", "mesh.labels", "resources", "podSecurityContext",
            "securityContext"}  # fmt: skip
    assert {path for path in OPTIONAL if default(path)} == free
    assert {path for path in NEEDED if not default(path)} == {"hook.weight"}


@both_helms
@pytest.mark.parametrize("mode", MODES)
def test_values__all_that_may_be_null_are_null(program, mode):
    sound(template(SERVER | {"mode": mode}, program=program, arguments=nulls()))


@both_helms
@pytest.mark.parametrize("mode", MODES)
def test_values__they_are_null_in_a_chart_that_another_one_includes(program, mode, server_chart):
    values = {"noetl-schema": SERVER | {"mode": mode}}
    arguments = nulls(prefix="noetl-schema.")
    sound(template(values, program=program, chart=server_chart, arguments=arguments))


@pytest.mark.parametrize("path", OPTIONAL)
def test_values__each_of_them_may_be_null(path):
    extra = {"extraEnv": [{"name": "POSTGRES_HOST", "value": "db"}]}
    sound(template(merged(EXISTING, extra), arguments=[f"--set={path}=null"]))


@both_helms
@pytest.mark.parametrize("mode", MODES)
def test_values__a_list_is_empty_as_the_shell_writes_it(program, mode):
    """To Helm {} is a list of one empty text."""
    structured = {"configFrom", "extraEnv", "extraEnvFrom", "targets.targets"}
    plain = [path for path in LISTS if schema_items(path).get("type") == "string"]
    assert len(plain) > 5 and not structured & set(plain)
    sound(template(SERVER | {"mode": mode}, program=program,
                   arguments=[f"--set={path}={{}}" for path in plain]))  # fmt: skip


def schema_items(path):
    node = SCHEMA
    for key in path.split("."):
        node = resolved(resolved(node)["properties"][key])
    return node.get("items", {})


@pytest.mark.parametrize("path", NEEDED)
def test_values__any_other_null_is_refused_by_name(path):
    if path == "hook.weight":
        return
    done = template(EXISTING, arguments=[f"--set={path}=null"])
    assert done.returncode != 0, "accepted"
    assert path.split(".")[-1] in done.stderr
    assert "nil pointer" not in done.stderr


@both_helms
@pytest.mark.parametrize("mode", ["hook", "job", "cronjob"])
def test_targets__as_the_page_has_it(program, mode):
    arguments = ["--set=bundles=null", "--set=targets.existingConfigMap=noetl-targets",
                 "--set=targets.shards=2"]  # fmt: skip
    objects = sound(template(EXISTING | {"mode": mode}, program=program, arguments=arguments))
    commands = {
        tuple(container["args"])
        for spec in chart_soundness.pod_specs(objects)
        for container in spec["containers"]
    }
    assert commands <= {("apply", "--ensure-role"), ("verify",), ("partitions",)}


NAMES = [
    "NOETL_CONFIG_DIR", "NOETL_CONFIG_FROM", "NOETL_REPORT", "NOETL_STATUS_CONFIGMAP", "PGSSLMODE",
    "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY", "POD_NAME", "POD_UID", "JOB_NAME", "JOB_UID",
    "NOETL_TARGETS", "NOETL_JOBS", "NOETL_SHARDS", "NOETL_ANNOTATE_JOB", "NOETL_RUN_TIMEOUT",
    "NOETL_REVISION",
]  # fmt: skip
EVERYTHING = merged(
    EXISTING,
    {
        "configFrom": [{"secret": "s"}],
        "tls": {"ca": {"secret": "ca"}, "client": {"secret": "client"}},
        "targets": {"existingConfigMap": "fleet"},
        "job": {"annotate": True},
        "revision": "abc",
    },
)


@both_helms
def test_env__what_extra_env_names_is_there_once_and_is_its(program):
    extra = [{"name": name, "value": "mine"} for name in NAMES]
    objects = sound(template(merged(EVERYTHING, {"extraEnv": extra}), program=program))
    for spec in chart_soundness.pod_specs(objects):
        environment = {each["name"]: each.get("value") for each in spec["containers"][0]["env"]}
        assert {environment[name] for name in NAMES} == {"mine"}


def test_env__of_another_charts_init_container_is_there_once(server_chart):
    values = {"noetl-schema": {"extraEnv": [{"name": "NOETL_INIT_DB", "value": "false"}]}}
    sound(template(values, chart=server_chart))


def test_volumes__take_the_place_of_the_charts():
    own = {
        "extraVolumes": [{"name": "noetl-schema-config", "configMap": {"name": "mine"}}],
        "extraVolumeMounts": [{"name": "noetl-schema-config", "mountPath": "/etc/noetl/config"}],
    }
    objects = sound(template(merged(EXISTING, own)))
    (spec, *_) = chart_soundness.pod_specs(objects)
    assert own["extraVolumes"][0] in spec["volumes"]


def test_labels__and_annotations_take_the_place_of_the_charts():
    own = {
        "commonLabels": {"app.kubernetes.io/part-of": "mine", "app.kubernetes.io/version": "9"},
        "podLabels": {"app.kubernetes.io/part-of": "pod", "sidecar.istio.io/inject": "true"},
        "job": {"annotations": {"helm.sh/hook-weight": "7"}},
    }
    for mode in MODES:
        objects = sound(template(merged(EXISTING, own, {"mode": mode})))
        assert {each["metadata"]["labels"]["app.kubernetes.io/part-of"] for each in objects} <= {
            "mine", "pod"
        }  # fmt: skip
        if mode == "hook":
            (job,) = [each for each in objects if each["kind"] == "Job"]
            assert job["metadata"]["annotations"]["helm.sh/hook-weight"] == "7"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"extraEnv": [{"name": "A", "value": "1"}] * 2}, "extraEnv names A twice"),
        ({"extraVolumes": [{"name": "a", "emptyDir": {}}] * 2}, 'extraVolumes has the name "a" twice'),
        ({"podLabels": {"app.kubernetes.io/name": "x"}}, "podLabels has app.kubernetes.io/name"),
        ({"secret": {"existingSecret": "", "preset": "cnpg"}}, "name it in secret.existingSecret"),
        ({"ddl": {"name": "x"}}, "set ddl.files or ddl.existingConfigMap"),
        ({"ddl": {"existingConfigMap": "a", "files": {"a.sql": "b"}}}, "comes from one of them"),
        ({"ddl": {"files": {"a.sql": "x" * 1_000_001}}}, "name these in ddl.existingConfigMap"),
        ({"ddl": {"files": {"a.sql": "b"}, "withBundles": True}, "bundles": []}, "bundles is empty"),
        (
            {"mode": "cronjob", "ddl": {"files": {"a.sql": "b"}}, "cronjob": {"verify": {"enabled": False}}},
            "files have no partitions",
        ),
    ],
)  # fmt: skip
def test_check__says_what_to_do(values, said):
    done = template(merged(EXISTING, values))
    assert done.returncode != 0
    assert said in done.stderr


@both_helms
@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"ddl": {"files": {"notes.txt": "x"}}}, "notes.txt"),
        ({"ddl": {"existingConfigMap": {"a": "b"}}}, "existingConfigMap"),
        ({"ddl": {"name": "not a name"}}, "name"),
        ({"secret": {"preset": "stackgres"}}, "preset"),
        ({"secret": {"keys": {"password": "NOETL_PASSWORD"}}}, "password"),
        ({"openshift": "yes"}, "openshift"),
        ({"hook": {"timeout": "5m"}}, "timeout"),
        ({"hook": {"timeout": 5}}, "timeout"),
        ({"extraConfigDirs": ["relative"]}, "extraConfigDirs"),
        ({"extraInitContainers": [{"image": "x"}]}, "extraInitContainers"),
        ({"global": {"imageRegistry": ["x"]}}, "imageRegistry"),
    ],
)
def test_schema__refuses_bad_values(program, values, named):
    done = template(merged(EXISTING, values), program=program)
    assert done.returncode != 0, "accepted"
    assert named in done.stderr


@both_helms
@pytest.mark.parametrize("mode", MODES)
def test_chart__lints_with_everything(program, mode):
    done = helm(program, "lint", "--strict", CHART, "--values=-", f"--set=mode={mode}",
                stdin=yaml.safe_dump(merged(EXISTING, {
                    "ddl": {"existingConfigMap": ["a", "b"]}, "secret": {"preset": "cnpg"},
                    "openshift": True, "extraConfigDirs": ["/token"],
                })))  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
