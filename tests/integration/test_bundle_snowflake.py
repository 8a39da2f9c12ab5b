"""Keys of bundle noetl: unique among many writers, increasing, with a time in them."""

import concurrent.futures
import datetime
import itertools
import threading

import psycopg
import pytest

from support import bundle_ddl
from support.polling import until

SCHEMA = "noetl"
EPOCH = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)
WRITERS = 64
KEYS_A_DRAW = 500
DRAWS = 8
LAG_MS = 10  # what an id's time may be behind the clock
LOCK_CLASS = 1397641047  # "SNOW"

# Somebody holds the lock under which the ticks are moved up.
HOLD = "select pg_advisory_lock((%s::bigint << 32) | 'snowflake_seq'::regclass::oid::bigint)"
RELEASE = HOLD.replace("_lock", "_unlock")
WAITING = "select count(*) from pg_locks where locktype = 'advisory' and classid = %s and not granted"
HELD = "select count(*) from pg_locks where locktype = 'advisory' and classid = %s and granted"


@pytest.fixture
def database(test_session, postgres_major):
    database = bundle_ddl.Database(test_session.shared_server(postgres_major))
    database.create_schema(SCHEMA)
    database.psql(bundle_ddl.scripts("noetl")[:1], SCHEMA)
    yield database
    database.close()


@pytest.fixture
def session(database):
    return database.connect_as(database.owner, SCHEMA)


def value(session, statement, *parameters):
    return session.execute(statement, parameters).fetchone()[0]


def parts(session, key):
    return session.execute("select * from snowflake_parts(%s)", [key]).fetchone()


def set_clock_ahead(session, by_ms, sequence=0):
    """Leaves the ticks where a clock that was ahead would have left them."""
    return value(
        session,
        "select setval('snowflake_seq', (((extract(epoch from clock_timestamp()) * 1000"
        " - 1704067200000)::bigint + %s) << 12) | %s)",
        by_ms,
        sequence,
    )


def are_increasing(keys):
    return all(first < second for first, second in itertools.pairwise(keys))


def test_snowflake__is_unique_and_increasing_among_64_writers(database):
    start = threading.Barrier(WRITERS)
    sessions = [database.connect_as(database.owner, SCHEMA) for _ in range(WRITERS)]

    def write(session):
        keys = []
        start.wait()
        for _ in range(DRAWS):
            keys += session.execute(
                "select snowflake_id() from generate_series(1, %s)", [KEYS_A_DRAW]
            ).fetchall()
        return [key for (key,) in keys]

    with concurrent.futures.ThreadPoolExecutor(WRITERS) as pool:
        drawn = list(pool.map(write, sessions))
    assert all(are_increasing(keys) for keys in drawn)
    assert len({key for keys in drawn for key in keys}) == WRITERS * DRAWS * KEYS_A_DRAW
    assert value(sessions[0], HELD, LOCK_CLASS) == 0


def test_snowflake__holds_the_time_the_shard_and_a_sequence(session):
    session.execute("set noetl.shard_id = 7")
    before = value(session, "select clock_timestamp()")
    key = value(session, "select snowflake_id()")
    after = value(session, "select clock_timestamp()")
    made_at, shard, sequence = parts(session, key)
    millisecond = datetime.timedelta(milliseconds=1)
    assert before - LAG_MS * millisecond <= made_at <= after + millisecond
    assert (shard, key >> 12 & 1023) == (7, 7)
    assert sequence == key & 4095
    assert made_at - EPOCH == (key >> 22) * millisecond


def test_snowflake__follows_the_clock(session):
    first = value(session, "select snowflake_id()")
    session.execute("select pg_sleep(0.05)")
    second = value(session, "select snowflake_id()")
    elapsed = parts(session, second)[0] - parts(session, first)[0]
    assert elapsed >= datetime.timedelta(milliseconds=50 - LAG_MS)


def test_snowflake__goes_on_in_the_next_millisecond_where_one_is_full(session):
    set_clock_ahead(session, 60_000, sequence=4093)
    keys = [value(session, "select snowflake_id()") for _ in range(4)]
    taken_apart = [parts(session, key) for key in keys]
    assert [sequence for (_, _, sequence) in taken_apart] == [4094, 4095, 0, 1]
    assert are_increasing(keys)
    assert taken_apart[2][0] - taken_apart[1][0] == datetime.timedelta(milliseconds=1)


def test_snowflake__neither_repeats_nor_falls_when_the_clock_is_set_back(session):
    first = set_clock_ahead(session, 3_600_000)
    keys = [
        key for (key,) in session.execute("select snowflake_id() from generate_series(1, 10000)")
    ]
    assert keys[0] >> 22 == first >> 12
    assert are_increasing(keys)


def test_snowflake__works_under_any_search_path(session):
    for path in ("", "pg_catalog", "nowhere"):
        session.execute("select set_config('search_path', %s, false)", [path])
        assert parts_of_any_path(session) > 0


def parts_of_any_path(session):
    return value(session, "select sequence + 1 from noetl.snowflake_parts(noetl.snowflake_id())")


@pytest.mark.parametrize("shard", ["0", "1023"])
def test_snowflake__takes_every_shard(session, shard):
    session.execute("select set_config('noetl.shard_id', %s, false)", [shard])
    assert parts(session, value(session, "select snowflake_id()"))[1] == int(shard)


@pytest.mark.parametrize("shard", ["-1", "1024", "one"])
def test_snowflake__refuses_what_is_no_shard(session, shard):
    session.execute("select set_config('noetl.shard_id', %s, false)", [shard])
    with pytest.raises(psycopg.DataError):
        session.execute("select snowflake_id()")


def test_snowflake__never_moves_ticks_back_that_others_moved_on(database, session):
    """A session that waited for its turn looks again before it moves them."""
    mover, watcher = (database.connect_as(database.owner, SCHEMA) for _ in range(2))
    mover.execute(HOLD, [LOCK_CLASS])
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(value, session, "select snowflake_id()")
        until(lambda: value(watcher, WAITING, LOCK_CLASS) == 1)
        ticks = set_clock_ahead(mover, 60_000)
        mover.execute(RELEASE, [LOCK_CLASS])
        key = waiting.result(timeout=30)
    assert (key >> 22 << 12) | (key & 4095) == ticks + 1


def test_snowflake__leaves_no_lock_behind_when_cancelled(database, session):
    mover, watcher = (database.connect_as(database.owner, SCHEMA) for _ in range(2))
    mover.execute(HOLD, [LOCK_CLASS])
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(value, session, "select snowflake_id()")
        until(lambda: value(watcher, WAITING, LOCK_CLASS) == 1)
        session.cancel()
        with pytest.raises(psycopg.errors.QueryCanceled):
            waiting.result(timeout=30)
    mover.execute(RELEASE, [LOCK_CLASS])
    assert value(watcher, HELD, LOCK_CLASS) == 0
    assert value(session, "select snowflake_id()") > 0


def test_snowflake__leaves_no_lock_behind_when_refused(database, session):
    """Drawing needs USAGE, moving the ticks up needs UPDATE."""
    reader = database.create_role(f"{database.name}_reader")
    session.execute(f'grant usage on schema noetl to "{reader}"')
    session.execute(f'grant usage on sequence snowflake_seq to "{reader}"')
    reading = database.connect_as(reader, SCHEMA)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        reading.execute("select snowflake_id()")
    assert value(session, HELD, LOCK_CLASS) == 0
    session.execute(f'grant update on sequence snowflake_seq to "{reader}"')
    assert value(reading, "select snowflake_id()") > 0


def test_snowflake__survives_rollback(session):
    session.execute("begin")
    first = value(session, "select snowflake_id()")
    session.execute("rollback")
    assert value(session, "select snowflake_id()") > first
