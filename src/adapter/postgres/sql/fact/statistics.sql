-- Facts: extended statistics.
-- $1 name[]: managed schemas
-- $3 name[]: only relations of these names and what belongs to them; null: all
select 'statistics' as kind, pg_catalog.format('%I.%I', n.nspname, s.stxname) as id,
  s.stxrelid::pg_catalog.regclass::text as parent,
       'pg_catalog.pg_statistic_ext'::pg_catalog.regclass::oid as classid, s.oid as objid, 0 as objsubid,
       pg_catalog.pg_get_statisticsobjdef(s.oid) as definition, pg_catalog.pg_get_statisticsobjdef(s.oid) as create_sql,
       pg_catalog.format('drop statistics if exists %I.%I', n.nspname, s.stxname) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('target', coalesce(s.stxstattarget, -1),
           pg_catalog.format('alter statistics %I.%I set statistics %s', n.nspname, s.stxname,
             coalesce(s.stxstattarget, -1)), -1),
         pg_catalog.jsonb_build_array('owner', s.stxowner::pg_catalog.regrole::text,
           pg_catalog.format('alter statistics %I.%I owner to %s', n.nspname, s.stxname,
             s.stxowner::pg_catalog.regrole), pg_catalog.quote_ident(current_user)),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on statistics %I.%I is %s', n.nspname, s.stxname,
             pg_catalog.quote_nullable(d.description)), null)) as attributes,
       null::jsonb as acl, null::jsonb as extra
from pg_catalog.pg_statistic_ext s
join pg_catalog.pg_class c on c.oid = s.stxrelid
join pg_catalog.pg_namespace n on n.oid = s.stxnamespace
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass
  and d.objoid = s.oid
where n.nspname = any ($1::name[]) and ($3::name[] is null or c.relname = any ($3::name[]))
order by 2
