"""The Deployment of k8s/init-container/server.yaml, and what its init containers have done."""

from support.schema_job import end_of, set_environment

MANIFEST = "k8s/init-container/server.yaml"
LABEL = "app.kubernetes.io/name"
INIT_CONTAINER = "noetl-schema"


class ServerDeployment:
    """The example with an image of the cluster's own in place of the server.

    image   of the init container, if not the manifest's
    environment   more of it for the init container; wins over what is mounted
    """

    def __init__(self, namespace, name="noetl-server", image=None, environment=None):
        self.namespace = namespace
        self.name = name
        self.objects = namespace.manifests(MANIFEST)
        self.object = next(each for each in self.objects if each["kind"] == "Deployment")
        self.object["metadata"]["name"] = name
        spec = self.object["spec"]
        for labels in (spec["selector"]["matchLabels"], spec["template"]["metadata"]["labels"]):
            labels[LABEL] = name
        pod = spec["template"]["spec"]
        set_environment(pod["initContainers"][0], environment or {})
        if image is not None:
            pod["initContainers"][0]["image"] = image
        pod["containers"][0] |= {"image": "busybox:1", "command": ["sleep", "1000000"]}
        pod["terminationGracePeriodSeconds"] = 1  # sleep ignores SIGTERM

    def apply(self):
        self.namespace.apply(self.objects)
        return self

    def rollout(self, verb, *arguments, timeout_s=30):
        resource = f"deployment/{self.name}"
        return self.namespace.kubectl("rollout", verb, resource, *arguments, timeout=timeout_s)

    def wait_available(self, timeout_s=240):
        """Waits until every Pod is one of the present template, and all are available."""
        self.rollout("status", f"--timeout={timeout_s}s", timeout_s=timeout_s + 30)
        return self

    def set_image(self, reference):
        resource = f"deployment/{self.name}"
        self.namespace.kubectl("set", "image", resource, f"{INIT_CONTAINER}={reference}")

    def pods(self):
        """Those of the present template."""
        wanted = self.namespace.get(f"deployment/{self.name}")["spec"]["template"]["spec"]
        return [
            pod
            for pod in self.namespace.list("pods", f"--selector={LABEL}={self.name}")
            if "deletionTimestamp" not in pod["metadata"]
            and pod["spec"]["initContainers"][0]["image"] == wanted["initContainers"][0]["image"]
        ]

    def ends(self):
        """Exit status and termination message of every Pod's init container, by the Pod's name."""
        return {
            pod["metadata"]["name"]: end_of(pod, "initContainerStatuses") for pod in self.pods()
        }
