-- Columns of the tables of schemas, for a diagram, in the order of the tables' names and their own.
-- $1 name[]: the schemas
--
-- Those of partitions are left out: their table has them. A partition of a table that is elsewhere has its own.
-- An index over a part of the rows, or over expressions, is no key.
--
-- What belongs to a table is looked up by it, as lists: after a thousand tables were made, the planner takes them for
-- one, and would go through all keys for each column.
with t as materialized (
  select c.oid, n.nspname, c.relname,
         array(
           select k.attnum
           from pg_catalog.pg_index i
           cross join lateral pg_catalog.unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) as k(attnum)
           where i.indrelid = c.oid and i.indisprimary
         ) as primary_columns,
         array(
           select k.attnum
           from pg_catalog.pg_index i
           cross join lateral pg_catalog.unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) as k(attnum)
           where i.indrelid = c.oid and i.indisunique and not i.indisprimary and i.indpred is null and i.indexprs is null
         ) as unique_columns,
         array(
           select k.attnum
           from pg_catalog.pg_constraint f
           cross join lateral pg_catalog.unnest(f.conkey) as k(attnum)
           where f.conrelid = c.oid and f.contype = 'f'
         ) as reference_columns
  from pg_catalog.pg_namespace n
  join pg_catalog.pg_class c on c.relnamespace = n.oid
  where n.nspname = any ($1::name[]) and c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't'
    and (not c.relispartition or (
      select r.relnamespace
      from pg_catalog.pg_class r
      where r.oid = pg_catalog.pg_partition_root(c.oid)
    ) <> all (array(
      select shown.oid
      from pg_catalog.pg_namespace shown
      where shown.nspname = any ($1::name[])
    )))
    and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
      and e.objid = c.oid and e.deptype = 'e')
)
select t.nspname as schema, t.relname as "table", a.attname as name,
       pg_catalog.format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as is_required,
       a.attnum = any (t.primary_columns) as is_primary, a.attnum = any (t.unique_columns) as is_unique,
       a.attnum = any (t.reference_columns) as is_reference, (
         select pg_catalog.left(d.description, 1000)
         from pg_catalog.pg_description d
         where d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objoid = t.oid and d.objsubid = a.attnum
       ) as comment
from t
join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
order by t.nspname, t.relname, a.attnum
