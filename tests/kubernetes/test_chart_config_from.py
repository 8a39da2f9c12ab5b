"""What the chart makes of configFrom: which rights, and whose; no cluster is asked."""

from support.chart import EXISTING, merged, only, rendered

CONFIG_FROM = {
    "configFrom": [
        {"namespace": "there", "configMap": "c"},
        {"secret": "s"},
        {"namespace": "there", "secret": "s"},
        {"namespace": "there", "secret": "s"},
    ]
}


def read_rules(objects):
    """(Role, namespace): what it lets be read."""
    return {
        (name, each["metadata"]["namespace"]): [
            (*rule["resources"], *rule["resourceNames"])
            for rule in each["rules"]
            if rule["verbs"] == ["get"] and rule["resources"] != ["jobs"]
        ]
        for (kind, name), each in objects.items()
        if kind == "Role"
    }


def test_config_from__takes_the_right_to_get_just_what_it_names():
    objects = rendered(merged(CONFIG_FROM, {"mode": "job", "tests": {"enabled": False}}))
    name = "release-noetl-schema"
    assert read_rules(objects) == {
        (name, "here"): [("secrets", "s")],
        (f"{name}-here", "there"): [("configmaps", "c"), ("secrets", "s")],
    }
    for (kind, its_name), each in objects.items():
        if kind == "RoleBinding":
            assert each["roleRef"]["name"] == its_name
            assert each["subjects"] == [{"kind": "ServiceAccount", "name": name, "namespace": "here"}]
    pod = only(objects, "Job")["spec"]["template"]["spec"]
    assert pod["serviceAccountName"] == name and pod["automountServiceAccountToken"] is True
    environment = {each["name"]: each.get("value") for each in pod["containers"][0]["env"]}
    assert environment["NOETL_CONFIG_FROM"] == (
        "there/c:here/secret/s:there/secret/s:there/secret/s"
    )


def test_config_from__without_it_nothing_may_be_read():
    assert all(rules == [] for rules in read_rules(rendered(EXISTING)).values())
    pod = only(rendered(EXISTING), "Job")["spec"]["template"]["spec"]
    assert "NOETL_CONFIG_FROM" not in {each["name"] for each in pod["containers"][0]["env"]}


def test_config_from__needs_no_right_to_report():
    objects = rendered(merged(CONFIG_FROM, {"mode": "job", "status": {"report": False}}))
    rules = [rule for (kind, _), each in objects.items() if kind == "Role" for rule in each["rules"]]
    assert {verb for rule in rules for verb in rule["verbs"]} == {"get"}
    assert only(objects, "Job")["spec"]["template"]["spec"]["automountServiceAccountToken"] is True


def test_config_from__the_test_of_a_hook_has_an_account_that_stays():
    objects = rendered(CONFIG_FROM)
    name = "release-noetl-schema-test"
    plain = {key for key, each in objects.items() if "helm.sh/hook" not in each["metadata"].get("annotations", {})}
    rights = {(kind, each) for kind in ("Role", "RoleBinding") for each in (name, f"{name}-here")}
    assert plain == {("ServiceAccount", name), *rights}
    assert only(objects, "Pod")["spec"]["serviceAccountName"] == name
    cronjob = rendered(merged(CONFIG_FROM, {"mode": "cronjob"}))
    assert only(cronjob, "Pod")["spec"]["serviceAccountName"] == "release-noetl-schema"
