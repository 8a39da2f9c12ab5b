-- Facts: publications.
select 'publication' as kind, pg_catalog.quote_ident(p.pubname) as id, null::text as parent,
       'pg_catalog.pg_publication'::pg_catalog.regclass::oid as classid, p.oid as objid, 0 as objsubid,
         p.puballtables::text as definition,
       pg_catalog.format('create publication %I%s', p.pubname,
         case when p.puballtables then ' for all tables' else '' end) as create_sql,
       pg_catalog.format('drop publication if exists %I', p.pubname) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('parameters', x.text,
           pg_catalog.format('alter publication %I set (%s)', p.pubname, x.text), 'fresh'),
         pg_catalog.jsonb_build_array('owner', p.pubowner::pg_catalog.regrole::text,
           pg_catalog.format('alter publication %I owner to %s', p.pubname, p.pubowner::pg_catalog.regrole),
             pg_catalog.quote_ident(current_user)),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on publication %I is %s', p.pubname, pg_catalog.quote_nullable(d.description)),
             null)) as attributes,
       null::jsonb as acl, null::jsonb as extra
from pg_catalog.pg_publication p
cross join lateral (select pg_catalog.format('publish = %L, publish_via_partition_root = %s%s',
    pg_catalog.concat_ws(', ', case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
      case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end),
    p.pubviaroot::text, ', publish_generated_columns = ' || case pg_catalog.to_jsonb(p) ->> 'pubgencols'
      when 's' then 'stored' when 'n' then 'none' end) as text) x
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_publication'::pg_catalog.regclass
  and d.objoid = p.oid
order by 2
