-- Facts: languages that no extension brought.
select 'language' as kind, pg_catalog.quote_ident(l.lanname) as id, null::text as parent,
       'pg_catalog.pg_language'::pg_catalog.regclass::oid as classid, l.oid as objid, 0 as objsubid,
         x.text as definition,
       pg_catalog.format('create %slanguage %I %s', case when l.lanpltrusted then 'trusted ' else '' end, l.lanname,
         x.text) as create_sql,
       pg_catalog.format('drop language if exists %I', l.lanname) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('owner', l.lanowner::pg_catalog.regrole::text,
           pg_catalog.format('alter language %I owner to %s', l.lanname, l.lanowner::pg_catalog.regrole),
             pg_catalog.quote_ident(current_user)),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on language %I is %s', l.lanname, pg_catalog.quote_nullable(d.description)),
             null)) as attributes,
       pg_catalog.jsonb_build_object('on', pg_catalog.format('language %I', l.lanname), 'owner',
         l.lanowner::pg_catalog.regrole::text,
         'items', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
                     case when g.grantee = 0 then 'public' else g.grantee::pg_catalog.regrole::text end,
                       g.privilege_type, g.is_grantable) order by g.ordinality)
                   from pg_catalog.aclexplode(coalesce(l.lanacl,
                     pg_catalog.acldefault('l', l.lanowner))) with ordinality g)) as acl, null::jsonb as extra
from pg_catalog.pg_language l
cross join lateral (select 'handler ' || l.lanplcallfoid::pg_catalog.regproc
  || case when l.laninline <> 0 then ' inline ' || l.laninline::pg_catalog.regproc else '' end
    || case when l.lanvalidator <> 0 then ' validator ' || l.lanvalidator::pg_catalog.regproc else '' end as text) x
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_language'::pg_catalog.regclass and d.objoid = l.oid
where l.oid >= 16384 and l.lanispl
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_language'::pg_catalog.regclass
    and e.objid = l.oid and e.deptype = 'e')
order by 1, 2
