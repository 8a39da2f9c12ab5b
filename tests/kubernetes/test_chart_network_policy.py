"""What Pods may talk to; no cluster is asked."""

import pytest
import yaml

from support.chart import EXISTING, MODES, TREE, merged, rendered, template

MANIFEST = TREE / "k8s/network-policy/noetl-schema.yaml"
ON = {"networkPolicy": {"enabled": True}}
# Where an object has the metadata of its Pods.
PODS = {
    "Job": lambda each: each["spec"]["template"],
    "CronJob": lambda each: each["spec"]["jobTemplate"]["spec"]["template"],
    "Pod": lambda each: each,
}


def policies(values):
    objects = rendered(merged(EXISTING, values))
    return {name: each for (kind, name), each in objects.items() if kind == "NetworkPolicy"}


def ports(spec):
    return [[(each["protocol"], each["port"]) for each in rule["ports"]] for rule in spec["egress"]]


DATABASE, DNS, API = [("TCP", 5432)], [("UDP", 53), ("TCP", 53)], [("TCP", 443), ("TCP", 6443)]


@pytest.mark.parametrize("mode", MODES)
def test_policy__is_made_only_if_it_is_asked_for(mode):
    assert policies({"mode": mode}) == {}


@pytest.mark.parametrize("mode", ["hook", "job", "cronjob"])
def test_policy__lets_pods_reach_database_names_and_api_and_nothing_else(mode):
    for policy in policies(merged(ON, {"mode": mode})).values():
        assert policy["spec"]["policyTypes"] == ["Ingress", "Egress"]
        assert "ingress" not in policy["spec"], "nobody calls them"
        assert ports(policy["spec"]) == [DATABASE, DNS, API]


def test_policy__without_reports_leaves_the_api_out():
    silent = merged(ON, {"status": {"report": False}})
    assert {len(each["spec"]["egress"]) for each in policies(silent).values()} == {2}
    asked = merged(silent, {"configFrom": [{"secret": "s"}]})
    assert {len(each["spec"]["egress"]) for each in policies(asked).values()} == {3}


@pytest.mark.parametrize("mode", ["hook", "job", "cronjob"])
def test_policy__selects_every_pod_of_the_release(mode):
    objects = rendered(merged(EXISTING, ON, {"mode": mode}))
    (selected,) = {
        tuple(sorted(each["spec"]["podSelector"]["matchLabels"].items()))
        for (kind, _), each in objects.items()
        if kind == "NetworkPolicy"
    }
    for (kind, _), each in objects.items():
        if kind in PODS:
            assert set(selected) <= PODS[kind](each)["metadata"]["labels"].items()


def test_policy__of_a_hook_is_there_before_its_job_and_one_stays_for_the_test():
    hook = {name: each["metadata"].get("annotations", {}) for name, each in policies(ON).items()}
    assert hook.keys() == {"release-noetl-schema", "release-noetl-schema-test"}
    assert hook["release-noetl-schema"]["helm.sh/hook-weight"] == "-10"
    assert hook["release-noetl-schema-test"] == {}
    assert policies(merged(ON, {"tests": {"enabled": False}})).keys() == {"release-noetl-schema"}


def test_policy__takes_ports_and_places():
    pooler = [{"podSelector": {"matchLabels": {"app": "pgbouncer"}}}]
    ways = {
        "database": {"ports": [5432, 6432], "to": pooler}, "dns": {"ports": [53, 5353]},
        "api": {"ports": [443], "to": [{"ipBlock": {"cidr": "10.0.0.1/32"}}]},
        "extraEgress": [{"ports": [{"port": 443}]}],
    }  # fmt: skip
    (policy,) = policies(merged(ON, {"mode": "job", "networkPolicy": ways})).values()
    database, dns, api, *more = policy["spec"]["egress"]
    assert more == ways["extraEgress"]
    assert [each["port"] for each in database["ports"]] == [5432, 6432]
    assert database["to"] == pooler and "to" not in dns
    assert len(dns["ports"]) == 4 and api["to"] == ways["api"]["to"]


def test_policy__in_mode_library_is_the_other_charts():
    done = template(merged(EXISTING, ON, {"mode": "library"}))
    assert done.returncode != 0
    assert "the Pods are another chart's" in done.stderr


def test_manifest__is_the_charts_policy():
    theirs = yaml.safe_load(MANIFEST.read_text())["spec"]
    (ours,) = policies(merged(ON, {"mode": "job"})).values()
    assert ports(theirs) == ports(ours["spec"])
    assert theirs["policyTypes"] == ours["spec"]["policyTypes"]
    wanted = theirs["podSelector"]["matchLabels"].items()
    jobs = [
        each
        for path in (TREE / "k8s").rglob("*.yaml")
        for each in yaml.safe_load_all(path.read_text())
        if each["kind"] == "Job"
    ]
    assert len(jobs) == 2
    for job in jobs:
        assert wanted <= job["spec"]["template"]["metadata"]["labels"].items()
