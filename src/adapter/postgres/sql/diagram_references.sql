-- Foreign keys of the tables of schemas, for a diagram: a row a key. What partitions have of their table's is left out.
-- $1 name[]: the schemas
--
-- A row may refer to none if any of the columns may be null. No two rows refer to the same one if some of the
-- columns are a key of all rows.
select n.nspname as schema, c.relname as "table", fn.nspname as target_schema, fc.relname as target_table,
       f.conname as "constraint", own.columns, target.columns as target_columns, own.is_optional,
       exists (
         select
         from pg_catalog.pg_index i
         where i.indrelid = f.conrelid and i.indisunique and i.indpred is null and i.indexprs is null
           and (i.indkey::int2[])[0:i.indnkeyatts - 1] <@ f.conkey
       ) as is_single
from pg_catalog.pg_namespace n
join pg_catalog.pg_class c on c.relnamespace = n.oid
join pg_catalog.pg_constraint f on f.conrelid = c.oid and f.contype = 'f' and f.conparentid = 0
join pg_catalog.pg_class fc on fc.oid = f.confrelid
join pg_catalog.pg_namespace fn on fn.oid = fc.relnamespace
cross join lateral (
  select pg_catalog.string_agg(a.attname, ', ' order by k.place) as columns,
         pg_catalog.bool_or(not a.attnotnull) as is_optional
  from pg_catalog.unnest(f.conkey) with ordinality as k(attnum, place)
  join pg_catalog.pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.attnum
) as own
cross join lateral (
  select pg_catalog.string_agg(a.attname, ', ' order by k.place) as columns
  from pg_catalog.unnest(f.confkey) with ordinality as k(attnum, place)
  join pg_catalog.pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.attnum
) as target
where n.nspname = any ($1::name[]) and c.relpersistence <> 't'
order by n.nspname, c.relname, f.conname
