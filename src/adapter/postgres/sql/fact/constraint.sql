-- Facts: constraints of tables that are their own (primary key, unique, exclusion, foreign key, check).
-- What is not null belongs to the column.
-- $1 name[]: managed schemas
-- $3 name[]: only relations of these names and what belongs to them; null: all
select 'constraint' as kind, pg_catalog.format('%s.%I', k.conrelid::pg_catalog.regclass, k.conname) as id,
  k.conrelid::pg_catalog.regclass::text as parent,
       'pg_catalog.pg_constraint'::pg_catalog.regclass::oid as classid, k.oid as objid, 0 as objsubid,
       pg_catalog.regexp_replace(pg_catalog.pg_get_constraintdef(k.oid), ' NOT VALID$', '') as definition,
       pg_catalog.format('alter table %s%s add constraint %I %s',
         case when c.relkind = 'p' and k.contype in ('p', 'u', 'x') then 'only ' else '' end,
         k.conrelid::pg_catalog.regclass, k.conname, pg_catalog.pg_get_constraintdef(k.oid)) as create_sql,
       pg_catalog.format('alter table %s drop constraint if exists %I', k.conrelid::pg_catalog.regclass,
         k.conname) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('validated', k.convalidated,
           case when k.convalidated then pg_catalog.format('alter table %s validate constraint %I',
             k.conrelid::pg_catalog.regclass, k.conname) end, k.convalidated),
         pg_catalog.jsonb_build_array('local', k.conislocal, '', k.conislocal),
         pg_catalog.jsonb_build_array('storage_parameters',
           (select pg_catalog.jsonb_agg(o order by o) from pg_catalog.unnest(i.reloptions) o),
           case when i.oid is not null then
             pg_catalog.jsonb_build_object('parameters', 'alter index ' || i.oid::pg_catalog.regclass) end, null),
         pg_catalog.jsonb_build_array('index_comment', di.description,
           pg_catalog.format('comment on index %s is %s', i.oid::pg_catalog.regclass,
             pg_catalog.quote_nullable(di.description)), null),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on constraint %I on %s is %s', k.conname, k.conrelid::pg_catalog.regclass,
             pg_catalog.quote_nullable(d.description)), null)) as attributes,
       null::jsonb as acl,
       pg_catalog.jsonb_build_object('constraint_type', k.contype, 'slot', 'relation ' || i.oid::pg_catalog.regclass, 'index',
         i.oid::bigint, 'table', k.conrelid::pg_catalog.regclass::text,
         'rename', case when k.contype in ('p', 'u', 'x', 'f', 'c') then k.conrelid::pg_catalog.regclass::text || ' '
           || pg_catalog.pg_get_constraintdef(k.oid) end, 'name', pg_catalog.quote_ident(k.conname),
         'attached', (select pi.inhparent::pg_catalog.regclass::text from pg_catalog.pg_inherits pi
           where pi.inhrelid = i.oid)) as extra
from pg_catalog.pg_constraint k
join pg_catalog.pg_class c on c.oid = k.conrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_class i on i.oid = k.conindid and k.contype in ('p', 'u', 'x')
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
  and d.objoid = k.oid
left join pg_catalog.pg_description di on di.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
  and di.objoid = i.oid and di.objsubid = 0
where n.nspname = any ($1::name[]) and ($3::name[] is null or c.relname = any ($3::name[]))
  and c.relpersistence <> 't'
  and (k.contype in ('p', 'u', 'x') or (k.contype = 'f' and k.conparentid = 0) or (k.contype = 'c' and k.conislocal))
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
    and e.objid = c.oid and e.deptype = 'e')
order by 2
