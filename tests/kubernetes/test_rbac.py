"""Rights: exactly the Role is enough, and without any the schema is applied all the same."""

import re

import pytest
import yaml

from support.schema_job import SchemaJob

pytestmark = pytest.mark.timeout(600)
RULE = re.compile(r"A Role with this rule allows it: (\{.*?\})")


def rules_named(text):
    """The rules that warnings name."""
    found = {rule: yaml.safe_load(rule) for rule in RULE.findall(text)}
    return by_resource(found.values())


def by_resource(rules):
    return sorted(rules, key=lambda rule: rule["resources"])


def test_role__is_enough_and_is_all_that_there_is(namespace, postgres, image):
    job = SchemaJob(namespace).apply().wait_complete(180)
    assert not re.search(r"warning .*(Kubernetes|API)|apiGroups", job.log())
    assert {"Provisioning", "Applying", "Applied"} <= {each["reason"] for each in job.events()}
    assert "noetl.io/schema-reason" not in job.describe()
    assert namespace.status().keys() == {"noetl.noetl", "demo_noetl.workspace"}
    account = f"--as=system:serviceaccount:{namespace.name}:noetl-apply-schema"
    for verb, what in (
        ("get", "secrets"), ("list", "pods"), ("get", "jobs"), ("delete", "events"), ("patch", "jobs/noetl-apply-schema"),
        ("get", "configmaps/noetl-schema-status"), ("patch", "configmaps/postgres-config"),
    ):  # fmt: skip
        may = namespace.kubectl("auth", "can-i", verb, what, account, check=False)
        assert may.stdout.strip() == "no", (verb, what)
    own = namespace.kubectl("auth", "can-i", "get", "jobs/noetl-apply-schema", account)
    assert own.stdout.strip() == "yes", "whether it is still wanted"


def test_annotated_job__takes_the_right_to_patch_it_and_no_other(namespace, postgres, image):
    job = SchemaJob(namespace, environment={"NOETL_ANNOTATE_JOB": "true"})
    role = next(each for each in job.objects if each["kind"] == "Role")
    role["rules"].append({
        "apiGroups": ["batch"], "resources": ["jobs"], "resourceNames": [job.name], "verbs": ["patch"],
    })  # fmt: skip
    job.apply().wait_complete(180)
    assert not re.search(r"warning .*(Kubernetes|API)|apiGroups", job.log())
    assert "noetl.io/schema-reason: Applied" in job.describe()
    account = f"--as=system:serviceaccount:{namespace.name}:noetl-apply-schema"
    other = namespace.kubectl("auth", "can-i", "patch", "jobs/other", account, check=False)
    assert other.stdout.strip() == "no"


def test_no_role__the_schema_is_applied_and_every_missing_right_is_named(
    namespace, postgres, image
):
    job = SchemaJob(namespace)
    role = next(each for each in job.objects if each["kind"] == "Role")
    job.objects = [each for each in job.objects if not each["kind"].startswith("Role")]
    job.apply().wait_complete(180)
    assert postgres.query("select count(*) from noetl.event_log") == ["0"]
    ((exit_status, message),) = job.ends()
    assert exit_status == 0 and 'database "noetl": created' in message
    assert "Applied" not in {each["reason"] for each in job.events()}
    assert namespace.status() == {}
    # Taken as they are named, the rules are the manifest's own. (Whether its Job is still there, a run
    # without the right to know does not miss.)
    reports = [rule for rule in role["rules"] if rule["resources"] != ["jobs"]]
    assert rules_named(job.log()) == by_resource(reports)
    # And where only describe is at hand, the Pod itself says what was not told, and why.
    assert "cannot create events" in message and rules_named(message) == by_resource(
        reports
    )
