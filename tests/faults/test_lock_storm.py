"""Others hold the tables again and again: the run steps back, tries again, and gets through."""

import random
import threading

import psycopg
import pytest

from support.program import Program
from support.share import SEED, rounds

FIRST = """
create table if not exists a (id bigint primary key);
create table if not exists b (id bigint primary key);
create table if not exists c (id bigint primary key);
"""
SECOND = FIRST + """
alter table a add column if not exists note text;
alter table b add column if not exists note text;
alter table c add column if not exists note text;
create index if not exists a_note on a (note);
create index if not exists b_note on b (note);
create index if not exists c_note on c (note);
"""
# The run's own lock_timeout and a deadlock with an application are what the log may tell of.
EXPLAINED = ("canceling statement due to lock timeout", "deadlock detected")


class Storm:
    """Threads that take ACCESS EXCLUSIVE locks on the tables in random order, over and over."""

    def __init__(self, environment, threads, hold_s):
        self._environment = environment
        self._hold_s = hold_s
        self._over = threading.Event()
        self.taken = 0
        self._threads = [
            threading.Thread(target=self._blow, args=(SEED + number,)) for number in range(threads)
        ]

    def _blow(self, seed):
        chance = random.Random(seed)
        with self._environment.server.connect(self._environment.database) as session:
            while not self._over.is_set():
                tables = chance.sample(["a", "b", "c"], 2)
                try:
                    with session.transaction():
                        for table in tables:
                            session.execute(f"lock table noetl.{table} in access exclusive mode")
                        self.taken += 1
                        self._over.wait(chance.uniform(0, self._hold_s))
                except psycopg.errors.DeadlockDetected:
                    continue
                self._over.wait(chance.uniform(0, self._hold_s))

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        for thread in self._threads:
            thread.join()


@pytest.fixture
def ready(environment, program, tmp_path):
    environment.create_owner_and_database()
    script = tmp_path / "tables.sql"
    script.write_text(FIRST)
    program.run("apply", "--file", script).expect(0)
    script.write_text(SECOND)
    return script


@pytest.mark.timeout(300)
@pytest.mark.parametrize("round_number", range(rounds(full=5, share=1)))
def test_lock_storm__ends_well(environment, program, server, ready, round_number):
    mark = server.log_mark()
    with Storm(environment, threads=2, hold_s=0.2) as storm:
        result = program.run(
            *("apply", "--file", ready, "--lock-timeout", "100ms", "--change-timeout", "120s"),
            limit_s=150,
        )
    result.expect(0)
    assert storm.taken > 0
    program.run("verify", "--file", ready).expect(0)
    unexplained = [
        line
        for line in server.log_errors(mark)
        if not any(text in line for text in EXPLAINED)
    ]
    assert unexplained == []


def test_lock_storm__that_never_ends_is_reported_with_who_blocks(environment, program, ready):
    holder = environment.connect(application_name="the nightly report")
    holder.execute("begin")
    holder.execute("lock table noetl.b in access exclusive mode")
    result = program.run(
        *("apply", "--file", ready, "--lock-timeout", "100ms", "--change-timeout", "2s")
    )
    holder.execute("rollback")
    result.expect(13, "the nightly report", str(holder.info.backend_pid))
    assert result.seconds < 10
    program.run("apply", "--file", ready).expect(0)
    program.run("verify", "--file", ready).expect(0)


def test_lock_storm__never_makes_an_application_wait_long(environment, program, ready):
    """While the run waits for its lock, a reader behind it waits no longer than lock_timeout."""
    holder = environment.connect()
    holder.execute("begin")
    holder.execute("select * from noetl.b")
    reader = environment.connect()
    running = Program(program.binary, program.settings).start(
        *("apply", "--file", ready, "--lock-timeout", "200ms", "--change-timeout", "4s")
    )
    reader.execute("set statement_timeout = '1500ms'")
    while running.is_running:
        reader.execute("select count(*) from noetl.b")
    running.wait().expect(13)
    holder.execute("rollback")
    program.run("apply", "--file", ready).expect(0)
