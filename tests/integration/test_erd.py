"""erd: what is there or what the DDL makes as a diagram, and nothing of what others chose as anything but text."""

import os
import pathlib
import re
import shutil

import pytest

from support import diagrams
from support.polling import until
from support.program import Program

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/schema.md"
BLOCK = "<!-- written by tests/integration/test_erd.py with UPDATE_DOCS=1: erd {} -->\n```mermaid\n"
SHOP = """
create table kind (id bigint primary key, name varchar(40) not null unique);
comment on table kind is 'What there is.';
create table item (
    id bigint primary key references kind, kind_id bigint references kind, parent_id bigint not null references item,
    at timestamp(3) with time zone, price numeric(10,2), tags text[], unique (kind_id, price)
);
comment on column item.price is 'What it
costs.';
create unique index on item (at) where price > 0;
create table event (kind_id bigint not null references kind, at date not null) partition by range (at);
create table event_1 partition of event for values from ('2026-01-01') to ('2026-02-01');
create table event_2 partition of event for values from ('2026-02-01') to ('2026-03-01') partition by list (kind_id);
create table event_2_1 partition of event_2 for values in (1);
create view seen as select * from item;
"""
HOSTILE = (
    'a"b', "c'd", "e<script>alert(1)</script>", "f{g}|h", "i]>;j", "k\\l", "m\nn", "%%{init: {'theme':'dark'}}%%",
    "%% o", "#quot;p", "&lt;q&amp;", "```", "one", "only one to many", "style x fill:#f00;", "end", "-->", "]]>", "\\N\\G",
    "u", "direction TB", "1st", "ünïcödé", "日本", "r\x1b[31ms", "\u202egnal", "<%= t %>", "x" * 63, "a\\nb", "graph", " ",
)  # fmt: skip
needs_graphviz = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")


def shown(program, *arguments, **options):
    return program.run("erd", *arguments, **options).expect(0).stdout


@pytest.fixture
def shop(program, ready, write):
    path = write(SHOP, "shop.sql")
    program.run("apply", "--file", path).expect(0)
    return path


def test_erd__shows_keys_and_crows_feet(program, shop):
    entities, relationships = diagrams.read_mermaid(shown(program, "--format", "mermaid"))
    assert entities == {
        "event": ["kind_id", "at"], "item": ["id", "kind_id", "parent_id", "at", "price", "tags"], "kind": ["id", "name"],
    }  # fmt: skip
    assert relationships == [
        ("kind", "||--o{", "event", "kind_id"),
        ("kind", "||--o|", "item", "id"),
        ("kind", "|o--o{", "item", "kind_id"),
        ("item", "||--o{", "item", "parent_id"),
    ]


def test_erd__for_people_has_boxes(program, ready, shop):
    text = shown(program)
    assert text.startswith(
        f"Schema noetl of database {ready.database}\n\n"
        "+-------------------------------+\n"
        "| event                         |\n"
        "| 2 partitions by RANGE (at)    |\n"
        "|-------------------------------|\n"
        "| kind_id  bigint  FK, not null |\n"
        "| at       date    not null     |\n"
        "+-------------------------------+\n"
        "  kind_id >o--|| kind (id)\n"
    )
    assert "| 2 partitions by RANGE (at)" in text and "event_1" not in text and "seen" not in text
    assert "| kind: What there is." in text
    assert re.search(r"^\| at +timestamptz\(3\) +\|$", text, re.M), "an index over some rows is no key"
    assert re.search(r"^\| price +numeric\(10,2\) +UK +What it costs\. +\|$", text, re.M)
    assert "  kind_id >o--o| kind (id)\n" in text and "  id |o--|| kind (id)\n" in text
    for box in re.findall(r"^\+-+\+\n(?:\|.*\n)+\+-+\+\n", text, re.M):
        assert len({len(line) for line in box.splitlines()}) == 1


def test_erd__shows_what_is_there_or_what_the_ddl_makes(program, ready, shop, write):
    ready.execute("create table noetl.somebody_elses (n int)")
    wanted = write(SHOP.replace("tags text[]", "tags text[], added int") + "create table more (n int);")
    live, desired = shown(program, "--file", wanted), shown(program, "--file", wanted, "--desired")
    assert "somebody_elses" in live and "added" not in live and "| more" not in live
    assert "somebody_elses" not in desired and "| added" in desired and "| more" in desired
    assert shown(program, "--file", wanted) == live, "nothing was changed"
    assert ready.value("select count(*) from noetl_ledger.run") == 1


def test_erd__of_ddl_needs_no_schema_and_leaves_none(program, ready):
    program.run("erd").expect(6, r'there is no schema "noetl"', "--desired erd shows what its DDL makes")
    entities, _ = diagrams.read_mermaid(shown(program, "--desired", "--format", "mermaid"))
    assert {"role", "profile", "event_log"} <= set(entities)
    program.run("erd", "--desired", "--file", "-", stdin="create table t (n no_such_type)").expect(5, "no_such_type")
    program.run("erd", "--desired", "--name", "shop").expect(2, "is not given")
    assert ready.value("select count(*) from pg_namespace where nspname ~ 'noetl'") == 0


@pytest.mark.parametrize("arguments", [(), ("--managed-schemas", "*")], ids=["by promise", "whole"])
def test_erd__shows_schemas_that_the_ddl_makes(program, ready, write, arguments):
    first = "create table near (id int primary key);"
    more = first + "create schema far; create table far.away (id int references near);"
    options = ("--file", write(more), "--format", "mermaid", *arguments)
    expected = {"far.away": ["id"], "noetl.near": ["id"]}
    assert diagrams.read_mermaid(shown(program, *options, "--desired"))[0] == expected
    program.run("apply", "--file", write(first), *arguments).expect(0)
    write(more)
    assert diagrams.read_mermaid(shown(program, *options, "--desired"))[0] == expected
    assert diagrams.read_mermaid(shown(program, *options))[0] == {"near": ["id"]}
    program.run("apply", *options[:2], *arguments).expect(0)
    for side in ((), ("--desired",)):
        entities, relationships = diagrams.read_mermaid(shown(program, *options, *side))
        assert entities == expected and len(relationships) == 1


def test_erd__shows_the_same_of_a_bundle_and_of_its_schema(program, ready):
    program.run("apply", "noetl").expect(0)
    for form in ("text", "mermaid", "dot"):
        assert shown(program, "--format", form) == shown(program, "--format", form, "--desired")


def test_erd__puts_schemas_into_clusters_and_names_what_is_outside(program, ready, shop):
    with ready.connect_as_owner() as owner:
        owner.execute("create schema far; create schema farther")
        owner.execute("create table farther.way (id int primary key)")
        owner.execute("create table far.away (id int primary key, kind_id bigint references noetl.kind, way int references farther.way)")
        owner.execute("create table noetl.lost (id int references far.away)")
    entities, relationships = diagrams.read_mermaid(shown(program, "--format", "mermaid"))
    assert entities["far.away"] == [] and entities["noetl.kind"] == ["id", "name"]
    both = ("--managed-schemas", "far", "--format")
    entities, relationships = diagrams.read_mermaid(shown(program, *both, "mermaid"))
    assert entities["far.away"] == ["id", "kind_id", "way"] and entities["farther.way"] == []
    assert ("noetl.kind", "|o--o{", "far.away", "kind_id") in relationships
    dot = shown(program, *both, "dot")
    diagrams.read_dot(dot)
    assert re.findall(r"^\t\tlabel=(.*);$", dot, re.M) == ['"far"', '"farther"', '"noetl"']


def make_hostile(ready):
    with ready.connect_as_owner() as owner:
        owner.execute("create schema noetl; create schema far")
        owner.execute("set search_path to noetl")
        for number, name in enumerate(HOSTILE):
            quoted = '"' + name.replace('"', '""') + '"'
            owner.execute(f"create domain far.{quoted} as int")
            owner.execute(
                f"create table {quoted} (id int primary key, pk far.{quoted} unique, uk int, {quoted} int references {quoted})"
            )
            text = (name * 3 + "\r\n" + HOSTILE[number - 1]).replace("'", "''")
            owner.execute(f"comment on table {quoted} is '{text}'")
            owner.execute(f"comment on column {quoted}.uk is '{text}'")


def escaped(name):
    return "".join(
        {"\n": "\\n", "\x1b": "\\x1b", "\u202e": "\\u{202e}"}.get(character, character) for character in name
    )


def test_erd__hostile_names_are_only_text(program, ready):
    make_hostile(ready)
    entities, relationships = diagrams.read_mermaid(shown(program, "--format", "mermaid"))
    assert len(entities) == len(HOSTILE) == len(relationships)
    assert set(entities) >= {escaped(name) for name in HOSTILE}
    assert {(child, by) for _, _, child, by in relationships} >= {(escaped(name), escaped(name)) for name in HOSTILE}
    labels = diagrams.read_dot(shown(program, "--format", "dot"))
    assert len(labels) == len(HOSTILE)
    for name in HOSTILE:
        assert any(label.startswith(escaped(name)) for label in labels), name
    text = shown(program)
    assert "\x1b" not in text and "\u202e" not in text
    assert text.count("\n+") == 2 * len(HOSTILE)


@needs_graphviz
def test_erd__hostile_names_are_only_text_in_a_drawing(program, ready):
    make_hostile(ready)
    drawn = {text.replace("\xa0", " ").strip() for text in diagrams.read_svg(shown(program, "--format", "svg"))}
    for name in HOSTILE:
        assert escaped(name).strip() in drawn, name


@needs_graphviz
def test_erd__is_drawn_by_graphviz(program, shop, tmp_path):
    path = tmp_path / "drawings/shop.svg"
    assert shown(program, "--format", "svg", "--output-file", path) == ""
    texts = diagrams.read_svg(path.read_text(encoding="utf-8"))
    assert {"noetl", "item", "price", "numeric(10,2)", "2 partitions by RANGE (at)"} <= {text.strip() for text in texts}


def fake_dot(tmp_path, script):
    program = tmp_path / "bin/dot"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
    program.chmod(0o755)
    return str(program.parent)


def test_erd__without_graphviz_says_what_is_missing(bare_program, tmp_path):
    """Before it asks for anything else: no server is needed."""
    settings = {"POSTGRES_HOST": "127.0.0.1", "POSTGRES_PORT": "1", "NOETL_PASSWORD": "x", "NOETL_WAIT_TIMEOUT": "0"}
    for path in ("/nonexistent", "", ".", "::relative", str(tmp_path)):
        result = bare_program.run("erd", "--format", "svg", settings=settings | {"PATH": path}, cwd=tmp_path)
        result.expect(3, 'no program "dot" in the PATH', "hint: Install Graphviz")
        fake_dot(tmp_path, "exit 0")


def test_erd__tells_graphviz_no_secrets(program, shop, tmp_path):
    path = fake_dot(tmp_path, "cat >/dev/null; env; ls /proc/self/fd")
    told = shown(program, "--format", "svg", settings=program.settings | {"PATH": path, "LANG": "C"})
    assert "LANG=C" in told
    assert not re.search(r"PASSWORD|POSTGRES|NOETL", told)
    assert set(re.findall(r"^\d+$", told, re.M)) <= {"0", "1", "2", "3", "4"}, "sessions stay here"


def test_erd__tells_what_graphviz_complains_of(program, shop, tmp_path):
    path = fake_dot(tmp_path, r"printf 'Format: \033[31msvg not recognized\nmore' >&2; exit 1")
    result = program.run("erd", "--format", "svg", settings=program.settings | {"PATH": path})
    result.expect(3, r'ended with status 1: Format: \\x1b\[31msvg not recognized\\nmore', "--format dot")
    path = fake_dot(tmp_path, "kill -9 $$")
    program.run("erd", "--format", "svg", settings=program.settings | {"PATH": path}).expect(13, "signal 9")


def test_erd__does_not_wait_for_graphviz_after_a_stop_signal(program, shop, tmp_path):
    mark = tmp_path / "drawing"
    path = fake_dot(tmp_path, f"echo $$ >{mark}; exec sleep 60")
    running = program.start("erd", "--format", "svg", settings=program.settings | {"PATH": path})
    until(lambda: mark.exists() and mark.read_text().endswith("\n"))
    result = running.terminate().wait(10)
    result.expect(12, "waiting for Graphviz")
    assert not pathlib.Path(f"/proc/{mark.read_text().strip()}").exists()


@pytest.mark.one_major
def test_erd__of_a_thousand_tables_tells_all_of_them(program, ready):
    with ready.connect_as_owner() as owner:
        owner.execute("create schema noetl")
        owner.execute("create table noetl.t0 (id bigint primary key, name text)")
        owner.execute(
            "do $$ begin for i in 1..999 loop execute format('create table noetl.t%s (id bigint primary key,"
            " parent bigint not null references noetl.t%s, a text, b numeric(10,2), c timestamptz not null, d jsonb,"
            " unique (parent, a)); comment on table noetl.t%s is ''one''; comment on column noetl.t%s.d is ''what it is''',"
            " i, i / 2, i, i); end loop; end $$"
        )
    for form in ("text", "mermaid", "dot"):
        assert "t999" in program.run("erd", "--format", form).expect(0).stdout
    program.run("erd", "--format", "mermaid").expect(0, "Mermaid draws 50000 unless")


@pytest.mark.one_major
def test_erd__pages_have_the_diagrams_of_the_bundles(binary, new_environment, fresh_server):
    """On a server of its own: the roles of bundle "system" have the same names in every environment."""
    program = Program(binary, new_environment(fresh_server).settings())
    program.run("apply", "noetl", "catalog", "system", "--ensure-role").expect(0)
    page = PAGE.read_text(encoding="utf-8")
    for bundle in ("noetl", "catalog", "system"):
        begin = BLOCK.format(bundle)
        assert page.count(begin) == 1
        before, _, rest = page.partition(begin)
        diagram = shown(program, bundle, "--format", "mermaid")
        diagrams.read_mermaid(diagram)
        page = before + begin + diagram + rest[rest.index("```\n"):]
    if os.environ.get("UPDATE_DOCS") == "1":
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page, "UPDATE_DOCS=1 tests/run -k pages_have tests/integration/test_erd.py"
