"""House rules of the bundles, checked on a live schema: each function returns the offenders."""

# Partitions are data; the server names their indexes and constraints.
RELATIONS = """
  pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = %s
"""

WITHOUT_COMMENT = f"""
select c.relname::text
from {RELATIONS}
where c.relkind in ('r', 'p', 'v', 'm', 'S')
  and pg_catalog.obj_description(c.oid, 'pg_class') is null
union all
select c.relname || '.' || a.attname
from {RELATIONS}
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind in ('r', 'p') and not c.relispartition
  and pg_catalog.col_description(c.oid, a.attnum) is null
union all
select p.oid::pg_catalog.regprocedure::text
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace and n.nspname = %s
where pg_catalog.obj_description(p.oid, 'pg_proc') is null
"""

BADLY_NAMED = f"""
select k.conname::text
from {RELATIONS}
join pg_catalog.pg_constraint k on k.conrelid = c.oid
where not c.relispartition and k.contype in ('p', 'u', 'f', 'c')
  and k.conname::text <> case k.contype
    when 'p' then 'pk_' || c.relname
    else pg_catalog.format('%%s_%%s_%%s',
      case k.contype when 'u' then 'uq' when 'f' then 'fk' else 'ck' end, c.relname,
      pg_catalog.right(k.conname, -(pg_catalog.length(c.relname) + 4))) end
union all
select i.relname::text
from {RELATIONS}
join pg_catalog.pg_index x on x.indrelid = c.oid
join pg_catalog.pg_class i on i.oid = x.indexrelid
where not c.relispartition
  and not exists (select from pg_catalog.pg_constraint where conindid = i.oid and contype in ('p', 'u'))
  and not pg_catalog.starts_with(i.relname,
    case when x.indisunique then 'uq_' else 'ix_' end || c.relname || '_')
"""

# A foreign key is served by an index over all rows that begins with its columns, in any order.
WITHOUT_INDEX = f"""
select k.conname::text
from {RELATIONS}
join pg_catalog.pg_constraint k on k.conrelid = c.oid and k.contype = 'f'
where not exists (
  select from pg_catalog.pg_index x
  where x.indrelid = c.oid and x.indpred is null and x.indisvalid
    and (x.indkey::int2[])[0 : pg_catalog.cardinality(k.conkey) - 1] @> k.conkey)
"""

UNWANTED_TYPES = f"""
select c.relname || '.' || a.attname || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
from {RELATIONS}
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_type t on t.oid = a.atttypid
where c.relkind in ('r', 'p')
  and (t.typname in ('timestamp', 'timetz', 'json', 'money', 'bpchar', 'serial') or t.typtype = 'e')
"""

DOUBLED_INDEXES = f"""
select a.indexrelid::pg_catalog.regclass::text || ' = ' || b.indexrelid::pg_catalog.regclass::text
from {RELATIONS}
join pg_catalog.pg_index a on a.indrelid = c.oid
join pg_catalog.pg_index b on b.indrelid = c.oid and a.indexrelid < b.indexrelid
where a.indkey::text = b.indkey::text and a.indclass::text = b.indclass::text
  and a.indpred::text is not distinct from b.indpred::text
  and a.indexprs::text is not distinct from b.indexprs::text
"""

OWNED_BY_OTHERS = f"""
select c.relname::text
from {RELATIONS}
where pg_catalog.pg_get_userbyid(c.relowner) <> %s
"""


def _column(session, query, *parameters):
    return sorted(value for (value,) in session.execute(query, parameters).fetchall())


def without_comment(session, schema):
    return _column(session, WITHOUT_COMMENT, schema, schema, schema)


def badly_named(session, schema):
    return _column(session, BADLY_NAMED, schema, schema)


def foreign_keys_without_index(session, schema):
    return _column(session, WITHOUT_INDEX, schema)


def unwanted_types(session, schema):
    return _column(session, UNWANTED_TYPES, schema)


def doubled_indexes(session, schema):
    return _column(session, DOUBLED_INDEXES, schema)


def owned_by_others(session, schema, owner):
    return _column(session, OWNED_BY_OTHERS, schema, owner)


def offences(session, schema, owner):
    """Everything that breaks a rule, by rule; empty if nothing does."""
    found = {
        "without comment": without_comment(session, schema),
        "badly named": badly_named(session, schema),
        "foreign key without index": foreign_keys_without_index(session, schema),
        "unwanted type": unwanted_types(session, schema),
        "index twice": doubled_indexes(session, schema),
        "owned by others": owned_by_others(session, schema, owner),
    }
    return {rule: names for rule, names in found.items() if names}
