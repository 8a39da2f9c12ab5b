-- Facts: what a table has set that names an index: replica identity, cluster.
-- $1 name[]: managed schemas
-- $3 name[]: only relations of these names and what belongs to them; null: all
select 'replica identity' as kind, c.oid::pg_catalog.regclass::text as id, c.oid::pg_catalog.regclass::text as parent,
       0::oid as classid, 0::oid as objid, 0 as objsubid,
       c.relreplident::text || coalesce(i.indexrelid::pg_catalog.regclass::text, '') as definition,
       pg_catalog.format('alter table %s replica identity %s', c.oid::pg_catalog.regclass,
         case c.relreplident when 'f' then 'full' when 'n' then 'nothing' when 'i' then 'using index '
           || pg_catalog.quote_ident(x.relname) else 'default' end) as create_sql,
       pg_catalog.format('alter table %s replica identity default', c.oid::pg_catalog.regclass) as drop_sql,
       null::jsonb as attributes, null::jsonb as acl,
       pg_catalog.jsonb_build_object('relation_deps', pg_catalog.jsonb_build_array(i.indexrelid::bigint)) as extra
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_index i on i.indrelid = c.oid and i.indisreplident and c.relreplident = 'i'
left join pg_catalog.pg_class x on x.oid = i.indexrelid
where n.nspname = any ($1::name[]) and ($3::name[] is null or c.relname = any ($3::name[]))
  and c.relkind in ('r', 'p') and c.relreplident <> 'd' and c.relpersistence <> 't'
  and (c.relreplident <> 'i' or i.indexrelid is not null)
union all
select 'cluster', i.indrelid::pg_catalog.regclass::text, i.indrelid::pg_catalog.regclass::text, 0, 0, 0,
  x.oid::pg_catalog.regclass::text,
       pg_catalog.format('alter table %s cluster on %I', i.indrelid::pg_catalog.regclass, x.relname),
       pg_catalog.format('alter table %s set without cluster', i.indrelid::pg_catalog.regclass),
       null, null, pg_catalog.jsonb_build_object('relation_deps', pg_catalog.jsonb_build_array(i.indexrelid::bigint))
from pg_catalog.pg_index i
join pg_catalog.pg_class x on x.oid = i.indexrelid
join pg_catalog.pg_class t on t.oid = i.indrelid
join pg_catalog.pg_namespace n on n.oid = x.relnamespace
where n.nspname = any ($1::name[]) and ($3::name[] is null or t.relname = any ($3::name[])) and i.indisclustered
order by 1, 2
