"""What the chart makes of targets; no cluster is asked."""

import pytest
import yaml

from support.chart import EXISTING, PROGRAMS, TREE, merged, only, rendered, template

MANIFEST = TREE / "k8s/targets/noetl-apply-targets.yaml"
TARGETS = {
    "targets": [
        {"name": "acme", "NOETL_POSTGRES_DB": "tenants", "NOETL_SCHEMA": "acme"},
        {"name": "globex", "POSTGRES_PORT": 5433, "NOETL_ENSURE_ROLE": False},
    ],
    "defaults": {"NOETL_BUNDLES": "noetl", "POSTGRES_PORT": 5432},
}
NAME = "release-noetl-schema-targets"
TEST_NAME = "release-noetl-schema-test-targets"


def values_of(mode="hook", **targets):
    return merged(EXISTING, {"mode": mode, "bundles": [], "targets": targets})


def container_of(job):
    (container,) = job["spec"]["template"]["spec"]["containers"]
    return container


def environment_of(container):
    return {each["name"]: each.get("value") for each in container["env"]}


def volume_of(pod_spec):
    (volume,) = [each for each in pod_spec["volumes"] if each["name"] == "noetl-schema-targets"]
    return {key: each for key, each in volume.items() if key != "name"}


@pytest.mark.parametrize("program", PROGRAMS)
def test_targets__are_a_file_of_text(program):
    objects = rendered(values_of("job", **TARGETS), program=program)
    assert yaml.safe_load(objects["ConfigMap", NAME]["data"]["targets.yaml"]) == {
        "defaults": {"NOETL_BUNDLES": "noetl", "POSTGRES_PORT": "5432"},
        "targets": [
            {"name": "acme", "NOETL_POSTGRES_DB": "tenants", "NOETL_SCHEMA": "acme"},
            {"name": "globex", "POSTGRES_PORT": "5433", "NOETL_ENSURE_ROLE": "false"},
        ],
    }
    container = container_of(only(objects, "Job"))
    environment = environment_of(container)
    assert environment["NOETL_TARGETS"] == "/etc/noetl/targets/targets.yaml"
    assert environment["NOETL_JOBS"] == "8"
    assert "NOETL_SHARDS" not in environment
    assert container["args"] == ["apply", "--ensure-role"]
    mount = {"name": "noetl-schema-targets", "mountPath": "/etc/noetl/targets", "readOnly": True}
    assert mount in container["volumeMounts"]
    assert only(objects, "Job")["spec"]["backoffLimit"] == 6


def test_targets__are_there_before_the_hook_and_again_for_the_test():
    objects = rendered(values_of(**TARGETS))
    annotations = objects["ConfigMap", NAME]["metadata"]["annotations"]
    assert annotations["helm.sh/hook-weight"] == "-10"
    stays = objects["ConfigMap", TEST_NAME]
    assert "annotations" not in stays["metadata"]
    assert stays["data"] == objects["ConfigMap", NAME]["data"]
    assert volume_of(only(objects, "Pod")["spec"]) == {"configMap": {"name": TEST_NAME}}
    job = only(objects, "Job")["spec"]["template"]["spec"]
    assert volume_of(job) == {"configMap": {"name": NAME}}


@pytest.mark.parametrize(
    ("source", "volume"),
    [
        ({"existingConfigMap": "fleet"}, {"configMap": {"name": "fleet"}}),
        ({"existingSecret": "fleet"}, {"secret": {"secretName": "fleet", "defaultMode": 0o440}}),
    ],
)
def test_targets__may_be_there_already(source, volume):
    objects = rendered(values_of(key="all.yaml", **source))
    assert [name for kind, name in objects if kind == "ConfigMap"] == []
    job = only(objects, "Job")
    assert volume_of(job["spec"]["template"]["spec"]) == volume
    assert volume_of(only(objects, "Pod")["spec"]) == volume
    assert environment_of(container_of(job))["NOETL_TARGETS"] == "/etc/noetl/targets/all.yaml"


@pytest.mark.parametrize("mode", ["hook", "job"])
def test_shards__are_the_manifests_job(mode):
    """The same rules in both: whoever changes one changes the other."""
    manifest = {each["kind"]: each for each in yaml.safe_load_all(MANIFEST.read_text())}
    objects = rendered(values_of(mode, shards=2, **TARGETS))
    ours, theirs = only(objects, "Job")["spec"], manifest["Job"]["spec"]
    own = {"template", "ttlSecondsAfterFinished"} | ({"activeDeadlineSeconds"} if mode == "hook" else set())
    assert {key: ours[key] for key in ours.keys() - own} == {
        key: theirs[key] for key in theirs.keys() - own
    }
    container, other = container_of(only(objects, "Job")), container_of(manifest["Job"])
    added = {"NOETL_REPORT", "NOETL_STATUS_CONFIGMAP", "NOETL_RUN_TIMEOUT"}
    assert [each for each in container["env"] if each["name"] not in added] == other["env"]
    for field in ("args", "resources", "image", "securityContext"):
        assert container[field] == other[field], field
    theirs_rules = yaml.safe_dump(manifest["Role"]["rules"])
    (job,) = [name for kind, name in objects if kind == "Job"]
    assert only(objects, "Role")["rules"] == yaml.safe_load(
        theirs_rules.replace(manifest["Job"]["metadata"]["name"], job)
    )


def test_shards__are_for_cronjobs_too_but_not_for_the_test():
    objects = rendered(values_of("cronjob", shards=3, jobs=2, existingConfigMap="fleet"))
    jobs = [each["spec"]["jobTemplate"] for (kind, _), each in objects.items() if kind == "CronJob"]
    assert [each["spec"]["completions"] for each in jobs] == [3, 3]
    environment = [environment_of(container_of(each)) for each in jobs]
    assert [(each["NOETL_SHARDS"], each["NOETL_JOBS"]) for each in environment] == [("3", "2")] * 2
    (container,) = only(objects, "Pod")["spec"]["containers"]
    assert "NOETL_SHARDS" not in environment_of(container)


@pytest.mark.parametrize(
    ("targets", "named"),
    [
        ({"shards": 0}, "shards"),
        ({"jobs": 65}, "jobs"),
        ({"targets": [{"NOETL_SCHEMA": "acme"}]}, "name"),
        ({"targets": [{"name": "-acme"}]}, "name"),
        ({"targets": [{"name": "acme", "schema": "acme"}]}, "schema"),
        ({"targets": [{"name": "acme", "NOETL_SCHEMA": ["acme"]}]}, "NOETL_SCHEMA"),
        ({"target": []}, "target"),
        ({"existingSecret": "Fleet"}, "existingSecret"),
    ],
)
def test_schema__refuses_bad_targets(targets, named):
    done = template(values_of(**targets))
    assert done.returncode != 0, "accepted"
    assert named in done.stderr


@pytest.mark.parametrize(
    ("mode", "targets", "said"),
    [
        ("hook", {"existingSecret": "a", "existingConfigMap": "b"}, "from one of them"),
        ("hook", TARGETS | {"existingConfigMap": "b"}, "from one of them"),
        ("hook", {"defaults": {"NOETL_SCHEMA": "x"}}, "targets.targets, which is empty"),
        (
            "hook",
            {"targets": [{"name": "acme", "NOETL_PASSWORD": "p"}]},
            "NOETL_PASSWORD in targets is a secret",
        ),
        (
            "job",
            TARGETS | {"defaults": {"DATABASE_URL": "u"}},
            "DATABASE_URL in targets is a secret",
        ),
        ("library", TARGETS, "mode is library, and targets are set"),
    ],
)
def test_check__says_what_is_wrong_with_targets(mode, targets, said):
    done = template(values_of(mode, **targets))
    assert done.returncode != 0
    assert said in done.stderr
