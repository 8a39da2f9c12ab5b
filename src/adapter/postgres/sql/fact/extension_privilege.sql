-- Facts: privileges on members of extensions, where they are not those that the extension's script left.
with m as (
  select pg_catalog.format('%s %s', case p.prokind when 'p' then 'procedure' else 'function' end,
    p.oid::pg_catalog.regprocedure) as name, p.proowner as owner, p.proacl as acl, 'f'::"char" as type, e.classid,
    e.objid, e.refobjid
  from pg_catalog.pg_depend e join pg_catalog.pg_proc p on p.oid = e.objid
  where e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and e.deptype = 'e' and p.proacl is not null
  union all
  select 'table ' || c.oid::pg_catalog.regclass, c.relowner, c.relacl, 'r', e.classid, e.objid, e.refobjid
  from pg_catalog.pg_depend e join pg_catalog.pg_class c on c.oid = e.objid
  where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and e.deptype = 'e' and c.relacl is not null
    and c.relkind in ('r', 'p', 'v', 'm', 'f')
  union all
  select 'type ' || t.oid::pg_catalog.regtype, t.typowner, t.typacl, 'T', e.classid, e.objid, e.refobjid
  from pg_catalog.pg_depend e join pg_catalog.pg_type t on t.oid = e.objid
  where e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and e.deptype = 'e' and t.typacl is not null
)
select 'extension privilege' as kind, m.name as id, null::text as parent, 0::oid as classid, 0::oid as objid,
  0 as objsubid, '' as definition, '' as create_sql, '' as drop_sql, null::jsonb as attributes,
       pg_catalog.jsonb_build_object('on', m.name, 'owner', m.owner::pg_catalog.regrole::text,
         'initial', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(case when g.grantee = 0 then 'public'
           else g.grantee::pg_catalog.regrole::text end, g.privilege_type, g.is_grantable) order by g.ordinality)
                     from pg_catalog.aclexplode(coalesce(i.initprivs,
                       pg_catalog.acldefault(m.type, m.owner))) with ordinality g),
         'items', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(case when g.grantee = 0 then 'public'
           else g.grantee::pg_catalog.regrole::text end, g.privilege_type, g.is_grantable) order by g.ordinality)
                   from pg_catalog.aclexplode(m.acl) with ordinality g)) as acl,
       pg_catalog.jsonb_build_object('deps', pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('extension', (select pg_catalog.quote_ident(x.extname)
         from pg_catalog.pg_extension x where x.oid = m.refobjid)))) as extra
from m
left join pg_catalog.pg_init_privs i on i.classoid = m.classid and i.objoid = m.objid and i.objsubid = 0
where coalesce(i.initprivs, pg_catalog.acldefault(m.type, m.owner)) <> m.acl
order by 2
