"""The session is the program's: what a script does to it neither lengthens a lock nor stays."""

import pytest


@pytest.fixture
def ready(environment):
    environment.create_owner_and_database()
    return environment


@pytest.fixture
def apply(program, ready, tmp_path):
    """Writes a file and applies it; settings are added to the program's."""

    def work(text, limit_s=60, **settings):
        path = tmp_path / "file.sql"
        path.write_text(text)
        return program.run(
            "apply", "--file", path, settings={**program.settings, **settings}, limit_s=limit_s
        )

    return work


BOUNDED = {"NOETL_LOCK_TIMEOUT": "300ms", "NOETL_CHANGE_TIMEOUT": "500ms"}
LENGTHENED = [
    "set lock_timeout = 0",
    "SET SESSION lock_timeout TO '1h'",
    'set local "lock_timeout" = 0',
    "set lock_timeout to default",
    "/* as a dump does it */ set -- so\n lock_timeout = 0",
    "reset lock_timeout",
    "reset all",
    "select set_config('lock_timeout', '0', false)",
    "select pg_catalog.set_config('lock_' || 'timeout', '0', true)",
    "with a as (select set_config('lock_timeout', '0', false)) select * from a",
    "do $$ begin perform set_config('lock_timeout', '0', false); end $$",
    "do $$ begin set lock_timeout = 0; end $$",
    "create procedure p() language sql as 'set lock_timeout = 0'; call p()",
    "create table made as select set_config('lock_timeout', '0', false)",
    "insert into kept select length(set_config('lock_timeout', '0', false))",
]


@pytest.mark.parametrize("statement", LENGTHENED)
def test_session__a_script_cannot_lengthen_lock_timeout(apply, ready, statement):
    with ready.connect() as session:
        session.execute(f"create schema if not exists noetl authorization {ready.owner}")
        session.execute("create table noetl.held (n int); create table noetl.kept (n int)")
        session.execute(f"alter table noetl.held owner to {ready.owner}")
        session.execute(f"alter table noetl.kept owner to {ready.owner}")
    with ready.connect() as holder:
        holder.execute("begin; lock table noetl.held in access share mode")
        result = apply(f"{statement};\nalter table noetl.held add column m int;\n", 40, **BOUNDED)
        result.expect(13, r"file\.sql:\d+:1", "55P03")


def test_session__says_once_that_lock_timeout_stays(apply):
    lines = "set lock_timeout = 0;\ncreate table if not exists a (n int);\n"
    result = apply(f"create table if not exists z (n int);\n{lines}{lines}").expect(0)
    assert result.output.count("lock_timeout stays at") == 1
    assert "file.sql:2: lock_timeout stays at" in result.output


def test_session__a_script_may_shorten_lock_timeout(apply, ready):
    result = apply(
        "set lock_timeout = '7ms';\nselect 1;\n"
        "create table if not exists seen as select current_setting('lock_timeout') as value;\n"
    ).expect(0)
    assert "lock_timeout stays" not in result.output
    assert ready.connect().execute("select value from noetl.seen").fetchall() == [("7ms",)]
