"""The disk fills up under the server: said as such with 13; with room again, a rerun ends well."""

import pytest
from psycopg import sql

from support import process
from support.scenarios import SCENARIOS
from support.share import in_share

DISK_BYTES = 160 << 20
ROOM_LEFT = [0, 32 << 10, 256 << 10, 1 << 20, 2 << 20, 4 << 20]
EXPLAINED = (
    "No space left on device",
    "could not extend file",
    "the database system is",
    "terminating connection",
    "could not write",
)
SCENARIO = SCENARIOS[1]  # role and database are there: all room goes to tables and indexes


@pytest.mark.timeout(300)
@pytest.mark.parametrize("room", in_share(ROOM_LEFT, every=3))
def test_disk_full__of_a_tablespace(
    new_trial, reference_of, new_server, new_small_disk, room
):
    """WAL has room elsewhere: the statement fails, the server lives."""
    disk = new_small_disk(DISK_BYTES)
    server = new_server().start()
    reference, _ = reference_of(SCENARIO, server)
    space = disk.directory / "space"
    space.mkdir()
    process.give_to_server_user(space)
    server.execute(sql.SQL("create tablespace small location {}").format(str(space)))
    trial = new_trial(SCENARIO, server)
    database = sql.Identifier(trial.environment.database)
    server.execute(sql.SQL("alter database {} set tablespace small").format(database))
    server.execute("checkpoint")
    disk.fill(leave_bytes=room)
    result = trial.start(NOETL_WAIT_TIMEOUT="5s").wait(60)
    if result.exit_code == 10:  # not even a log-in has room to write what it caches
        result.expect(10, "could not write")
    elif result.exit_code != 0:
        result.expect(13, "53100|No space left")
    disk.empty()
    trial.check(reference, *EXPLAINED)
    trial.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("room", in_share(ROOM_LEFT, every=4))
def test_disk_full__of_the_data_directory(
    new_trial, reference_of, new_server, new_small_disk, room
):
    """WAL may have no room either: then the server itself gives up, and is started again."""
    disk = new_small_disk(DISK_BYTES)
    server = new_server(data=disk.directory / "data").start()
    reference, _ = reference_of(SCENARIO, server)
    trial = new_trial(SCENARIO, server)
    disk.fill(leave_bytes=room)
    running = trial.start(NOETL_WAIT_TIMEOUT="5s")
    try:
        result = running.wait(60)
        assert result.exit_code in (0, 10, 13), result
    finally:
        disk.empty()
    if not server.is_running:
        server.start()
    trial.check(reference, *EXPLAINED)
    trial.close()
