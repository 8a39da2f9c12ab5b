"""Whoever looks at the Job or the Pod of a run that waits sees what it waits for."""

import pytest

pytestmark = pytest.mark.one_major

POD = {"JOB_NAME": None, "JOB_UID": None, "POD_UID": "6a7b"}


def waiting(api):
    """(kind of what it is about, type, note) of each Event that tells of waiting."""
    return [
        (event["regarding"]["kind"], event["type"], event["note"])
        for event in api.bodies("/events")
        if event.get("reason") == "Waiting"
    ]


@pytest.mark.parametrize("command", ["wait", "init", "verify"])
def test_waiting__for_the_server_is_told_by_every_command(caller, api, command):
    settings = {"NOETL_WAIT_TIMEOUT": "7s", "NOETL_ADMIN_USER": "a", "NOETL_ADMIN_PASSWORD": "p"}
    caller.run(command, settings=settings).expect(10)
    usual, late = waiting(api)
    assert usual[:2] == ("Job", "Normal") and usual[2].endswith("Connection refused")
    assert late == ("Job", "Warning", usual[2])
    told = [event["reason"] for event in api.bodies("/events") if "reason" in event]
    assert told == ["Waiting", "Waiting", "Failed"]
    assert not api.bodies("/configmaps/"), "what the last apply has left there stays"


@pytest.mark.parametrize("command", ["wait", "init"])
def test_waiting__of_an_init_container_is_told_to_its_pod(caller, api, environment, command):
    environment.create_owner_and_database()
    settings = environment.settings() | POD | {"NOETL_WAIT_TIMEOUT": "5s"}
    caller.run(command, settings=settings).expect(10)
    usual, late = waiting(api)
    assert usual[:2] == ("Pod", "Normal") and late[:2] == ("Pod", "Warning")
    assert "is not recorded as applied from bundle:noetl" in usual[2]


def test_waiting__of_a_healthy_start_is_no_warning(caller, api, environment):
    settings = environment.settings() | {"JOB_NAME": "j", "JOB_UID": "1a2b", "NOETL_WAIT_TIMEOUT": "1min"}
    running = caller.start("wait", "noetl", settings=settings)
    running.wait_for_line("waiting, for at most")
    caller.program.run("apply", "noetl", "--ensure-role", settings=settings).expect(0)
    running.wait().expect(0)
    assert {type for _, type, _ in waiting(api)} == {"Normal"}
