"""What an init container shares with the server beside it: as little as may be; no cluster is asked."""

import pytest
import yaml

from support.chart import TREE, only, rendered, template

MANIFEST = TREE / "k8s/init-container/server.yaml"
TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount"


def manifests_pod():
    objects = list(yaml.safe_load_all(MANIFEST.read_text()))
    (server,) = [each for each in objects if each["kind"] == "Deployment"]
    return server["spec"]["template"]["spec"]


@pytest.fixture
def library(server_chart):
    """A function that gives the Pod of a chart which includes this one's templates."""

    def make(**values):
        objects = rendered({"noetl-schema": values}, chart=server_chart)
        return only(objects, "Deployment")["spec"]["template"]["spec"]

    return make


@pytest.fixture(params=["manifest", "chart"])
def pod(request, library):
    return manifests_pod() if request.param == "manifest" else library(bundles=["noetl"])


def mounts_of(container):
    return {each["mountPath"]: each["name"] for each in container.get("volumeMounts", [])}


def volume(pod, name):
    (found,) = [each for each in pod["volumes"] if each["name"] == name]
    return found


def test_token__is_the_init_containers_alone(pod):
    assert pod["automountServiceAccountToken"] is False
    (init,), (server,) = pod["initContainers"], pod["containers"]
    assert mounts_of(server) == {}
    token, authority, namespace = volume(pod, mounts_of(init)[TOKEN])["projected"]["sources"]
    assert token["serviceAccountToken"]["path"] == "token"
    assert authority["configMap"]["name"] == "kube-root-ca.crt"
    assert authority["configMap"]["items"] == [{"key": "ca.crt", "path": "ca.crt"}]
    assert namespace["downwardAPI"]["items"][0]["path"] == "namespace"


def test_secret__is_mounted_by_the_owners_key(pod):
    (init,) = pod["initContainers"]
    secret = volume(pod, mounts_of(init)["/etc/noetl/secret"])["secret"]
    assert secret["items"] == [{"key": "NOETL_PASSWORD", "path": "NOETL_PASSWORD"}]
    assert init["args"] == ["init", "noetl"], "and nothing is the administrator's to do"


def keys_of(pod, name="noetl-schema-secret"):
    return [each["key"] for each in volume(pod, name)["secret"].get("items", [])]


@pytest.mark.parametrize(
    ("values", "keys"),
    [
        ({"bundles": []}, ["NOETL_PASSWORD"]),
        ({"bundles": ["noetl", "catalog"]}, ["NOETL_PASSWORD"]),
        ({"bundles": ["noetl", "workspace"]}, ["NOETL_PASSWORD", "POSTGRES_PASSWORD"]),
        ({"initContainer": {"apply": False}, "bundles": ["noetl"]}, ["NOETL_PASSWORD"]),
        ({"initContainer": {"secretKeys": ["PGPASSWORD"]}}, ["PGPASSWORD"]),
        ({"initContainer": {"secretKeys": ["A"], "ensureRole": True}}, ["A"]),
    ],
)  # fmt: skip
def test_secret__has_the_keys_that_its_bundles_take(library, values, keys):
    assert keys_of(library(**values)) == keys


def test_secret__of_the_release_is_mounted_by_the_same_keys(library):
    data = {"NOETL_ADMIN_PASSWORD": "a", "NOETL_PASSWORD": "p"}
    pod = library(secret={"data": data})
    assert keys_of(pod, "noetl-schema-release-secret") == ["NOETL_PASSWORD"]


def test_administrator__is_there_only_where_it_is_asked_for(library):
    pod = library(initContainer={"ensureRole": True})
    assert keys_of(pod) == []
    assert pod["initContainers"][0]["args"] == ["init", "noetl", "workspace", "--ensure-role"]


def test_services__name_their_keys(server_chart, library):
    done = template({"noetl-schema": {"bundles": ["system"]}}, chart=server_chart)
    assert done.returncode != 0
    assert "initContainer.secretKeys" in done.stderr
    keys = ["AUTH_SERVICE_PASSWORD"]
    assert keys_of(library(bundles=["system"], initContainer={"secretKeys": keys})) == keys


def test_library__gives_other_charts_an_init_container(server_chart, library):
    pod = library()
    (init,) = pod["initContainers"]
    assert {"name": "NOETL_INIT_DB", "value": "true"} in init["env"]
    assert set(mounts_of(init).values()) == {each["name"] for each in pod["volumes"]}
    assert ("ServiceAccount", pod["serviceAccountName"]) in rendered({}, chart=server_chart)
    (init,) = library(initContainer={"apply": False})["initContainers"]
    assert {"name": "NOETL_INIT_DB", "value": "false"} in init["env"]


def test_library__that_asks_the_api_nothing_has_no_token(library):
    pod = library(status={"report": False})
    assert "noetl-schema-token" not in {each["name"] for each in pod["volumes"]}
    assert TOKEN not in mounts_of(pod["initContainers"][0])


@pytest.mark.parametrize("path", sorted((TREE / "k8s").rglob("*.yaml")), ids=lambda path: path.name)
def test_manifests__give_a_token_only_to_a_pod_of_one_container(path):
    for each in yaml.safe_load_all(path.read_text()):
        pod = each.get("spec", {}).get("template", {}).get("spec") if isinstance(each, dict) else None
        if pod and pod["automountServiceAccountToken"]:
            assert len(pod["containers"]) == 1 and "initContainers" not in pod
