"""Runs that report to a Kubernetes API, and have no server to work on.

Nothing listens where they look for PostgreSQL: they report that they could not log in.
"""

import json
import os
import shutil
import subprocess

import pytest

from support.program import Program

SETTINGS = {
    "POSTGRES_HOST": "127.0.0.1",
    "POSTGRES_PORT": "1",
    "NOETL_PASSWORD": "p",
    "NOETL_WAIT_TIMEOUT": "0",
    "POD_NAME": "noetl-apply-schema-abcde",
    "POD_NAMESPACE": "postgres",
    "JOB_NAME": "noetl-apply-schema",
    "JOB_UID": "1a2b",
    "NOETL_LOG_LEVEL": "debug",
}


# For a run with a server.
POD = {
    "POD_NAME": "noetl-apply-schema-abcde",
    "POD_NAMESPACE": "postgres",
    "POD_UID": "6a7b",
    "JOB_NAME": "noetl-apply-schema",
    "JOB_UID": "1a2b",
}


class Caller:
    """Starts runs that report by a kubeconfig; .cluster and .user are its entries."""

    def __init__(self, binary, directory, cluster, user):
        self.directory = directory
        self.cluster = cluster
        self.user = user
        self.last_words = directory / "termination-log"
        self.program = Program(binary, SETTINGS | {"TERMINATION_LOG_PATH": self.last_words})

    def start(self, *arguments, settings=None, executable=None):
        config = {
            "current-context": "c",
            "clusters": [{"name": "c", "cluster": self.cluster}],
            "users": [{"name": "u", "user": self.user}],
            "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
        }
        kubeconfig = self.directory / "kubeconfig"
        kubeconfig.write_text(json.dumps(config))
        return self.program.start(
            *(arguments or ("apply", "noetl")),
            *("--report", "kubeconfig", "--kubeconfig", str(kubeconfig)),
            settings=self.program.settings | (settings or {}),
            executable=executable,
        )

    def run(self, *arguments, **options):
        return self.start(*arguments, **options).wait()


def was_told(api):
    """What every run here reports: that it failed, as an Event and in the ConfigMap."""
    return [body["reason"] for body in api.bodies("/events")] == ["Failed"] and api.bodies(
        "/configmaps/"
    )


def can_mount():
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        return False
    trial = ["unshare", "--mount", "mount", "--bind", "/etc/resolv.conf", "/etc/resolv.conf"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


class InPod:
    """Starts a program as in a Pod: kubelet's mounts and variables, and a fake API."""

    def __init__(self, binary, api, authority, directory):
        self.account = directory / "kubernetes.io/serviceaccount"
        version = self.account / "..2026_11_21_22_33_44.5"
        version.mkdir(parents=True)
        shutil.copy(authority.certificate, version / "ca.crt")
        self.token = version / "token"
        self.token.write_text(api.token)
        (version / "namespace").write_text("mine")
        (self.account / "..data").symlink_to(version.name)
        for file in list(version.iterdir()):
            (self.account / file.name).symlink_to(f"..data/{file.name}")
        run = directory / "run"
        (run / "secrets").mkdir(parents=True)
        (run / "secrets/kubernetes.io").symlink_to(self.account.parent)
        host, _, port = api.url.removeprefix("https://").partition(":")
        self.settings = {
            "KUBERNETES_SERVICE_HOST": host,
            "KUBERNETES_SERVICE_PORT": port,
            "POD_NAMESPACE": None,
            "HTTPS_PROXY": "http://127.0.0.1:1",
            "TERMINATION_LOG_PATH": directory / "termination-log",
        }
        self.executable = instead_of("/run", run, binary, directory)

    def start(self, program, *arguments, settings=None):
        chosen = program.settings | self.settings | (settings or {})
        return program.start(*arguments, settings=chosen, executable=self.executable)

    def run(self, program, *arguments, **options):
        return self.start(program, *arguments, **options).wait()


def instead_of(place, given, binary, directory):
    """A program that runs ours where `given` is seen at `place`."""
    if not can_mount():
        pytest.skip(f"only root, with unshare, can give one process another {place}")
    wrapper = directory / "wrapper"
    wrapper.write_text(
        "#!/bin/sh\n"
        f"exec unshare --mount sh -c 'mount --bind {given} {place} &&"
        f' exec {binary} "$@"\' sh "$@"\n'
    )
    wrapper.chmod(0o755)
    return wrapper
