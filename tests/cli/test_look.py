"""k8s/look makes a Job from the last one; here with a kubectl that has no cluster behind it."""

import json
import os
import shutil
import stat
import subprocess

import pytest
import yaml

from support.program import ROOT

LAST = {
    "apiVersion": "batch/v1",
    "kind": "Job",
    "metadata": {
        "name": "noetl-apply-schema",
        "namespace": "postgres",
        "uid": "1a",
        "resourceVersion": "7",
        "creationTimestamp": "2026-12-01T00:00:00Z",
        "labels": {"app.kubernetes.io/name": "noetl-schema"},
        "annotations": {"helm.sh/hook": "pre-upgrade"},
    },
    "spec": {
        "backoffLimit": 6,
        "completions": 1,
        "selector": {"matchLabels": {"batch.kubernetes.io/controller-uid": "1a"}},
        "podFailurePolicy": {"rules": [{"action": "FailJob", "onExitCodes": {"operator": "In", "values": [2]}}]},
        "template": {
            "metadata": {"labels": {"batch.kubernetes.io/controller-uid": "1a", "a": "b"}},
            "spec": {
                "restartPolicy": "Never",
                "serviceAccountName": "noetl-apply-schema",
                "containers": [
                    {
                        "name": "noetl-schema",
                        "image": "noetl-schema:1",
                        "args": ["apply", "noetl"],
                        "env": [{"name": "POSTGRES_HOST", "value": "db"}],
                    }
                ],
            },
        },
    },
    "status": {"failed": 1},
}
# What needs no server goes to the real kubectl.
KUBECTL = """#!/bin/sh
echo "$*" >>{folder}/calls
case "$*" in
	*"get jobs "*) cat {folder}/jobs ;;
	*"get cronjobs "*) cat {folder}/cronjobs ;;
	*"--dry-run=client"*|*"get job/"*) cat {folder}/last.json ;;
	*"patch --local"*) exec {real} "$@" ;;
	*"create --filename -"*) cat >{folder}/made.yaml ;;
	*"get pods "*) echo pod/look-1 ;;
	*"status.phase"*) echo Running ;;
	*"exitCode"*) echo 6 ;;
	*"logs "*) echo "index noetl.a: expected it; found absent" ;;
esac
"""


class Look:
    def __init__(self, folder):
        self.folder = folder
        (folder / "last.json").write_text(json.dumps(LAST))
        (folder / "jobs").write_text("job.batch/older\njob.batch/noetl-apply-schema\n")
        (folder / "cronjobs").write_text("cronjob.batch/noetl-verify\n")
        self.kubectl = folder / "kubectl"
        self.kubectl.write_text(KUBECTL.format(folder=folder, real=shutil.which("kubectl")))
        self.kubectl.chmod(self.kubectl.stat().st_mode | stat.S_IXUSR)

    def run(self, *arguments):
        return subprocess.run(
            [ROOT / "k8s/look", *arguments],
            env=os.environ | {"KUBECTL": str(self.kubectl)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def made(self):
        return yaml.safe_load((self.folder / "made.yaml").read_text())

    def calls(self):
        return (self.folder / "calls").read_text()


@pytest.fixture
def look(tmp_path):
    if shutil.which("kubectl") is None:
        pytest.skip("there is no kubectl")
    return Look(tmp_path)


def test_look__runs_the_last_job_with_other_arguments(look):
    done = look.run("verify", "noetl", "--output", "json")
    assert (done.returncode, done.stdout) == (6, "index noetl.a: expected it; found absent\n"), done
    made = look.made()
    container = made["spec"]["template"]["spec"]["containers"][0]
    last = LAST["spec"]["template"]["spec"]["containers"][0]
    assert container["args"] == ["verify", "noetl", "--output", "json"]
    assert container["env"] == last["env"] and container["image"] == last["image"]
    assert "get job/noetl-apply-schema" in look.calls(), "the newest"
    assert f"delete job/{made['metadata']['name']}" in look.calls()


def test_look__takes_over_nothing_that_is_the_first_jobs_alone(look):
    look.run("-n", "postgres", "config")
    made = look.made()
    assert made["metadata"]["name"] != LAST["metadata"]["name"]
    assert not {"uid", "resourceVersion", "annotations", "ownerReferences"} & set(made["metadata"])
    assert "selector" not in made["spec"] and made["spec"]["backoffLimit"] == 0
    assert made["spec"]["template"]["metadata"]["labels"] == {"a": "b"}, "a NetworkPolicy knows it by"
    assert "failed" not in (made.get("status") or {})
    assert "--namespace postgres get jobs" in look.calls()


def test_look__takes_a_cron_job_where_the_job_is_gone(look):
    (look.folder / "jobs").write_text("")
    look.run("status")
    assert "--from cronjob/noetl-verify --dry-run=client" in look.calls()


def test_look__hands_arguments_on_as_they_are(look):
    arguments = ["apply", "--allow", 'table:noetl."a b\\c"', "$(touch x)", "'"]
    look.run(*arguments)
    assert look.made()["spec"]["template"]["spec"]["containers"][0]["args"] == arguments


@pytest.mark.parametrize("arguments, status", [([], 2), (["config"], 3), (["a\nb"], 2)])
def test_look__says_what_is_missing(look, arguments, status):
    if status == 3:
        (look.folder / "jobs").write_text("")
        (look.folder / "cronjobs").write_text("")
    done = look.run(*arguments)
    assert done.returncode == status and done.stderr.startswith(f"{ROOT}/k8s/look: ")
    assert not (look.folder / "made.yaml").exists()
