"""What random_schema.py changes between the two states of a pair."""

from support.random_parts import DISTINCT, TYPES, identifier, make_column, make_index, make_name


def _drop_column(rng, schema, table):
    free = [column for column in table.columns if not column.is_key]
    if len(free) < 2:
        return
    gone = rng.choice(free)
    table.columns.remove(gone)
    name = identifier(gone.name)
    table.indexes = [index for index in table.indexes if name not in index.expression]


def _add_column(rng, schema, table):
    table.columns.append(make_column(rng, schema, table))


def _widen(rng, schema, table):
    column = rng.choice(table.columns)
    if column.is_key or column.in_schema or column.generated or column.references:
        return
    wider = TYPES.get(column.type, (None, None, []))[2]
    if wider:
        column.type = rng.choice(wider)


def _not_null(rng, schema, table):
    column = rng.choice(table.columns)
    # A column that is added needs a default then; rows have a value in all others.
    if not column.is_key and not column.generated and column.default is not None:
        column.is_not_null = not column.is_not_null


def _default(rng, schema, table):
    column = rng.choice(table.columns)
    if column.default is not None and not column.is_not_null and not column.identity:
        column.default = None


def _check(rng, schema, table):
    for column in table.columns:
        if column.check is not None:
            column.check = rng.choice([None, "{c} > -1", "{c} >= 0 and {c} < 1000000"])


def _unique(rng, schema, table):
    stable = [column for column in table.columns if column.name in table.stable]
    if stable:
        column = rng.choice(stable)
        column.is_unique = column.type in DISTINCT and not column.is_unique


def _comment(rng, schema, table):
    table.comment = rng.choice([None, "another comment", "It's a table"])


def _grant(rng, schema, table):
    table.is_granted = not table.is_granted


def _policy(rng, schema, table):
    table.policy = rng.choice([None, 2, 20])


def _trigger(rng, schema, table):
    table.has_trigger = not table.has_trigger


def _add_index(rng, schema, table):
    make_index(rng, table)


def _drop_index(rng, schema, table):
    if table.indexes:
        table.indexes.remove(rng.choice(table.indexes))


def _identity(rng, schema, table):
    key = table.columns[0]
    key.identity = not key.identity and not table.is_partitioned


def _foreign_key(rng, schema, table):
    for column in table.columns:
        if column.references is not None:
            column.on_delete = rng.choice(["cascade", "set null", "no action"])


TABLE_CHANGES = [
    _drop_column,
    _add_column,
    _widen,
    _not_null,
    _default,
    _check,
    _unique,
    _comment,
    _grant,
    _policy,
    _trigger,
    _add_index,
    _drop_index,
    _foreign_key,
    _identity,
]


def _change_types(rng, schema):
    for labels in schema.enums.values():
        if rng.random() < 0.4:
            labels.insert(rng.randint(1, len(labels)), "new one")
        if rng.random() < 0.3:
            labels.pop()
    for name in schema.domains:
        schema.domains[name] = rng.choice([0, -1, -10])


def _change_rest(rng, schema):
    for name in schema.sequences:
        schema.sequences[name] = rng.randint(1, 5)
    for name in schema.functions:
        schema.functions[name] = rng.randint(1, 100)
    if rng.random() < 0.3:
        schema.functions[make_name(rng, "subtract")] = -1
    for name, (table, _) in list(schema.views.items()):
        schema.views[name] = (table, rng.choice([0, 0, 5]))
        if rng.random() < 0.2:
            del schema.views[name]


def _drop_table(rng, schema):
    """Not the first, which others may refer to."""
    if len(schema.tables) > 2:
        gone = rng.choice(schema.tables[1:])
        schema.tables.remove(gone)
        schema.views = {
            name: view for name, view in schema.views.items() if view[0] != gone.name
        }


def change(rng, schema, new_table):
    """Changes a schema; what it makes can be unmade over the rows that stay."""
    for table in schema.tables:
        table.stable = {
            column.name
            for column in table.columns
            if not column.is_key and not column.in_schema and column.generated is None
        }
        for _ in range(rng.randint(0, 3)):
            rng.choice(TABLE_CHANGES)(rng, schema, table)
    _change_types(rng, schema)
    _change_rest(rng, schema)
    if rng.random() < 0.3:
        _drop_table(rng, schema)
    if rng.random() < 0.4:
        schema.tables.append(new_table(rng, schema, make_name(rng, "table_new")))
