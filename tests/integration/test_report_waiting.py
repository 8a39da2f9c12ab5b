"""Whoever looks at the Job or the Pod of a run that waits sees what it waits for."""

import pytest

pytestmark = pytest.mark.one_major

POD = {"JOB_NAME": None, "JOB_UID": None, "POD_UID": "6a7b"}


def waiting(api):
    """(kind of what it is about, note) of each Event that tells of waiting."""
    return [
        (event["regarding"]["kind"], event["note"])
        for event in api.bodies("/events")
        if event["reason"] == "Waiting" and event["type"] == "Warning"
    ]


@pytest.mark.parametrize("command", ["wait", "init", "verify"])
def test_waiting__for_the_server_is_told_by_every_command(caller, api, command):
    settings = {"NOETL_WAIT_TIMEOUT": "1s", "NOETL_ADMIN_USER": "a", "NOETL_ADMIN_PASSWORD": "p"}
    caller.run(command, settings=settings).expect(10)
    ((kind, note),) = waiting(api)
    assert kind == "Job" and note.endswith("Connection refused")
    assert [event["reason"] for event in api.bodies("/events")] == ["Waiting", "Failed"]
    assert not api.bodies("/configmaps/"), "what the last apply has left there stays"


@pytest.mark.parametrize("command", ["wait", "init"])
def test_waiting__of_an_init_container_is_told_to_its_pod(caller, api, environment, command):
    environment.create_owner_and_database()
    settings = environment.settings() | POD | {"NOETL_WAIT_TIMEOUT": "1s"}
    caller.run(command, settings=settings).expect(10)
    ((kind, note),) = waiting(api)
    assert kind == "Pod" and "is not recorded as applied from bundle:noetl" in note
