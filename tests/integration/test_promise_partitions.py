"""Partitions that DDL made are promised; those that the program keeps are data."""

import pytest

PARTED = {
    "hash": (
        "create table if not exists p (n int, m int) partition by hash (n);\n"
        "create table if not exists p_0 partition of p for values with (modulus 2, remainder 0);\n"
        "create table if not exists p_1 partition of p for values with (modulus 2, remainder 1);\n"
    ),
    "range": (
        "create table if not exists p (n int, m int) partition by range (n);\n"
        "create table if not exists p_0 partition of p for values from (0) to (10);\n"
        "create table if not exists p_1 partition of p for values from (10) to (20);\n"
    ),
    "default": (
        "create table if not exists p (n int, m int) partition by list (n);\n"
        "create table if not exists p_0 partition of p for values in (0);\n"
        "create table if not exists p_1 partition of p default;\n"
    ),
}


@pytest.mark.parametrize("by", PARTED)
def test_partitions__made_by_ddl_are_promised(program, ready, write, by):
    script = write(PARTED[by])
    program.run("apply", "--file", script).expect(0)
    program.run("apply", "--file", script).expect(0, "nothing to do")
    ready.execute("drop table noetl.p_1")
    program.run("verify", "--file", script).expect(6, r"table noetl\.p_1")
    program.run("apply", "--file", script).expect(0)
    program.run("verify", "--file", script).expect(0)
    ready.execute("alter table noetl.p detach partition noetl.p_1")
    program.run("verify", "--file", script).expect(6, r"noetl\.p_1")
    program.run("apply", "--file", script).expect(0, "what differs is planned")
    program.run("verify", "--file", script).expect(0)


def test_partitions__are_promised_with_what_they_have_of_their_own(program, ready, write):
    script = write(
        PARTED["range"]
        + "create index if not exists p_0_m on p_0 (m);\n"
        + "alter table p_0 enable row level security;\n"
    )
    program.run("apply", "--file", script).expect(0)
    ready.execute("drop index noetl.p_0_m; alter table noetl.p_0 disable row level security")
    program.run("verify", "--file", script).expect(6, "p_0_m", r"table noetl\.p_0")
    program.run("apply", "--file", script).expect(0)
    program.run("verify", "--file", script).expect(0)


def test_partitions__with_another_bound_are_noticed(program, ready, write):
    script = write(PARTED["range"])
    program.run("apply", "--file", script).expect(0)
    ready.execute(
        "alter table noetl.p detach partition noetl.p_1;"
        " alter table noetl.p attach partition noetl.p_1 for values from (10) to (15)"
    )
    program.run("verify", "--file", script).expect(6, r"table noetl\.p_1")
    program.run("apply", "--file", script).expect(0, "what differs is planned")
    program.run("verify", "--file", script).expect(0)


def test_partitions__that_the_program_keeps_are_data_but_for_the_default(program, environment):
    program.run("apply", "catalog", "--ensure-role").expect(0)
    program.run("apply", "catalog").expect(0, "nothing to do")
    environment.execute("drop table noetl_catalog.event_default")
    program.run("verify", "catalog").expect(6, r"event_default")
    program.run("apply", "catalog").expect(0)
    program.run("verify", "catalog").expect(0)
    assert environment.value("select to_regclass('noetl_catalog.event_default') is not null")
    kept = environment.value(
        "select min(inhrelid::regclass::text) from pg_inherits"
        " where inhparent = 'noetl_catalog.event'::regclass"
        " and inhrelid::regclass::text !~ 'default'"
    )
    environment.execute(f"drop table {kept}")
    assert "table " + kept not in program.run("verify", "catalog").output
    program.run("apply", "catalog").expect(0)


def test_partitions__not_null_constraints_are_noticed_by_name(program, ready, write):
    if ready.connect().info.server_version < 180000:
        pytest.skip("constraints of NOT NULL come with PostgreSQL 18")
    script = write("create table if not exists t (n int constraint n_is_there not null, m int not null);\n")
    program.run("apply", "--file", script).expect(0)
    for statement, name in {
        "rename constraint n_is_there to another": "n_is_there",
        "alter constraint t_m_not_null no inherit": "t_m_not_null",
    }.items():
        with ready.connect() as session:
            session.execute(f"alter table noetl.t {statement}")
        program.run("verify", "--file", script).expect(6, name)
        program.run("apply", "--file", script).expect(0)
        program.run("verify", "--file", script).expect(0)
