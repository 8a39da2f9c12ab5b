"""The Job of a manifest, by default that of k8s/postgres, and its result."""

import copy

MANIFEST = "k8s/postgres/noetl-apply-schema.yaml"
NAME = "noetl-apply-schema"
CONTAINER = "noetl-schema"


class SchemaJob:
    """One Job in a namespace; what differs from the manifest is given, the rest is the manifest's.

    arguments       instead of the container's own
    environment     more of it; wins over what is mounted
    backoff_limit   how often a retryable failure is tried again
    change          called with the Job's object before it is applied
    """

    def __init__(self, namespace, name=NAME, arguments=None, environment=None,
                 backoff_limit=None, change=None, manifest=MANIFEST):  # fmt: skip
        self.namespace = namespace
        self.name = name
        self.objects = namespace.manifests(manifest)
        self.job = next(each for each in self.objects if each["kind"] == "Job")
        self.job["metadata"]["name"] = name
        if backoff_limit is not None:
            self.job["spec"]["backoffLimit"] = backoff_limit
        if arguments is not None:
            self.container["args"] = list(arguments)
        set_environment(self.container, environment or {})
        if change is not None:
            change(self.job)

    @property
    def container(self):
        return self.job["spec"]["template"]["spec"]["containers"][0]

    def copy(self, name):
        """The same Job under another name."""
        other = copy.copy(self)
        other.name = name
        other.job = copy.deepcopy(self.job)
        other.job["metadata"]["name"] = name
        other.objects = [other.job]
        return other

    def apply(self):
        self.namespace.apply(self.objects)
        return self

    def wait_complete(self, timeout_s=120):
        self.namespace.wait_for(f"job/{self.name}", "condition=Complete", timeout_s)
        return self

    def wait_failed(self, timeout_s=120):
        self.namespace.wait_for(f"job/{self.name}", "condition=Failed", timeout_s)
        return self

    def wait_started(self, timeout_s=90):
        """Waits for a Pod whose container has begun, and returns its name."""

        def begun():
            for pod in self.pods():
                for status in pod["status"].get("containerStatuses", []):
                    if status["state"].keys() & {"running", "terminated"}:
                        return pod["metadata"]["name"]
            return None

        return self.namespace.until(begun, timeout_s, f"a Pod of {self.name} that runs")

    def wait_event(self, reason, timeout_s=90):
        """Waits for an Event with this reason, and returns its note."""

        def note():
            found = [each["note"] for each in self.events() if each["reason"] == reason]
            return found[-1] if found else None

        return self.namespace.until(note, timeout_s, f"an Event {reason} of {self.name}")

    def condition(self, kind):
        conditions = self.namespace.get(f"job/{self.name}")["status"].get("conditions", [])
        return next((each for each in conditions if each["type"] == kind), None)

    def pods(self):
        """Its Pods, the oldest first."""
        pods = self.namespace.list("pods", f"--selector=batch.kubernetes.io/job-name={self.name}")
        return sorted(pods, key=lambda pod: pod["metadata"]["creationTimestamp"])

    def ends(self):
        """(exit status, termination message) of every Pod that has ended."""
        return [ended for pod in self.pods() if (ended := end_of(pod)) is not None]

    def events(self):
        return self.namespace.events(self.name)

    def describe(self):
        return self.namespace.kubectl("describe", "job", self.name).stdout

    def describe_pods(self):
        selector = f"--selector=batch.kubernetes.io/job-name={self.name}"
        return self.namespace.kubectl("describe", "pods", selector).stdout

    def log(self):
        """What all its Pods wrote."""
        pods = [pod["metadata"]["name"] for pod in self.pods()]
        return "\n".join(self.namespace.kubectl("logs", pod).stdout for pod in pods)


def end_of(pod, statuses="containerStatuses"):
    """(exit status, termination message) of a Pod's first container; None while it runs."""
    found = pod["status"].get(statuses, [{}])[0].get("state", {}).get("terminated")
    return None if found is None else (found["exitCode"], found.get("message", ""))


def set_environment(container, values):
    """Adds variables to a container, in the place of those of the same name."""
    kept = [each for each in container.get("env", []) if each["name"] not in values]
    container["env"] = kept + [{"name": name, "value": text} for name, text in values.items()]
