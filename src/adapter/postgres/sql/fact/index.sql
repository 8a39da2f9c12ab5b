-- Facts: indexes that no constraint owns.
-- $1 name[]: managed schemas
-- $3 name[]: only relations of these names and what belongs to them; null: all
select 'index' as kind, c.oid::pg_catalog.regclass::text as id, i.indrelid::pg_catalog.regclass::text as parent,
       'pg_catalog.pg_class'::pg_catalog.regclass::oid as classid, c.oid as objid, 0 as objsubid,
       pg_catalog.pg_get_indexdef(c.oid) || case when not i.indisvalid and c.relkind = 'i' then ' -- invalid' else ''
         end as definition,
       pg_catalog.pg_get_indexdef(c.oid) as create_sql,
       pg_catalog.format('drop index if exists %s', c.oid::pg_catalog.regclass) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('statistics',
           (select pg_catalog.string_agg(pg_catalog.format('alter index %s alter column %s set statistics %s',
             c.oid::pg_catalog.regclass, a.attnum, a.attstattarget), '; ' order by a.attnum)
            from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attstattarget >= 0),
           (select pg_catalog.string_agg(pg_catalog.format('alter index %s alter column %s set statistics %s',
             c.oid::pg_catalog.regclass, a.attnum, coalesce(a.attstattarget, -1)), '; ' order by a.attnum)
            from pg_catalog.pg_attribute a where a.attrelid = c.oid and i.indkey[a.attnum - 1] = 0), null),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on index %s is %s', c.oid::pg_catalog.regclass,
             pg_catalog.quote_nullable(d.description)), null)) as attributes,
       null::jsonb as acl,
       pg_catalog.jsonb_build_object('slot', 'relation ' || c.oid::pg_catalog.regclass,
         'name', pg_catalog.quote_ident(c.relname),
         'rename', pg_catalog.regexp_replace(pg_catalog.pg_get_indexdef(c.oid), '^(CREATE (UNIQUE )?INDEX) .*? (ON )',
           '\1 \3'),
         'attached', (select pi.inhparent::pg_catalog.regclass::text from pg_catalog.pg_inherits pi
           where pi.inhrelid = c.oid)) as extra
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_class t on t.oid = i.indrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objoid = c.oid
  and d.objsubid = 0
where n.nspname = any ($1::name[]) and ($3::name[] is null or t.relname = any ($3::name[]))
  and t.relkind in ('r', 'p', 'm') and t.relpersistence <> 't'
  and not exists (select from pg_catalog.pg_constraint k where k.conindid = c.oid and k.contype in ('p', 'u', 'x'))
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
    and e.objid = t.oid and e.deptype = 'e')
order by 2
