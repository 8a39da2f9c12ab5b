-- What the catalog says of columns.  $1 schema  $2 text[]: "table.column"; one row each, in that order.
select a.attnum is not null as exists, coalesce(a.attnotnull, false) as is_not_null,
       coalesce(a.atthasdef or a.attidentity <> '', false) as has_default
from pg_catalog.unnest($2::text[]) with ordinality as f(name, position)
left join pg_catalog.pg_namespace n on n.nspname = $1::text
left join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = pg_catalog.split_part(f.name, '.', 1)
left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = pg_catalog.split_part(f.name, '.', 2)
  and a.attnum > 0 and not a.attisdropped
order by f.position
