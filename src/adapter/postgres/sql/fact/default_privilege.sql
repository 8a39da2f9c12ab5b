-- Facts: default privileges of the schemas, and database-wide ones if wanted.
-- $1 name[]: managed schemas  $2 bool: whether database-wide ones are wanted
select 'default privilege' as kind,
  pg_catalog.concat_ws(' ', a.defaclobjtype, 'on ' || pg_catalog.quote_ident(n.nspname), 'by',
  a.defaclrole::pg_catalog.regrole) as id, null::text as parent,
       'pg_catalog.pg_default_acl'::pg_catalog.regclass::oid as classid, a.oid as objid, 0 as objsubid,
         '' as definition,
       '' as create_sql, '' as drop_sql, null::jsonb as attributes,
       pg_catalog.jsonb_build_object('on', case a.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences'
         when 'f' then 'functions' when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end,
         'prefix', pg_catalog.format('alter default privileges for role %s%s ', a.defaclrole::pg_catalog.regrole,
           coalesce(' in schema ' || pg_catalog.quote_ident(n.nspname), '')),
         'owner', a.defaclrole::pg_catalog.regrole::text,
         'initial', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(case when g.grantee = 0 then 'public'
           else g.grantee::pg_catalog.regrole::text end, g.privilege_type, g.is_grantable) order by g.ordinality)
                   from pg_catalog.aclexplode(case when a.defaclnamespace = 0 then pg_catalog.acldefault(
                     case a.defaclobjtype when 'S' then 's' else a.defaclobjtype end, a.defaclrole)
                     end) with ordinality g),
         'items', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(case when g.grantee = 0 then 'public'
           else g.grantee::pg_catalog.regrole::text end, g.privilege_type, g.is_grantable) order by g.ordinality)
                   from pg_catalog.aclexplode(a.defaclacl) with ordinality g)) as acl,
       pg_catalog.jsonb_build_object('deps', case when n.nspname is not null then pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('schema', pg_catalog.quote_ident(n.nspname))) end) as extra
from pg_catalog.pg_default_acl a
left join pg_catalog.pg_namespace n on n.oid = a.defaclnamespace
where (a.defaclnamespace = 0 and $2::bool) or n.nspname = any ($1::name[])
order by 2
