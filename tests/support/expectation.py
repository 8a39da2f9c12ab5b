"""What the seeds say about a bundle's tables, and how a live schema differs from it.

The files in tests/integration/expected hold, for each table, lines such as

    column id bigint not null default snowflake_id()
    PRIMARY KEY (id)
    values status: active expired                   a check on these values
    check timeout: timeout > 0                      a check that says this, or any without a colon
    index btree (status) => gin (status)            as documented => as decided
    decided not null: name status                   a decision that the sources leave open
    decided index btree (owner_id)

An index counts as present when its columns lead another index: a second one would only slow down
writes.
"""

import dataclasses
import pathlib
import re

EXPECTED = pathlib.Path(__file__).parents[1] / "integration" / "expected"

COLUMN = re.compile(r"(\w+) (.+?)( not null)?(?: default (.+))?$")


@dataclasses.dataclass
class Column:
    type: str
    is_not_null: bool
    default: str | None


@dataclasses.dataclass
class Table:
    columns: dict = dataclasses.field(default_factory=dict)
    constraints: set = dataclasses.field(default_factory=set)
    checks: dict = dataclasses.field(default_factory=dict)
    indexes: set = dataclasses.field(default_factory=set)


def plain(text):
    """A deparsed expression without differences of spelling only: casts, brackets, blanks."""
    text = re.sub(r"::(text|regclass|jsonb|character varying)(\[\])?", "", text or "")
    return re.sub(r'[\s()"]', "", text).lower()


def _add(table, line):
    kind, _, rest = line.removeprefix("decided ").partition(" ")
    if " => " in rest:
        rest = rest.split(" => ")[1]
    if line.startswith("decided not null:"):
        for name in line.split(":")[1].split():
            table.columns[name].is_not_null = True
    elif line.startswith("decided default "):
        default, _, names = rest.rpartition(":")
        for name in names.split():
            table.columns[name].default = plain(default)
    elif kind == "column":
        name, type_name, not_null, default = COLUMN.match(rest).groups()
        table.columns[name] = Column(type_name, not_null is not None, plain(default))
    elif kind in ("PRIMARY", "UNIQUE", "FOREIGN"):
        rest = rest if kind == "UNIQUE" or rest.startswith("KEY") else f"KEY {rest}"
        table.constraints.add(f"{kind} {rest}")
    elif kind in ("values", "check"):
        column, _, condition = rest.partition(": ")
        table.checks[column] = set(condition.split()) if kind == "values" else plain(condition)
    elif kind == "index":
        table.indexes.add(plain(rest))
    else:
        raise ValueError(line)


def read(bundle):
    """Schema -> table -> Table; a file without "schema" lines has the one schema None."""
    schemas, schema, table = {}, None, None
    for line in (EXPECTED / f"{bundle}.txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("schema "):
            schema = line.split()[1]
        elif line.startswith("table "):
            table = schemas.setdefault(schema, {}).setdefault(line.split()[1], Table())
        else:
            _add(table, line)
    return schemas


TABLES = """
select c.oid, c.relname
from pg_catalog.pg_class c
where c.relnamespace = pg_catalog.to_regnamespace(%s)
  and c.relkind in ('r', 'p') and not c.relispartition
"""

COLUMNS = """
select a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
  pg_catalog.pg_get_expr(d.adbin, d.adrelid)
from pg_catalog.pg_attribute a
left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid = %s and a.attnum > 0 and not a.attisdropped
order by a.attnum
"""

CONSTRAINTS = """
select conname, contype, pg_catalog.replace(pg_catalog.pg_get_constraintdef(oid), '"', '')
from pg_catalog.pg_constraint
where conrelid = %s and contype in ('p', 'u', 'f', 'c')
"""

INDEXES = """
select case when i.indisunique then 'UNIQUE ' end,
  pg_catalog.split_part(pg_catalog.pg_get_indexdef(i.indexrelid), ' USING ', 2),
  exists (select from pg_catalog.pg_constraint where conindid = i.indexrelid)
from pg_catalog.pg_index i
where i.indrelid = %s
"""


def _live_table(session, oid, name):
    table = Table()
    for column, type_name, not_null, default in session.execute(COLUMNS, [oid]).fetchall():
        table.columns[column] = Column(type_name, not_null, plain(default))
    for constraint, kind, text in session.execute(CONSTRAINTS, [oid]).fetchall():
        if kind == "c":
            table.checks[constraint.removeprefix(f"ck_{name}_")] = text
        else:
            table.constraints.add(text)
    leading, own = [], set()
    for unique, text, serves_constraint in session.execute(INDEXES, [oid]).fetchall():
        leading.append(((unique or "") + text).replace('"', ""))
        if not serves_constraint:
            own.add(plain((unique or "") + text))
    table.indexes = own
    return table, leading


def _is_covered(wanted, leading):
    """By an index over all rows that begins with the same columns; or, if unique, equals it."""
    for text in leading:
        if wanted.startswith("unique"):
            if plain(text) == wanted:
                return True
        elif " WHERE " not in text and f"{plain(text.removeprefix('UNIQUE '))},".startswith(
            f"{wanted},"
        ):
            return True
    return False


def _compare(path, wanted, live, leading):
    if list(live.columns) != list(wanted.columns):
        yield f"{path}: columns {list(live.columns)}, wanted {list(wanted.columns)}"
    for name in live.columns.keys() & wanted.columns.keys():
        if live.columns[name] != wanted.columns[name]:
            yield f"{path}.{name}: {live.columns[name]}, wanted {wanted.columns[name]}"
    unique_indexes = {i for i in wanted.indexes if i.startswith("unique")}
    for text in sorted(wanted.constraints - live.constraints):
        yield f"{path}: lacks {text}"
    for text in sorted(live.constraints - wanted.constraints):
        if plain(text).replace("unique", "uniquebtree") not in unique_indexes:
            yield f"{path}: has {text}, which nobody wants"
    for column, condition in sorted(wanted.checks.items()):
        text = live.checks.get(column)
        if text is None:
            yield f"{path}: lacks a check on {column}"
        elif isinstance(condition, set):
            if set(re.findall(r"'([^']*)'", text)) != condition:
                yield f"{path}: check on {column} is {text}, wanted {sorted(condition)}"
        elif condition not in plain(text):
            yield f"{path}: check on {column} is {text}, wanted {condition}"
    for column in sorted(live.checks.keys() - wanted.checks.keys()):
        yield f"{path}: has a check on {column}, which nobody wants"
    for text in sorted(wanted.indexes - live.indexes):
        if not _is_covered(text, leading):
            yield f"{path}: lacks index {text}"
    for text in sorted(live.indexes - wanted.indexes):
        yield f"{path}: has index {text}, which nobody wants"


def differences(session, schema, wanted_tables):
    """Texts that name the differences of the live schema from the expected one."""
    session.execute("select pg_catalog.set_config('search_path', %s, false)", [schema])
    live = {name: oid for oid, name in session.execute(TABLES, [schema]).fetchall()}
    found = [f"{schema}.{name}: missing" for name in sorted(wanted_tables.keys() - live.keys())]
    found += [f"{schema}.{name}: unexpected" for name in sorted(live.keys() - wanted_tables.keys())]
    for name in sorted(live.keys() & wanted_tables.keys()):
        table, leading = _live_table(session, live[name], name)
        found += _compare(f"{schema}.{name}", wanted_tables[name], table, leading)
    return found
