-- Facts: that the index of a partition is a part of its parent's index.
-- $1 name[]: managed schemas
-- $3 name[]: only relations of these names and what belongs to them; null: all
select 'index attach' as kind, c.oid::pg_catalog.regclass::text as id, null::text as parent,
       0::oid as classid, 0::oid as objid, 0 as objsubid, p.inhparent::pg_catalog.regclass::text as definition,
       pg_catalog.format('alter index %s attach partition %s', p.inhparent::pg_catalog.regclass,
         c.oid::pg_catalog.regclass) as create_sql,
       '' as drop_sql, null::jsonb as attributes, null::jsonb as acl,
       pg_catalog.jsonb_build_object('relation_deps', pg_catalog.jsonb_build_array(c.oid::bigint, p.inhparent::bigint),
         'deps', pg_catalog.jsonb_build_array(pg_catalog.jsonb_build_array('partition',
           i.indrelid::pg_catalog.regclass::text))) as extra
from pg_catalog.pg_inherits p
join pg_catalog.pg_class c on c.oid = p.inhrelid and c.relkind in ('i', 'I')
join pg_catalog.pg_index i on i.indexrelid = c.oid
join pg_catalog.pg_class t on t.oid = i.indrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1::name[]) and ($3::name[] is null or t.relname = any ($3::name[]))
order by 2
