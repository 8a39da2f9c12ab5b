"""What is true of every object that the chart renders, whatever the values are."""

import re

import yaml


class NoRepeatedKeys(yaml.SafeLoader):
    """YAML as Helm 4 and the API server read it: a key that is there twice is an error."""


def _mapping(loader, node, deep=False):
    keys = [loader.construct_object(key, deep=deep) for key, _ in node.value]
    repeated = {key for key in keys if keys.count(key) > 1}
    assert not repeated, f"{sorted(repeated)} twice in one mapping, line {node.start_mark.line + 1}"
    return yaml.SafeLoader.construct_mapping(loader, node, deep)


NoRepeatedKeys.add_constructor(
    yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG,
    lambda loader, node: _mapping(loader, node, deep=True),
)


def objects_of(text):
    return [each for each in yaml.load_all(text, NoRepeatedKeys) if each]  # noqa: S506


def pod_specs(each):
    """The specs of Pods in an object."""
    if isinstance(each, dict):
        if "containers" in each:
            yield each
        for inner in each.values():
            yield from pod_specs(inner)
    elif isinstance(each, list):
        for inner in each:
            yield from pod_specs(inner)


def _once(names, what):
    repeated = sorted({name for name in names if names.count(name) > 1})
    assert not repeated, f"{what} twice: {repeated}"


def check(text):
    """Nothing is there twice, nothing is left of a missing value; gives the objects."""
    assert not re.search(r"<nil>|<no value>|%!", text)
    objects = objects_of(text)
    _once([(each["kind"], each["metadata"]["name"]) for each in objects], "objects")
    for spec in pod_specs(objects):
        volumes = [each["name"] for each in spec.get("volumes", [])]
        _once(volumes, "volumes")
        containers = spec.get("initContainers", []) + spec["containers"]
        _once([each["name"] for each in containers], "containers")
        for container in containers:
            _once([each["name"] for each in container.get("env", [])], "environment")
            mounts = container.get("volumeMounts", [])
            _once([each["mountPath"] for each in mounts], "mounts")
            assert {each["name"] for each in mounts} <= set(volumes)
    return objects
