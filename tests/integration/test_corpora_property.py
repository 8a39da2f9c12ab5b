"""Files of others, applied again over rows: after exit 0 no row is gone, after another nothing changed.

NOETL_SCHEMA_TEST_CORPORA is a folder of *.jsonl: one case a line, an object with "id", "from" and "to"
(DDL of one state and of the next), and perhaps "setup", "seed" (SQL) and "tags".
"""

import json
import os
import pathlib

import pytest

FOLDER = os.environ.get("NOETL_SCHEMA_TEST_CORPORA")
REASON = "NOETL_SCHEMA_TEST_CORPORA names no folder of *.jsonl with states of schemas"
# Roles of the cluster, and what only a superuser may make, are no owner's.
LEFT_OUT = {"needs-superuser", "run-as", "cluster"}

TABLES = """
select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and c.relpersistence <> 't' and not c.relispartition
  and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'noetl_ledger')
order by 1, 2
"""
# A value for each column that needs one, by what its type is written like.
COLUMNS = """
select quote_ident(a.attname), case
    when t.typtype = 'e' then (select quote_literal(min(enumlabel)) from pg_enum where enumtypid = t.oid)
    when t.typcategory in ('N') then '1' when t.typcategory = 'B' then 'true'
    when t.typcategory = 'D' then quote_literal('2024-02-03') when t.typcategory = 'A' then quote_literal('{}')
    when t.typname in ('json', 'jsonb') then quote_literal('{}')
    when t.typname = 'uuid' then quote_literal('00000000-0000-0000-0000-000000000001')
    else quote_literal('a') end
from pg_attribute a join pg_type t on t.oid = a.atttypid
where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  and a.attidentity = '' and a.attnotnull and not a.atthasdef
"""


def read_cases():
    if FOLDER is None:
        return []
    lines = [
        line for path in sorted(pathlib.Path(FOLDER).glob("*.jsonl")) for line in path.open(encoding="utf-8")
    ]
    return [json.loads(line) for line in lines]


CASES = [
    case for case in read_cases() if case["from"] and not LEFT_OUT & set(case.get("tags") or ())
]


def quoted(table):
    return ".".join('"' + part.replace('"', '""') + '"' for part in table)


def rows(session):
    return {
        table: session.execute(f"select count(*) from {quoted(table)}").fetchone()[0]
        for table in session.execute(TABLES).fetchall()
    }


def try_to(session, sql):
    try:
        session.execute(sql)
    except Exception:  # pylint: disable=broad-except  # a table without a row proves nothing, and harms nothing
        pass


def fill(session, seed):
    session.execute("set session_replication_role = replica")
    if seed:
        try_to(session, seed)
    for table, count in rows(session).items():
        columns = session.execute(COLUMNS, [quoted(table)]).fetchall()
        names = ", ".join(name for name, _ in columns)
        values = ", ".join(value for _, value in columns)
        if count == 0:
            into = f"({names}) values ({values})" if columns else "default values"
            try_to(session, f"insert into {quoted(table)} {into}")
    session.execute("reset session_replication_role")


def assert_kept(result, before, after):
    if result.exit_code == 0:
        gone = {table: count for table, count in before.items() if after.get(table, 0) < count}
        assert gone == {}, result
    else:
        assert after == before, result


@pytest.mark.skipif(FOLDER is None, reason=REASON)
@pytest.mark.one_major
@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_corpora__no_row_is_gone_unasked(program, ready, tmp_path, case):
    session = ready.connect()
    path = tmp_path / "case.sql"
    try_to(session, case.get("setup") or "select 1")
    path.write_text(case["from"], encoding="utf-8")
    if program.run("apply", "--file", path).exit_code != 0:
        pytest.skip("the owner cannot make this state here")
    fill(session, case.get("seed"))
    for arguments, text in [(["--force"], case["from"]), ([], case["to"]), (["--force"], case["to"])]:
        before = rows(session)
        path.write_text(text or "", encoding="utf-8")
        result = program.run("apply", "--file", path, *arguments)
        assert_kept(result, before, rows(session))
