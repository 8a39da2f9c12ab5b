"""Faults that the program cannot report, because it does not run, or is killed. Kubernetes reports
them.

tests/kubernetes/test_faults_of_cluster.py brings them about; docs/troubleshooting.md has the table.
"""

import re
from dataclasses import dataclass, field

from support.fault import ANYTHING, cell, code

HEAD = """
## What the program cannot say

Before the program runs, or when it is killed, only Kubernetes knows why. These rows, too, were produced on a real
cluster.

| what is wrong | where it is said | it says | effect on the Job | what to do |
|---|---|---|---|---|
"""
POD, JOB = "`kubectl describe pod`", "`kubectl describe job`"
WAITS = "waits, for `activeDeadlineSeconds` at most"
COUNTS = "tried again, counts against `backoffLimit`"


@dataclass
class ClusterFault:
    name: str
    wrong: str
    where: str
    says: str
    becomes: str
    remedy: str
    arguments: tuple = ("apply", "noetl")
    environment: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)  # below /ddl
    change: object = None  # called with the Job's object

    def matches(self, description):
        """Whether the output of kubectl contains the sentence."""
        words = re.sub(r"\s+", " ", description)
        return re.search(".*?".join(re.escape(each) for each in self.says.split(ANYTHING)), words)

    def row(self):
        cells = [self.wrong, self.where, code(self.says), self.becomes, cell(self.remedy)]
        return f"| {' | '.join(cells)} |\n"


def container_of(job):
    return job["spec"]["template"]["spec"]["containers"][0]


def set_image(job):
    container_of(job)["image"] = "registry.invalid/noetl-schema:0.0.1"


def set_account(job):
    job["spec"]["template"]["spec"]["serviceAccountName"] = "nobody"


def set_secret(job):
    volumes = job["spec"]["template"]["spec"]["volumes"]
    next(each for each in volumes if "secret" in each)["secret"]["secretName"] = "nothing"


def set_command(job):
    container_of(job)["command"] = ["/bin/sh", "-c"]


def set_request(job):
    container_of(job)["resources"] = {"requests": {"memory": "1Pi"}}


def set_limit(job):
    container_of(job)["resources"] = {"limits": {"memory": "4Mi"}}
    # Killed before containerd watches it, a container is only said to be in Error: the next one then.
    job["spec"]["backoffLimit"] = 3


def set_deadline(job):
    job["spec"]["activeDeadlineSeconds"] = 8


CLUSTER_FAULTS = [
    ClusterFault("no-account", "the ServiceAccount is missing", JOB,
                 'Error creating: pods "…" is forbidden: error looking up service account …: '
                 'serviceaccount "nobody" not found', WAITS,
                 "Apply the whole of the manifest, or name an account that is there "
                 "(chart: `serviceAccount.name`).", change=set_account),
    ClusterFault("no-image", "the image cannot be pulled", POD,
                 'Failed to pull image "registry.invalid/noetl-schema:0.0.1": …', WAITS,
                 "Correct the image's name (chart: `image.repository`, `image.tag`), give "
                 "`imagePullSecrets`, or load it into the nodes.", change=set_image),
    ClusterFault("no-secret", "the Secret or the ConfigMap is missing", POD,
                 'MountVolume.SetUp failed for volume "secret" : secret "nothing" not found',
                 f"{WAITS}; goes on when it comes", "Create it, in the Job's own namespace.",
                 change=set_secret),
    ClusterFault("no-room", "no node has room for the Pod", POD,
                 "FailedScheduling … nodes are available: … Insufficient memory", WAITS,
                 "Lower `resources.requests`, or make room.", change=set_request),
    ClusterFault("no-such-program", "the template has a command: the image has one program and no shell",
                 POD, 'exec: "/bin/sh": stat /bin/sh: no such file or directory', COUNTS,
                 "Leave `command` out and give `args`, beginning with apply, wait, …",
                 change=set_command),
    ClusterFault("memory", "the memory limit is too small", POD, "Reason: OOMKilled Exit Code: 137",
                 COUNTS, "Raise `resources.limits.memory`: the bundles take 5 MiB, files of DDL some times "
                 "their size.", ("apply", "--file", "/ddl/own.sql"),
                 files={"own.sql": "select 1;\n" * 100_000}, change=set_limit),
    ClusterFault("deadline", "`activeDeadlineSeconds` is over", JOB,
                 'Interrupted … interrupted by SIGTERM while waiting for the server: cannot resolve host '
                 '"nowhere": … DeadlineExceeded … Job was active longer than specified deadline',
                 "ends at once, whatever is left of `backoffLimit`",
                 "Fix what the Event Interrupted names, or increase `activeDeadlineSeconds`.",
                 environment={"POSTGRES_HOST": "nowhere"}, change=set_deadline),
]  # fmt: skip


def section():
    return HEAD + "".join(fault.row() for fault in CLUSTER_FAULTS)
