-- Facts: checks of domains. What is not null belongs to the domain.
-- $1 name[]: managed schemas
select 'domain constraint' as kind, pg_catalog.format('%I.%I.%I', n.nspname, t.typname, k.conname) as id,
  pg_catalog.format('%I.%I', n.nspname, t.typname) as parent,
       'pg_catalog.pg_constraint'::pg_catalog.regclass::oid as classid, k.oid as objid, 0 as objsubid,
       pg_catalog.regexp_replace(pg_catalog.pg_get_constraintdef(k.oid), ' NOT VALID$', '') as definition,
       pg_catalog.format('alter domain %I.%I add constraint %I %s', n.nspname, t.typname, k.conname,
         pg_catalog.pg_get_constraintdef(k.oid)) as create_sql,
       pg_catalog.format('alter domain %I.%I drop constraint if exists %I', n.nspname, t.typname,
         k.conname) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('validated', k.convalidated,
           case when k.convalidated then pg_catalog.format('alter domain %I.%I validate constraint %I', n.nspname,
             t.typname, k.conname) end, k.convalidated),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on constraint %I on domain %I.%I is %s', k.conname, n.nspname, t.typname,
             pg_catalog.quote_nullable(d.description)), null)) as attributes,
       null::jsonb as acl, null::jsonb as extra
from pg_catalog.pg_constraint k
join pg_catalog.pg_type t on t.oid = k.contypid
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
  and d.objoid = k.oid
where n.nspname = any ($1::name[]) and k.contype = 'c'
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass
    and e.objid = t.oid and e.deptype = 'e')
order by 2
