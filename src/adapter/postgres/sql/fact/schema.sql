-- Facts: the schemas.
-- $1 name[]: managed schemas
select 'schema' as kind, pg_catalog.quote_ident(n.nspname) as id, null::text as parent,
       'pg_catalog.pg_namespace'::pg_catalog.regclass::oid as classid, n.oid as objid, 0 as objsubid,
       '' as definition,
       pg_catalog.format('create schema %I', n.nspname) as create_sql,
       pg_catalog.format('drop schema if exists %I', n.nspname) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('owner', n.nspowner::pg_catalog.regrole::text,
           pg_catalog.format('alter schema %I owner to %s', n.nspname, n.nspowner::pg_catalog.regrole),
             pg_catalog.quote_ident(current_user)),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on schema %I is %s', n.nspname, pg_catalog.quote_nullable(d.description)),
             null)) as attributes,
       pg_catalog.jsonb_build_object('on', pg_catalog.format('schema %I', n.nspname), 'owner',
         n.nspowner::pg_catalog.regrole::text,
         'items', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
                     case when a.grantee = 0 then 'public' else a.grantee::pg_catalog.regrole::text end,
                       a.privilege_type, a.is_grantable) order by a.ordinality)
                   from pg_catalog.aclexplode(coalesce(n.nspacl,
                     pg_catalog.acldefault('n', n.nspowner))) with ordinality a)) as acl,
       null::jsonb as extra
from pg_catalog.pg_namespace n
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
  and d.objoid = n.oid and d.objsubid = 0
where n.nspname = any ($1::name[])
order by 2
