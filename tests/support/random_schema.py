"""Pairs of schemas from a seed: DDL of a state A, DDL of a state B that A was changed into, rows for A.

The DDL is plain (CREATE without IF NOT EXISTS), so that psql makes the same of it in an empty
database. Whatever is in both states keeps its rows: columns only ever widen from A to B, what is
added to a table with rows has a default or may be null, and what rows refer to is in both states.
"""

import copy
import dataclasses
import random

from support import random_change
from support.random_parts import Column, Table, identifier, make_column, make_index, make_name


@dataclasses.dataclass
class Schema:
    name: str
    enums: dict  # name: labels
    domains: dict  # name: lower bound
    sequences: dict  # name: increment
    functions: dict  # name: constant
    tables: list
    views: dict  # name: (name of its table, least id)

    def table(self, name):
        return next((table for table in self.tables if table.name == name), None)


@dataclasses.dataclass(frozen=True)
class Pair:
    seed: int
    schema: str
    before: str  # DDL of A
    after: str  # DDL of B
    rows: str  # statements that fill A
    surviving: dict  # table: columns that are in both states


def _new_table(rng, schema, name):
    table = Table(name, [Column("id", "bigint", "{i}", is_key=True)])
    for _ in range(rng.randint(2, 6)):
        table.columns.append(make_column(rng, schema, table))
    table.is_partitioned = rng.random() < 0.2
    # Identity of a partitioned table is of 17 and later.
    table.columns[0].identity = not table.is_partitioned and rng.random() < 0.4
    table.comment = rng.choice([None, "It's a table"])
    table.is_granted = rng.random() < 0.3
    table.policy = rng.choice([None, None, rng.randint(1, 9)])
    table.has_trigger = rng.random() < 0.3
    for _ in range(rng.randint(0, 2)):
        make_index(rng, table)
    return table


def _new_schema(rng, name):
    schema = Schema(
        name,
        enums={make_name(rng, "mood"): ["good", "it's bad", "ugly"]},
        domains={make_name(rng, "positive"): 0},
        sequences={make_name(rng, "counter"): rng.randint(1, 5)},
        functions={make_name(rng, "add"): rng.randint(1, 100)},
        tables=[],
        views={},
    )
    for number in range(rng.randint(2, 5)):
        schema.tables.append(_new_table(rng, schema, make_name(rng, f"table_{number}")))
    # The first is in both states, so that others may refer to it.
    schema.tables[0].is_partitioned = False
    for table in schema.tables[1:]:
        if rng.random() < 0.5:
            table.columns.append(
                Column("parent", "bigint", "1 + {i} % {rows}", references=schema.tables[0].name)
            )
    for table in schema.tables:
        if rng.random() < 0.5:
            schema.views[make_name(rng, f"view_of_{len(schema.views)}")] = (table.name, 0)
    return schema


# DDL


def _table_ddl(schema, table):
    here = f"{identifier(schema.name)}.{identifier(table.name)}"
    lines = [column.ddl(schema) for column in table.columns]
    lines.append(f"constraint {identifier(table.name + '_key')} primary key (id)")
    for column in table.columns:
        if column.is_unique:
            lines.append(
                f"constraint {identifier(table.name + '_' + column.name + '_uq')}"
                f" unique ({', '.join(table.unique_columns(column))})"
            )
        if column.check is not None:
            lines.append(
                f"constraint {identifier(table.name + '_' + column.name + '_ck')}"
                f" check ({column.check.format(c=identifier(column.name))})"
            )
    body = ",\n  ".join(lines)
    partitioned = " partition by range (id)" if table.is_partitioned else ""
    yield f"create table {here} (\n  {body}\n){partitioned};"
    if table.is_partitioned:
        for number, bounds in enumerate(("from (minvalue) to (5)", "from (5) to (100)")):
            part = f"{identifier(schema.name)}.{identifier(f'{table.name}_part_{number}')}"
            yield f"create table {part} partition of {here} for values {bounds};"


def _foreign_keys(schema, table):
    here = f"{identifier(schema.name)}.{identifier(table.name)}"
    for column in table.columns:
        if column.references is not None:
            yield (
                f"alter table {here} add constraint"
                f" {identifier(table.name + '_' + column.name + '_fk')}"
                f" foreign key ({identifier(column.name)})"
                f" references {identifier(schema.name)}.{identifier(column.references)} (id)"
                f" on delete {column.on_delete};"
            )


def _around_table(schema, table):
    here = f"{identifier(schema.name)}.{identifier(table.name)}"
    for index in table.indexes:
        yield index.ddl(here)
    if table.comment is not None:
        yield f"comment on table {here} is '{table.comment.replace(chr(39), chr(39) * 2)}';"
    for column in table.columns:
        if column.comment is not None:
            yield f"comment on column {here}.{identifier(column.name)} is '{column.comment}';"
    if table.is_granted:
        yield f"grant select, insert on table {here} to public;"
    if table.policy is not None:
        yield f"alter table {here} enable row level security;"
        yield f"create policy careful on {here} for select using (id > {table.policy});"
    if table.has_trigger:
        yield (
            f"create trigger touch before insert or update on {here}"
            f" for each row execute function {identifier(schema.name)}.touch();"
        )


def ddl(schema):
    here = identifier(schema.name)
    statements = []
    for name, labels in schema.enums.items():
        quoted = ", ".join("'" + label.replace("'", "''") + "'" for label in labels)
        statements.append(f"create type {here}.{identifier(name)} as enum ({quoted});")
    for name, bound in schema.domains.items():
        statements.append(
            f"create domain {here}.{identifier(name)} as integer"
            f" constraint {identifier(name + '_ck')} check (value > {bound});"
        )
    for name, increment in schema.sequences.items():
        statements.append(f"create sequence {here}.{identifier(name)} increment by {increment};")
    for name, constant in schema.functions.items():
        statements.append(
            f"create function {here}.{identifier(name)}(n integer) returns integer"
            f" language sql immutable as $f$ select n + {constant} $f$;"
        )
    statements.append(
        f"create function {here}.touch() returns trigger language plpgsql"
        " as $f$ begin return new; end $f$;"
    )
    for make in (_table_ddl, _foreign_keys, _around_table):
        for table in schema.tables:
            statements += make(schema, table)
    for name, (table, least) in schema.views.items():
        columns = ", ".join(identifier(column.name) for column in schema.table(table).columns)
        statements.append(
            f"create view {here}.{identifier(name)} as select {columns}"
            f" from {here}.{identifier(table)} where id > {least};"
        )
    return "\n".join(statements) + "\n"


# Rows


def _rows(schema, count):
    for table in schema.tables:
        filled = [column for column in table.columns if column.generated is None]
        names = ", ".join(identifier(column.name) for column in filled)
        values = ", ".join(column.value_of(schema, count) for column in filled)
        yield (
            f"insert into {identifier(schema.name)}.{identifier(table.name)} ({names})"
            f" select {values} from pg_catalog.generate_series(1, {count}) as i;"
        )


def _surviving(before, after):
    """Columns that rows keep: in both states, and nothing that the server computes anew."""
    surviving = {}
    for table in before.tables:
        later = after.table(table.name)
        if later is None or later.is_partitioned != table.is_partitioned:
            continue
        kept = {column.name: column for column in later.columns}
        surviving[table.name] = [
            column.name
            for column in table.columns
            if column.name in kept and column.generated is None
        ]
    return surviving


def make_pair(seed, schema="noetl", row_count=10):
    rng = random.Random(seed)
    before = _new_schema(rng, schema)
    after = copy.deepcopy(before)
    random_change.change(rng, after, _new_table)
    return Pair(
        seed,
        schema,
        ddl(before),
        ddl(after),
        "\n".join(_rows(before, row_count)) + "\n",
        _surviving(before, after),
    )
