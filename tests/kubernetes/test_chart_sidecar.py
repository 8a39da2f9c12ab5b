"""Containers beside the program, on a real cluster: a sidecar that renews a token ends with the Job."""

import pytest

from support.chart import EXISTING, PROGRAMS, merged
from support.helm_release import HelmRelease

pytestmark = pytest.mark.timeout(300)

WRITE = "umask 022; printf %s example-noetl >/token/.draft && mv /token/.draft /token/NOETL_PASSWORD"
SIDECAR = {
    "name": "token",
    "image": "busybox:1",
    "restartPolicy": "Always",
    "command": ["sh", "-c", f"while :; do {WRITE}; sleep 1; done"],
    "startupProbe": {
        "exec": {"command": ["test", "-s", "/token/NOETL_PASSWORD"]},
        "periodSeconds": 1,
        "failureThreshold": 60,
    },
    "volumeMounts": [{"name": "token", "mountPath": "/token"}],
    "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
}
VALUES = {
    "ensureRole": False,
    "bundles": ["noetl"],
    "secret": {"existingSecret": ""},
    "extraConfigDirs": ["/token"],
    "extraVolumes": [{"name": "token", "emptyDir": {"medium": "Memory"}}],
    "extraVolumeMounts": [{"name": "token", "mountPath": "/token", "readOnly": True}],
    "extraInitContainers": [SIDECAR],
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_sidecar__gives_the_password_and_ends_with_the_job(namespace, postgres, image, program):
    postgres.provision()
    release = HelmRelease(namespace, program, merged(EXISTING, VALUES))
    release.upgrade()
    assert namespace.status()["noetl.noetl"]["phase"] == "Applied", "it had the token for the API"
    release.test()


def test_sidecar__has_neither_the_programs_token_nor_its_secrets(namespace, postgres, image):
    postgres.provision()
    waits = {"config": {"data": {"POSTGRES_HOST": "nowhere"}}, "mode": "job"}
    with_secret = {"secret": EXISTING["secret"]}
    HelmRelease(namespace, "helm", merged(EXISTING, VALUES, waits, with_secret)).upgrade()
    pod = namespace.until(
        lambda: [
            each["metadata"]["name"]
            for each in namespace.list("pods")
            if each["status"].get("containerStatuses", [{}])[0].get("state", {}).get("running")
            and each["metadata"]["name"].startswith("demo-")
        ],
        what="a Pod that waits for the server",
    )[0]
    for path in ("/var/run/secrets/kubernetes.io", "/etc/noetl"):
        seen = namespace.kubectl("exec", pod, "--container=token", "--", "ls", path, check=False)
        assert seen.returncode != 0 and "No such file" in seen.stderr, path
