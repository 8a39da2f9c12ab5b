"""The chart as an application of Argo CD: argo-sync takes it to the cluster by Argo CD's engine."""

import json

import yaml

from support.chart import CHART, EXISTING, merged


class Application:
    def __init__(self, namespace, values=None, name="demo"):
        self.namespace = namespace
        self.name = name
        self.values = EXISTING if values is None else values

    def sync(self, values=None, beside=(), check=True):
        """Syncs the chart, and the objects `beside` it; returns the answer of argo-sync."""
        text = yaml.safe_dump(merged(self.values, values or {}))
        chart = self.namespace.helm("template", self.name, CHART, "--values=-", stdin=text).stdout
        return self._sync(f"{chart}\n---\n{yaml.safe_dump_all(beside)}", check)

    def sync_nothing(self):
        """Prunes, which is the rest of the work after all manifests are gone."""
        return self._sync("", check=True)

    def _sync(self, manifests, check, timeout_s=90):
        done = self.namespace.cluster.run(
            "argo-sync", f"-namespace={self.namespace.name}", f"-application={self.name}",
            "-prune", f"-timeout={timeout_s}s", stdin=manifests, check=False,
            timeout=timeout_s + 30,
        )  # fmt: skip
        expected = (0,) if check else (0, 1)
        assert done.returncode in expected, f"exit {done.returncode}: {done.stdout}{done.stderr}"
        return json.loads(done.stdout)
