-- Facts: casts that no extension brought.
select 'cast' as kind, pg_catalog.format('%s as %s', pg_catalog.format_type(c.castsource, null),
  pg_catalog.format_type(c.casttarget, null)) as id, null::text as parent,
       'pg_catalog.pg_cast'::pg_catalog.regclass::oid as classid, c.oid as objid, 0 as objsubid,
       x.text as definition,
       pg_catalog.format('create cast (%s as %s) %s', pg_catalog.format_type(c.castsource, null),
         pg_catalog.format_type(c.casttarget, null), x.text) as create_sql,
       pg_catalog.format('drop cast if exists (%s as %s)', pg_catalog.format_type(c.castsource, null),
         pg_catalog.format_type(c.casttarget, null)) as drop_sql,
       pg_catalog.jsonb_build_array(pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on cast (%s as %s) is %s', pg_catalog.format_type(c.castsource, null),
             pg_catalog.format_type(c.casttarget, null), pg_catalog.quote_nullable(d.description)),
               null)) as attributes,
       null::jsonb as acl, null::jsonb as extra
from pg_catalog.pg_cast c
cross join lateral (select case c.castmethod when 'f' then 'with function '
  || c.castfunc::pg_catalog.regprocedure when 'i' then 'with inout' else 'without function' end
    || case c.castcontext when 'a' then ' as assignment' when 'i' then ' as implicit' else '' end as text) x
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_cast'::pg_catalog.regclass and d.objoid = c.oid
where c.oid >= 16384
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass
    and e.objid = c.oid and e.deptype in ('e', 'i'))
order by 2
