"""Passwords do not get into objects that others may read: the chart refuses them; no cluster is asked."""

import pytest

from support.chart import EXISTING, MODES, PROGRAMS, merged, only, rendered, template

SECRETS = [
    "NOETL_ADMIN_PASSWORD", "NOETL_PASSWORD", "POSTGRES_PASSWORD", "PGPASSWORD", "DATABASE_URL",
    "NOETL_DATABASE_URL", "AUTH_SERVICE_PASSWORD", "PGSSLPASSWORD",
]  # fmt: skip
URL = "postgresql://noetl:hidden@db/noetl"


def refusal(values, **options):
    done = template(merged(EXISTING, values), **options)
    assert done.returncode != 0, "accepted"
    assert "hidden" not in done.stderr, "and its value is not shown"
    return done.stderr


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("name", SECRETS)
def test_env__a_secret_as_a_literal_value_is_refused(program, name):
    values = {"extraEnv": [{"name": "A", "value": "b"}, {"name": name, "value": "hidden"}]}
    said = refusal(values, program=program)
    assert f"extraEnv has the value of {name}, which is a secret" in said
    assert "valueFrom.secretKeyRef" in said


@pytest.mark.parametrize("mode", MODES)
def test_env__it_is_refused_in_every_mode(mode):
    values = {"mode": mode, "extraEnv": [{"name": "NOETL_PASSWORD", "value": "hidden"}]}
    assert "extraEnv has the value of NOETL_PASSWORD" in refusal(values)


def test_env__it_is_refused_of_a_chart_that_another_one_includes(server_chart):
    env = [{"name": "NOETL_PASSWORD", "value": "hidden"}]
    done = template({"noetl-schema": {"extraEnv": env}}, chart=server_chart)
    assert done.returncode != 0 and "extraEnv has the value of NOETL_PASSWORD" in done.stderr


def test_env__a_zero_is_a_password_too():
    values = {"extraEnv": [{"name": "NOETL_PASSWORD", "value": "0"}]}
    assert "extraEnv has the value of NOETL_PASSWORD" in refusal(values)


def test_env__a_password_in_a_url_is_refused_whatever_its_name():
    values = {"extraEnv": [{"name": "ANY", "value": URL}]}
    assert "extraEnv has the value of ANY, which is a secret" in refusal(values)


@pytest.mark.parametrize("name", SECRETS)
def test_env__a_secret_by_reference_is_taken(name):
    by_reference = {"name": name, "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}
    job = only(rendered(merged(EXISTING, {"extraEnv": [by_reference]})), "Job")
    assert job["spec"]["template"]["spec"]["containers"][0]["env"][-1] == by_reference


def test_env__what_is_no_secret_is_taken():
    plain = [
        {"name": "NOETL_LOG_FORMAT", "value": "json"}, {"name": "NOETL_ADMIN_PASSWORD", "value": ""},
        {"name": "NO_PROXY", "value": "http://a:80/b@c"},
    ]  # fmt: skip
    job = only(rendered(merged(EXISTING, {"extraEnv": plain})), "Job")
    assert job["spec"]["template"]["spec"]["containers"][0]["env"][-3:] == plain


@pytest.mark.parametrize("name", SECRETS)
def test_config__a_secret_is_refused(name):
    said = refusal({"config": {"data": {name: "hidden"}}})
    assert f"config.data.{name} is a secret" in said


def test_config__a_password_in_a_url_is_refused_whatever_its_name():
    assert "config.data.POSTGRES_HOST is a secret" in refusal(
        {"config": {"data": {"POSTGRES_HOST": URL}}}
    )


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("place", ["targets", "defaults"])
def test_targets__a_secret_is_refused(name, place):
    targets = {"targets": [{"name": "a"}], "defaults": {}}
    (targets["targets"][0] if place == "targets" else targets["defaults"])[name] = "hidden"
    assert f"{name} in targets is a secret" in refusal({"targets": targets})
