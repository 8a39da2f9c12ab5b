-- Facts: extensions but plpgsql.
select 'extension' as kind, pg_catalog.quote_ident(e.extname) as id, null::text as parent,
       'pg_catalog.pg_extension'::pg_catalog.regclass::oid as classid, e.oid as objid, 0 as objsubid,
       '' as definition,
       pg_catalog.format('create extension if not exists %I with schema %I version %L', e.extname, n.nspname,
         e.extversion) as create_sql,
       pg_catalog.format('drop extension if exists %I', e.extname) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('schema', pg_catalog.quote_ident(n.nspname),
           case when e.extrelocatable then pg_catalog.format('alter extension %I set schema %I', e.extname, n.nspname)
             end, pg_catalog.quote_ident(n.nspname)),
         pg_catalog.jsonb_build_array('version', e.extversion,
           pg_catalog.format('alter extension %I update to %L', e.extname, e.extversion), e.extversion),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on extension %I is %s', e.extname, pg_catalog.quote_nullable(d.description)),
             x.comment)) as attributes,
       null::jsonb as acl,
       pg_catalog.jsonb_build_object('deps', pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('schema', pg_catalog.quote_ident(n.nspname))),
         -- The function fails for an extension whose files are gone.
         'update_from', case when x.name is not null then (
           select pg_catalog.jsonb_agg(u.source order by u.source)
           from pg_catalog.pg_extension_update_paths(e.extname) u
           where u.target = e.extversion and u.path is not null) end) as extra
from pg_catalog.pg_extension e
join pg_catalog.pg_namespace n on n.oid = e.extnamespace
left join pg_catalog.pg_available_extensions x on x.name = e.extname
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_extension'::pg_catalog.regclass
  and d.objoid = e.oid
where e.extname <> 'plpgsql'
order by 2
