"""A release of a chart in a namespace of a real cluster, by either Helm."""

import base64
import json

import yaml

from support.chart import CHART, EXISTING, merged

# A test waits for a failure here, for less time than an operator would allow.
IMPATIENT = {"NOETL_LOGIN_TIMEOUT": "1s", "NOETL_WAIT_TIMEOUT": "20s"}


def settings_of(namespace):
    """Settings and passwords of the manifests, as values: the chart makes objects of its own."""
    secret = namespace.get("secret/postgres-secret")["data"]
    return {
        "config": {"data": namespace.get("configmap/postgres-config")["data"] | IMPATIENT},
        "secret": {
            "data": {key: base64.b64decode(value).decode() for key, value in secret.items()}
        },
    }


class HelmRelease:
    def __init__(self, namespace, program, values=None, name="demo", chart=CHART):
        self.namespace = namespace
        self.program = program
        self.name = name
        self.chart = chart
        self.values = EXISTING if values is None else values

    def helm(self, *arguments, **options):
        return self.namespace.helm(*arguments, program=self.program, **options)

    def upgrade(self, *arguments, values=None, check=True, timeout_s=90):
        """`helm upgrade --install` with the release's values and, above them, `values`."""
        text = yaml.safe_dump(merged(self.values, values or {}))
        return self.helm(
            "upgrade", "--install", self.name, self.chart, "--values=-",
            f"--timeout={timeout_s}s", *arguments, stdin=text, check=check, timeout=timeout_s + 60,
        )  # fmt: skip

    def rollback(self, revision, *arguments):
        return self.helm("rollback", self.name, revision, *arguments)

    def uninstall(self):
        return self.helm("uninstall", self.name, "--wait", "--timeout=60s")

    def test(self, *arguments, check=True):
        return self.helm("test", self.name, "--timeout=60s", *arguments, check=check)

    def status(self):
        """Helm's status of the release: deployed, failed, ...; None if there is none."""
        done = self.helm("status", self.name, "--output=json", check=False)
        return json.loads(done.stdout)["info"]["status"] if done.returncode == 0 else None

    def revision(self):
        return json.loads(self.helm("status", self.name, "--output=json").stdout)["version"]

    def left(self):
        """(kind, name) of the existing objects of the release, of any creator."""
        kinds = "jobs,cronjobs,pods,configmaps,secrets,serviceaccounts,roles,rolebindings"
        found = self.namespace.list(kinds, f"--selector=app.kubernetes.io/instance={self.name}")
        return {(each["kind"], each["metadata"]["name"]) for each in found}
