"""With an authority to trust, every Pod of the chart verifies its server, whatever the ConfigMap says."""

import pytest

from support.chart import EXISTING, MODES, merged, only, rendered, template

AUTHORITIES = [{"configMap": "ca"}, {"secret": "ca"}]


def containers_of(value):
    """Every container in what was rendered, however deep."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key in ("containers", "initContainers"):
                yield from each
            yield from containers_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from containers_of(each)


def environments(values):
    return [
        {each["name"]: each.get("value") for each in container.get("env", [])}
        for container in containers_of(rendered(values))
    ]


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "library"])
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_tls__with_an_authority_every_server_is_verified_in_full(mode, authority):
    found = environments(merged(EXISTING, {"mode": mode, "tls": {"ca": authority}}))
    assert found
    for environment in found:
        assert environment["PGSSLMODE"] == "verify-full"
        assert environment["PGSSLROOTCERT"] == "/etc/noetl/ca/ca.crt"
        folders = environment["NOETL_CONFIG_DIR"].split(":")
        assert not [each for each in folders if environment["PGSSLROOTCERT"].startswith(each + "/")]


@pytest.mark.parametrize("mode", MODES)
def test_tls__of_a_helm_test_is_that_of_the_job(mode):
    values = merged(EXISTING, {"mode": mode, "tls": {"ca": AUTHORITIES[0]}})
    environment = only(rendered(values), "Pod")["spec"]["containers"][0]["env"]
    assert {"name": "PGSSLMODE", "value": "verify-full"} in environment


def test_tls__of_another_charts_init_container_is_verified_too(server_chart):
    values = {"noetl-schema": {"tls": {"ca": AUTHORITIES[0]}}}
    objects = rendered(values, chart=server_chart)
    (init,) = only(objects, "Deployment")["spec"]["template"]["spec"]["initContainers"]
    assert {"name": "PGSSLMODE", "value": "verify-full"} in init["env"]
    assert {"name": "PGSSLROOTCERT", "value": "/etc/noetl/ca/ca.crt"} in init["env"]


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_tls__may_leave_the_name_unverified_and_nothing_else(authority):
    given = {"mode": "verify-ca", "ca": authority}
    for environment in environments(merged(EXISTING, {"tls": given})):
        assert environment["PGSSLMODE"] == "verify-ca"
    for weak in "disable", "allow", "prefer", "require":
        done = template(merged(EXISTING, {"tls": given | {"mode": weak}}))
        assert done.returncode != 0 and "does not verify the server" in done.stderr


def test_tls__without_an_authority_is_what_the_settings_say():
    for environment in environments(EXISTING):
        assert "PGSSLMODE" not in environment and "PGSSLROOTCERT" not in environment
