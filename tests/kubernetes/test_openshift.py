"""Chart and manifests where the platform chooses users and groups, as OpenShift does."""

import pytest
import yaml

from support import restricted_v2
from support.chart import EXISTING, MODES, merged
from support.cluster import TREE
from support.helm_release import HelmRelease

pytestmark = pytest.mark.timeout(400)


@pytest.fixture
def admission(cluster):
    if not cluster.kubectl("get", "mutatingadmissionpolicies", check=False).returncode == 0:
        pytest.skip("this cluster has no MutatingAdmissionPolicy")
    cluster.kubectl("apply", "--filename=-", stdin=yaml.safe_dump_all(restricted_v2.OBJECTS))


@pytest.fixture
def openshift(namespace, postgres, image, admission):
    """A namespace whose database was there before the policies judged it."""
    namespace.kubectl("label", "namespace", namespace.name, *(
        f"{key}={value}" for key, value in restricted_v2.LABEL.items()
    ))  # fmt: skip
    pod = namespace.helm(
        "template", "bad", TREE / "helm/noetl-schema", "--set=config.existingConfigMap=c",
        "--show-only=templates/tests/verify.yaml",
    ).stdout  # fmt: skip

    def is_refused():
        done = namespace.apply(pod, arguments=("--dry-run=server",), check=False)
        return "security context constraint" in done.stderr

    namespace.until(is_refused, what="the policies are in force")
    return namespace


def users_of(namespace, selector):
    return {
        (pod["spec"]["securityContext"]["runAsUser"], pod["spec"]["securityContext"]["fsGroup"])
        for pod in namespace.list("pods", f"--selector={selector}")
    }


def test_chart__is_refused_without_the_switch_and_runs_with_it(openshift, postgres):
    release = HelmRelease(openshift, "helm", merged(EXISTING, {"mode": "job"}))
    release.upgrade()
    openshift.until(
        lambda: [
            each
            for each in openshift.events("demo-noetl-schema-1")
            if "security context constraint" in each.get("note", "")
        ],
        what="a refusal that kubectl describe job shows",
    )
    release.upgrade("--wait", "--wait-for-jobs", values={"openshift": True})
    chosen = {(restricted_v2.USER, restricted_v2.USER)}
    assert users_of(openshift, "batch.kubernetes.io/job-name=demo-noetl-schema-2") == chosen
    assert openshift.status()["noetl.noetl"]["phase"] == "Applied"
    release.test()


@pytest.mark.parametrize("program", ["helm", "helm4"])
def test_switch__survives_in_a_chart_that_another_one_includes(
    openshift, postgres, program, server_chart
):
    postgres.provision()
    deployment = server_chart / "templates/deployment.yaml"
    deployment.write_text(deployment.read_text().replace("        runAsUser: 65532\n", ""))
    values = {"noetl-schema": {"openshift": True, "bundles": ["noetl"]}}
    HelmRelease(openshift, program, values, chart=server_chart).upgrade("--wait")
    assert postgres.query("select count(*) from noetl.event_log") == ["0"]


def test_component__leaves_users_to_the_platform(openshift, postgres, cluster, tmp_path):
    for folder in ("postgres", "targets", "openshift"):
        target = tmp_path / "k8s" / folder
        target.mkdir(parents=True)
        for path in (TREE / "k8s" / folder).glob("*.yaml"):
            (target / path.name).write_text(path.read_text())
    (tmp_path / "k8s/kustomization.yaml").write_text((TREE / "k8s/kustomization.yaml").read_text())
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/kustomization.yaml").write_text(
        "resources: [../k8s, ../k8s/targets]\ncomponents: [../k8s/openshift]\n"
    )
    objects = [
        each
        for each in yaml.safe_load_all(cluster.kubectl("kustomize", tmp_path / "mine").stdout)
        if each["kind"] in ("Job", "ServiceAccount", "Role", "RoleBinding", "ConfigMap")
    ]
    assert len([each for each in objects if each["kind"] == "Job"]) == 2
    text = yaml.safe_dump_all(objects).replace("namespace: postgres", f"namespace: {openshift.name}")
    openshift.apply(text.replace(".postgres.svc", f".{openshift.name}.svc"))
    openshift.wait_for("job/noetl-apply-schema", "condition=Complete", 120)
    openshift.wait_for("job/noetl-apply-targets", "condition=Complete", 120)


@pytest.mark.parametrize("mode", MODES)
def test_chart__the_pod_of_helm_test_passes_in_every_mode(openshift, mode):
    done = openshift.helm(
        "template", "demo", TREE / "helm/noetl-schema", f"--set=mode={mode}", "--set=openshift=true",
        "--set=config.existingConfigMap=postgres-config",
    )  # fmt: skip
    pods = [each for each in yaml.safe_load_all(done.stdout) if each and each["kind"] == "Pod"]
    openshift.apply(pods, arguments=("--dry-run=server",))
