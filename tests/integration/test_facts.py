"""What is read of a catalog: a fact for each object, of every kind, and what depends on what."""

import json
import pathlib
import subprocess

import pytest

from support.program import tool

EVERY_KIND = pathlib.Path(__file__).parent.parent / "support" / "every_kind.sql"
FROM_15 = """
create publication narrow for table app.base (n) where (n > 1);
create publication whole for tables in schema "user";
"""
FROM_18 = """
create table app.later (n int constraint must not null no inherit, m int generated always as (n + 1) virtual);
"""
KINDS = {
    *("base type", "cast", "cluster", "collation", "column", "composite type", "constraint"),
    *("conversion", "default", "default privilege", "domain", "domain constraint"),
    *("domain default", "enum", "event trigger", "extension", "extension privilege", "foreign data wrapper", "function"),
    *("identity sequence", "index", "index attach", "inherit", "language", "materialized view"),
    "operator",
    *("operator class", "operator family", "owned by", "partition", "policy", "publication"),
    *("publication member", "range type", "replica identity", "role", "role membership", "rule"),
    *("schema", "sequence", "server", "statistics", "table", "text search configuration"),
    *("text search dictionary", "text search mapping", "text search template", "trigger"),
    *("user mapping", "view"),
}
GLOBAL_KINDS = {
    *("cast", "event trigger", "extension", "extension privilege", "foreign data wrapper"),
    *("language", "publication", "publication member", "role", "role membership", "server"),
    "user mapping",
}
SUFFIX = "__1a2b3c4d"


class Facts(dict):
    """By kind and identity."""

    def __init__(self, lines):
        rows = [json.loads(line) for line in lines.splitlines()]
        super().__init__({f"{row['kind']} {row['id']}": row for row in rows})
        assert len(self) == len(rows)
        self.kinds = {row["kind"] for row in rows}


@pytest.fixture
def ask(ready):
    def run(*arguments, user=None, password=None):
        server = ready.server
        return subprocess.run(
            [tool("schema_facts"), ready.host, str(ready.port), ready.database]
            + [user or server.user, *arguments],
            env={"PGPASSWORD": password or server.password},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    return run


@pytest.fixture
def every_kind(ready, postgres_major):
    text = EVERY_KIND.read_text().replace("MARK", ready.mark)
    text += FROM_15 if postgres_major >= 15 else ""
    text += FROM_18 if postgres_major >= 18 else ""
    session = ready.connect()
    session.execute(text)
    return session


def test_facts__are_told_of_every_kind(every_kind, ask):
    assert Facts(ask("app", "user", "public")).kinds == KINDS


def test_facts__of_schemas_alone_leave_out_what_is_in_none(every_kind, ask):
    facts = Facts(ask("--schemas-only", "app", "user"))
    assert facts.kinds == KINDS - GLOBAL_KINDS
    privileges = [fact for fact in facts.values() if fact["kind"] == "default privilege"]
    assert ["in schema app" in fact["access"]["prefix"] for fact in privileges] == [True]


def test_facts__say_what_depends_on_what(every_kind, ask):
    facts = Facts(ask("app", "user", "public"))

    def depend(key):
        return set(facts[key]["dependencies"])

    assert depend("view app.named") == {
        "schema app",
        *("column app.account.id", "column app.account.name", "column app.account.mood"),
        "function app.mood_hash(app.mood)",
    }
    assert "extension hstore" in depend("column app.account.tags")
    assert "enum app.mood" in depend("column app.account.mood")
    assert "sequence app.account_serial_number_seq" in depend(
        "default app.account.serial_number"
    )
    assert "column app.account.serial_number" in depend(
        "owned by app.account_serial_number_seq"
    )
    assert depend("sequence app.account_serial_number_seq") == {"schema app"}
    assert "constraint app.account.account_pkey" in depend('constraint "user"."Order"."Order_account_fkey"')
    assert "composite type app.pair" in depend("table app.typed")
    assert depend("index attach app.event_2024_account_idx") >= {
        *("index app.event_2024_account_idx", "index app.event_account_idx"),
        "partition app.event_2024",
    }
    assert depend("cluster app.account") >= {"constraint app.account.account_pkey"}


def test_facts__say_what_only_comes_before(every_kind, ask):
    facts = Facts(ask("app", "user", "public"))
    key = facts["constraint app.event_note.event_note_id_at_fkey"]
    assert set(key["order"]) == {
        "index attach app.event_2024_pkey",
        "index attach app.event_rest_pkey",
    }
    assert set(facts["inherit app.heir < app.base"]["order"]) == {
        *("column app.base.n", "column app.base.t"),
        *("column app.heir.extra", "column app.heir.n", "column app.heir.t"),
    }
    assert facts["column app.heir.n"]["order"] == ["column app.base.n"]
    assert facts["index app.event_2024_account_idx"]["attached"] == "index app.event_account_idx"


def test_facts__bring_the_statements_that_make_them(every_kind, ask):
    facts = Facts(ask("app", "user", "public"))
    column = facts["column app.account.name"]
    assert column["parent"] == "table app.account"
    assert column["attributes"]["type"]["value"] == 'character varying(20) collate "C"'
    assert column["attributes"]["statistics"]["value"] == "7"
    assert column["attributes"]["column_parameters"]["value_pairs"] == [
        {"name": "n_distinct", "value": "5"}
    ]
    assert column["attributes"]["comment"]["value"] == 'a\tb\n"c" \\ é'
    assert "alter table app.account alter column name set statistics 7" == (
        column["attributes"]["statistics"]["text"]
    )
    identity = facts["column app.account.id"]
    assert identity["extra"]["identity_sequence"] == "app.account_id_seq"
    assert "sequence name app.account_id_seq increment by 1 minvalue 1" in identity["create"]
    assert facts["enum app.mood"]["extra"]["parts"] == [
        {"name": label} for label in ("sad", "it's ok", "a=b")
    ]
    assert facts["policy app.account.visible"]["extra"]["replace_key"] == [
        *("r", "false", "true", "false", "."),
    ]


def test_facts__of_a_shadow_have_their_original_names(every_kind, ask):
    """The schema's types are used by what the shadow has made anew in another one."""
    every_kind.execute(f"""
        alter schema app rename to app{SUFFIX};
        alter schema "user" rename to user{SUFFIX};
        alter publication a_few rename to a_few{SUFFIX};
        create schema "user";
        create table "user".t (tags app{SUFFIX}.hstore, o user{SUFFIX}."Order");
        create function "user".f(app{SUFFIX}.hstore) returns int language sql as 'select 1';
    """)
    renamed = f"app{SUFFIX}=app", f"user{SUFFIX}=user"
    printed = ask("--suffix", SUFFIX, *renamed, "user")
    facts = Facts(printed)
    assert SUFFIX not in printed
    assert facts['column "user".t.tags']["attributes"]["type"]["value"] == "app.hstore"
    assert facts['column "user".t.o']["attributes"]["type"]["value"] == '"user"."Order"'
    assert 'function "user".f(app.hstore)' in facts
    assert "publication everything" in facts and "publication a_few" not in facts
    assert facts["extension hstore"]["attributes"]["schema"]["value"] == "app"


def test_facts__are_readable_by_whom_may_log_in(every_kind, ready, ask):
    """Whoever may not use a schema reads the same of it, but what is owned by a fresh object."""
    printed = ask("app", "user", user=ready.owner, password=ready.owner_password)
    assert Facts(printed).keys() == Facts(ask("app", "user")).keys()


def test_facts__of_a_schema_that_is_not_there_are_none(ready, ask):
    assert ask("--schemas-only", "nobody's \"schema\"\\") == ""


def test_lock_room__counts_what_a_shadow_would_lock(ready, ask):
    ready.execute("create schema room create table t (id serial primary key, words text)")
    needed, nominal = map(int, ask("--room", "room").split())
    assert needed == 5  # table, sequence, index, table for long values and its index
    settings = "max_locks_per_transaction", "max_connections", "max_prepared_transactions"
    locks, connections, prepared = (int(ready.value(f"show {name}")) for name in settings)
    assert nominal == locks * (connections + prepared)
