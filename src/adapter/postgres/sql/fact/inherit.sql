-- Facts: that a table inherits from another (not of partitions).
-- $1 name[]: managed schemas
-- $3 name[]: only relations of these names and what belongs to them; null: all
select 'inherit' as kind, pg_catalog.format('%s < %s', i.inhrelid::pg_catalog.regclass,
  i.inhparent::pg_catalog.regclass) as id,
       i.inhrelid::pg_catalog.regclass::text as parent,
       0::oid as classid, 0::oid as objid, 0 as objsubid, '' as definition,
       pg_catalog.format('alter table %s inherit %s', i.inhrelid::pg_catalog.regclass,
         i.inhparent::pg_catalog.regclass) as create_sql,
       pg_catalog.format('alter table %s no inherit %s', i.inhrelid::pg_catalog.regclass,
         i.inhparent::pg_catalog.regclass) as drop_sql,
       null::jsonb as attributes, null::jsonb as acl,
       pg_catalog.jsonb_build_object('deps', pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('table', i.inhparent::pg_catalog.regclass::text))) as extra
from pg_catalog.pg_inherits i
join pg_catalog.pg_class c on c.oid = i.inhrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1::name[]) and ($3::name[] is null or c.relname = any ($3::name[]))
  and c.relkind in ('r', 'f') and not c.relispartition
order by i.inhrelid::pg_catalog.regclass::text, i.inhseqno
