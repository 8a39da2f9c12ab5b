"""A Kubernetes cluster to test on: the tree's own one-node cluster, or the one of E2E_KUBECONFIG.

Every call runs a real kubectl or Helm. With E2E_KUBECONFIG they are those of the PATH, and
E2E_LOAD_IMAGE is the command that gives the cluster an image archive, for example
"kind load image-archive"; without it the cluster pulls its images. Nothing else may reach into the
cluster: of a foreign one only the API is available.
"""

import fcntl
import json
import os
import shlex
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import yaml

from support import chart, status_schema

TREE = Path(__file__).resolve().parent.parent.parent
SCRIPTS = TREE / "tests/cluster"
MANIFESTS_NAMESPACE = "postgres"


class CommandFailed(AssertionError):
    """A command failed that should have worked; its output is the message."""


class Cluster:
    def __init__(self):
        self.kubeconfig = os.environ.get("E2E_KUBECONFIG")
        self.is_ours = not self.kubeconfig
        if self.is_ours:
            with _lock("up"):
                subprocess.run([SCRIPTS / "up"], check=True)

    @property
    def prefix(self):
        """The prefix of a command that runs in the cluster's network."""
        return [SCRIPTS / "inside"] if self.is_ours else []

    def _call(self, command):
        """How subprocess is to call a program of the cluster's."""
        command = [*self.prefix, *map(str, command)]
        environment = os.environ
        if not self.is_ours:
            environment = environment | {"KUBECONFIG": self.kubeconfig}
            if command[0] in chart.PROGRAMS:
                command[0] = chart.path_of(command[0])
        return {"args": command, "env": environment, "cwd": TREE, "text": True}

    def run(self, *command, stdin=None, check=True, timeout=120):
        """Runs kubectl or Helm to its end; the result has returncode, stdout, stderr."""
        call = self._call(command)
        given = {"stdin": subprocess.DEVNULL} if stdin is None else {"input": stdin}
        done = subprocess.run(**call, **given, capture_output=True, timeout=timeout, check=False)
        if check and done.returncode != 0:
            words = shlex.join(map(str, done.args))
            raise CommandFailed(f"{words}\nexit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def start(self, *command, **options):
        """A process of kubectl or of Helm; the caller reads its output unless it sets streams."""
        return subprocess.Popen(**self._call(command), **({"stdout": subprocess.PIPE} | options))

    def load(self, *archives):
        """Gives the cluster's nodes image archives."""
        if self.is_ours:
            command = [SCRIPTS / "load-image"]
        elif os.environ.get("E2E_LOAD_IMAGE"):
            command = shlex.split(os.environ["E2E_LOAD_IMAGE"])
        else:
            return
        with _lock("load"):
            for archive in archives:
                subprocess.run([*command, archive], check=True, capture_output=True)

    def kubectl(self, *arguments, **options):
        return self.run("kubectl", *arguments, **options)


class Namespace:
    """One namespace of a cluster: where a test's objects live."""

    def __init__(self, cluster, name):
        self.cluster = cluster
        self.name = name

    def kubectl(self, *arguments, **options):
        return self.cluster.kubectl("--namespace", self.name, *arguments, **options)

    def start(self, *arguments, **options):
        """A kubectl that works while the caller does."""
        return self.cluster.start("kubectl", "--namespace", self.name, *arguments, **options)

    def helm(self, *arguments, program="helm", **options):
        """Runs Helm: program="helm" is Helm 3, "helm4" is Helm 4."""
        return self.cluster.run(program, *arguments, "--namespace", self.name, **options)

    def get(self, *arguments):
        """An object, or a list of objects, as Python's own types; None if there is none."""
        done = self.kubectl("get", *arguments, "--output=json", "--ignore-not-found")
        return json.loads(done.stdout) if done.stdout.strip() else None

    def list(self, *arguments):
        return (self.get(*arguments) or {"items": []})["items"]

    def apply(self, objects, arguments=(), **options):
        """Applies YAML text, an object, or a list of objects."""
        if isinstance(objects, dict):
            objects = [objects]
        text = objects if isinstance(objects, str) else yaml.safe_dump_all(objects)
        return self.kubectl("apply", "--filename=-", *arguments, stdin=text, **options)

    def manifests(self, path):
        """The objects of a manifest, or of a folder with a kustomization, moved to here.

        The manifests of k8s/ say "postgres" for their namespace; they use that name for a host in
        it as well. The namespace itself is left out: this one exists.
        """
        path = TREE / path
        text = self.cluster.kubectl("kustomize", path).stdout if path.is_dir() else path.read_text()
        text = text.replace(f".{MANIFESTS_NAMESPACE}.svc", f".{self.name}.svc")
        objects = [each for each in yaml.safe_load_all(text) if each["kind"] != "Namespace"]
        for each in objects:
            each["metadata"]["namespace"] = self.name
            for subject in each.get("subjects", []):
                subject["namespace"] = self.name
        return objects

    def wait_for(self, what, condition, timeout_s=60):
        """`kubectl wait`, for example wait_for("job/x", "condition=Complete")."""
        return self.kubectl(
            "wait", what, f"--for={condition}", f"--timeout={timeout_s}s", timeout=timeout_s + 30
        )

    def until(self, claim, timeout_s=60, what="what was waited for"):
        """Asks until `claim()` is true, and returns what it gave; fails with its last answer."""
        deadline = time.monotonic() + timeout_s
        while True:
            answer = claim()
            if answer:
                return answer
            if time.monotonic() > deadline:
                raise AssertionError(f"{what} was not so within {timeout_s} s: {answer!r}")
            time.sleep(0.2)  # kubectl itself takes most of the time

    def status(self, name="noetl-schema-status"):
        """The status documents in a ConfigMap: {"database.bundle": {...}}, each of them checked."""
        return status_schema.documents_of(self.get("configmap", name) or {})

    def events(self, about=None):
        """Events, in the order of their creation; only those about an object's name, if given."""
        found = [
            each
            for each in self.list("events.events.k8s.io")
            if about is None or each["regarding"].get("name") == about
        ]
        return sorted(found, key=lambda each: each["metadata"]["creationTimestamp"])

    def describe(self):
        """What a person would read after a failure."""
        parts = [
            self.kubectl("get", "all,configmaps,events", "--output=wide", check=False).stdout,
            self.kubectl("describe", "jobs,pods", check=False).stdout,
        ]
        for pod in self.list("pods"):
            name = pod["metadata"]["name"]
            log = self.kubectl("logs", name, "--all-containers", "--prefix", check=False)
            parts.append(log.stdout + log.stderr)
        return "\n".join(parts)


class Postgres:
    """The PostgreSQL of k8s/postgres in a namespace; queries run as its superuser."""

    def __init__(self, namespace):
        self.namespace = namespace
        self.host = f"postgres.{namespace.name}.svc.cluster.local"

    def apply(self):
        self.namespace.apply(self.namespace.manifests("k8s/postgres"))
        return self

    def wait(self, timeout_s=90):
        self.namespace.kubectl(
            "rollout",
            "status",
            "statefulset/postgres",
            f"--timeout={timeout_s}s",
            timeout=timeout_s + 30,
        )
        return self

    def provision(self):
        """Role and database as a DBA would make them, for runs without an administrator's login."""
        self.script(
            "create role noetl login password 'example-noetl';\ncreate database noetl owner noetl;\n"
        )
        return self

    def query(self, sql, database="noetl"):
        """Runs SQL as superuser; the answer's rows as lines of text, columns divided by "|"."""
        command = self.psql(database, "--no-align", "--tuples-only", f"--command={sql}")
        return self.namespace.kubectl(*command).stdout.splitlines()

    def script(self, text, database="postgres"):
        """Runs a psql script, which may go from database to database."""
        return self.namespace.kubectl(*self.psql(database), stdin=text)

    @contextmanager
    def session(self, script, database="noetl"):
        """A psql that has run a script and stays, idle, to the end of the block."""
        command = self.psql(f"{database} application_name=holder")
        with self.namespace.start(*command, stdin=subprocess.PIPE) as psql:
            print(script, "\\echo held", sep="\n", file=psql.stdin, flush=True)
            while "held" not in psql.stdout.readline():
                assert psql.poll() is None
            try:
                yield
            finally:  # kubectl cannot send the end of its input alone, a minute after its last word
                psql.communicate("\\q\n", timeout=30)

    def psql(self, place, *arguments):
        """Arguments of kubectl for a psql as superuser, in the server's own Pod."""
        return (
            "exec", "--stdin", "statefulset/postgres", "--", "psql", "--no-psqlrc", "--quiet",
            "--set=ON_ERROR_STOP=1", f"user=postgres dbname={place}", *arguments,
        )  # fmt: skip


@contextmanager
def _lock(name):
    """Makes the other processes of a parallel run wait."""
    path = Path(tempfile.gettempdir()) / f"noetl-schema-e2e-{os.getuid()}.{name}.lock"
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
