"""Secrets as operators of PostgreSQL make them: the chart takes their keys as they are, and sees a rotation."""

import pytest

from support.chart import merged
from support.helm_release import HelmRelease

pytestmark = pytest.mark.timeout(300)
PASSWORD = "as-the-operator-made-it"

# Every key that is there, used or not.
SECRETS = {
    "cnpg": ("cluster-app", ["dbname", "host", "jdbc-uri", "password", "pgpass", "port", "uri",
                             "user", "username"]),
    "crunchy": ("cluster-pguser-noetl", ["dbname", "host", "jdbc-uri", "password", "port", "uri",
                                         "user", "verifier"]),
    "zalando": ("noetl.cluster.credentials.postgresql.acid.zalan.do", ["password", "username"]),
}  # fmt: skip


def make_secret(namespace, postgres, preset, password=PASSWORD):
    name, keys = SECRETS[preset]
    values = {
        "dbname": "noetl", "host": postgres.host, "port": "5432", "user": "noetl",
        "username": "noetl", "password": password,
    }  # fmt: skip
    url = f"postgresql://noetl:{password}@{postgres.host}:5432/noetl"
    data = {key: values.get(key, url) for key in keys}
    namespace.apply({
        "apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "stringData": data,
        "type": "kubernetes.io/basic-auth" if preset == "cnpg" else "Opaque",
    })  # fmt: skip
    return name


def values_of(postgres, preset):
    data = {"NOETL_SCHEMA": "noetl"}
    if preset == "zalando":
        data |= {"POSTGRES_HOST": postgres.host, "NOETL_POSTGRES_DB": "noetl"}
    return {
        "ensureRole": False,
        "bundles": ["noetl"],
        "config": {"data": data},
        "secret": {"existingSecret": SECRETS[preset][0], "preset": preset},
    }


@pytest.mark.parametrize("preset", SECRETS)
def test_preset__is_enough_for_an_operators_secret(namespace, postgres, image, preset):
    postgres.script(
        f"create role noetl login password '{PASSWORD}';\ncreate database noetl owner noetl;\n"
    )
    make_secret(namespace, postgres, preset)
    release = HelmRelease(namespace, "helm", values_of(postgres, preset))
    release.upgrade()
    assert namespace.status()["noetl.noetl"]["phase"] == "Applied"
    release.test()


def test_preset__a_password_that_is_rotated_while_a_run_waits_is_seen(namespace, postgres, image):
    """An item of a Secret is a file that kubelet writes again, unlike the environment."""
    postgres.script(
        "create role noetl login password 'already-the-next';\ncreate database noetl owner noetl;\n"
    )
    make_secret(namespace, postgres, "cnpg")
    patient = {"mode": "job", "extraArgs": ["--login-timeout=5min"]}
    HelmRelease(namespace, "helm", merged(values_of(postgres, "cnpg"), patient)).upgrade()
    log = ("logs", "job/demo-noetl-schema-1")
    namespace.until(
        lambda: "password authentication failed" in namespace.kubectl(*log, check=False).stdout,
        what="a refused login",
    )
    make_secret(namespace, postgres, "cnpg", "already-the-next")
    # kubelet looks at Secrets once a minute.
    namespace.wait_for("job/demo-noetl-schema-1", "condition=Complete", 180)


def test_keys__that_the_secret_does_not_have_are_named_by_the_pods_events(
    namespace, postgres, image
):
    make_secret(namespace, postgres, "zalando")
    keys = {"NOETL_PASSWORD": "pasword"}
    values = merged(values_of(postgres, "zalando"), {"mode": "job", "secret": {"keys": keys}})
    HelmRelease(namespace, "helm", values).upgrade()
    namespace.until(
        lambda: [each for each in namespace.events() if "pasword" in each.get("note", "")],
        what="an Event that names the key",
    )
