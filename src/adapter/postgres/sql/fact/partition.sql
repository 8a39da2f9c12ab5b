-- Facts: the bound by which a table is attached to its parent.
-- $1 name[]: managed schemas
-- $3 name[]: only relations of these names and what belongs to them; null: all
select 'partition' as kind, c.oid::pg_catalog.regclass::text as id, c.oid::pg_catalog.regclass::text as parent,
       0::oid as classid, 0::oid as objid, 0 as objsubid,
       pg_catalog.format('%s %s', i.inhparent::pg_catalog.regclass,
         pg_catalog.pg_get_expr(c.relpartbound, c.oid)) as definition,
       pg_catalog.format('alter table %s attach partition %s %s', i.inhparent::pg_catalog.regclass,
         c.oid::pg_catalog.regclass, pg_catalog.pg_get_expr(c.relpartbound, c.oid)) as create_sql,
       pg_catalog.format('alter table %s detach partition %s', i.inhparent::pg_catalog.regclass,
         c.oid::pg_catalog.regclass) as drop_sql,
       null::jsonb as attributes, null::jsonb as acl,
       pg_catalog.jsonb_build_object('deps', pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('table', i.inhparent::pg_catalog.regclass::text))) as extra
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_inherits i on i.inhrelid = c.oid
where n.nspname = any ($1::name[]) and ($3::name[] is null or c.relname = any ($3::name[]))
  and c.relispartition and c.relkind in ('r', 'p', 'f')
order by 2
