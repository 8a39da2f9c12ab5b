"""What somebody sets on an object that the DDL makes, and the DDL never sets, is kept and named."""

import pytest

DDL = "create table t (n int, s text); create view v as select n from t;"
LATER = "create table t (n bigint, s text, m int); create view v as select n, m from t;"
LIST = ("--managed-schemas", "noetl")
PRUNE = (*LIST, "--prune")
SET = {
    "autovacuum": "select exists (select from pg_class where oid = 'noetl.t'::regclass and reloptions is not null)",
    "toast": "select exists (select from pg_class where oid = (select reltoastrelid from pg_class"
    " where oid = 'noetl.t'::regclass) and reloptions is not null)",
    "statistics": "select coalesce(nullif(attstattarget, -1), 0) = 321 from pg_attribute"
    " where attrelid = 'noetl.t'::regclass and attname = 's'",
    "table": "select has_table_privilege('{reader}', 'noetl.t', 'select')",
    "column": "select has_column_privilege('{reader}', 'noetl.t', 's', 'update')",
    "view": "select has_table_privilege('{reader}', 'noetl.v', 'select')",
    "schema": "select has_schema_privilege('{reader}', 'noetl', 'usage')",
}


@pytest.fixture
def reader(ready):
    name = f"{ready.owner}_reader"
    ready.execute(f'create role "{name}"')
    yield name
    with ready.connect() as session:
        session.execute(f'drop owned by "{name}"; drop role "{name}"')


def set_by_hand(ready, reader):
    ready.connect_as_owner().execute(
        "alter table noetl.t set (autovacuum_enabled = off, toast.autovacuum_enabled = off);"
        " alter table noetl.t alter column s set statistics 321;"
        f' grant select on noetl.t, noetl.v to "{reader}"; grant update (s) on noetl.t to "{reader}";'
        f' grant usage on schema noetl to "{reader}"'
    )


def found(ready, reader):
    return {what for what, query in SET.items() if ready.value(query.format(reader=reader))}


@pytest.mark.parametrize("options", [(), LIST], ids=["as it comes", "a list"])
def test_unmanaged_details__are_kept_and_named(program, ready, reader, write, options):
    program.run("apply", "--file", write(DDL), *options).expect(0)
    set_by_hand(ready, reader)
    named = [
        f"privileges noetl.t to {reader}",
        f"privileges noetl.t.s to {reader}",
        f"schema privileges noetl to {reader}",
        "statistics target noetl.t.s",
        "storage parameter noetl.t.autovacuum_enabled",
    ]
    verified = program.run("verify", "--file", write(DDL), *options).expect(0)
    applied = program.run("apply", "--file", write(DDL), *options).expect(0, "not managed")
    assert [name for name in named if name not in verified.output or name not in applied.output] == []
    program.run("apply", "--file", write(LATER), *options).expect(0, "definitions proved")
    assert found(ready, reader) == set(SET)
    program.run("apply", "--file", write(LATER), *options).expect(0, "nothing to do")
    program.run("verify", "--file", write(LATER), *options).expect(0)


def test_unmanaged_details__go_where_all_is_managed(program, ready, reader, write):
    program.run("apply", "--file", write(DDL), *PRUNE).expect(0)
    set_by_hand(ready, reader)
    program.run("verify", "--file", write(DDL), *PRUNE).expect(6, f"privileges noetl.t to {reader}", "statistics target")
    program.run("apply", "--file", write(LATER), *PRUNE).expect(0)
    # Privileges on a schema come with the schema.
    assert found(ready, reader) == {"schema"}
    program.run("apply", "--file", write(LATER), *PRUNE).expect(0, "nothing to do")


@pytest.mark.one_major
@pytest.mark.parametrize("options", [(), LIST], ids=["as it comes", "a list"])
def test_unmanaged_details__of_whom_the_ddl_names_are_drift(program, ready, reader, write, options):
    ddl = write(DDL + f' grant select on t to "{reader}";')
    program.run("apply", "--file", ddl, *options).expect(0)
    ready.connect_as_owner().execute(f'grant insert on noetl.t to "{reader}"; grant select on noetl.v to "{reader}"')
    program.run("verify", "--file", ddl, *options).expect(6, f"privileges noetl.t to {reader}", f"noetl.v to {reader}")
    program.run("apply", "--file", ddl, *options).expect(7, "table noetl.t", "--allow")
    program.run("apply", "--file", ddl, *options, "--destructive", "allow").expect(0)
    assert found(ready, reader) == {"table"}
    program.run("verify", "--file", ddl, *options).expect(0)


@pytest.mark.one_major
def test_unmanaged_details__that_the_ddl_no_longer_sets_go(program, ready, reader, write):
    set_once = f' grant select on t to "{reader}"; alter table t set (fillfactor = 70); alter table t alter s set statistics 321;'
    program.run("apply", "--file", write(DDL + set_once), *LIST).expect(0)
    program.run("apply", "--file", write(DDL), *LIST).expect(7, "table noetl.t", "--allow")
    program.run("apply", "--file", write(DDL), *LIST, "--allow", "table:noetl.t").expect(0)
    assert found(ready, reader) == set()


@pytest.mark.one_major
def test_unmanaged_details__of_default_privileges_reach_new_tables_only(program, ready, reader, write):
    program.run("apply", "--file", write(DDL), *LIST).expect(0)
    ready.connect_as_owner().execute(f'alter default privileges in schema noetl grant select on tables to "{reader}"')
    more = write(DDL + " create table added (n int);")
    program.run("apply", "--file", more, *LIST).expect(0, "definitions proved")
    readable = "select has_table_privilege('{}', 'noetl.{}', 'select')"
    assert [ready.value(readable.format(reader, table)) for table in ("t", "added")] == [False, True]
    program.run("apply", "--file", more, *LIST).expect(0, "nothing to do")
    program.run("verify", "--file", more, *LIST).expect(0)
