-- Facts: event triggers.
select 'event trigger' as kind, pg_catalog.quote_ident(v.evtname) as id, null::text as parent,
       'pg_catalog.pg_event_trigger'::pg_catalog.regclass::oid as classid, v.oid as objid, 0 as objsubid,
       pg_catalog.concat_ws(' ', v.evtevent, v.evttags::text, v.evtfoid::pg_catalog.regproc) as definition,
       pg_catalog.format('create event trigger %I on %s%s execute function %s()', v.evtname, v.evtevent,
         coalesce(' when tag in (' || (select pg_catalog.string_agg(pg_catalog.quote_literal(t), ', ')
           from pg_catalog.unnest(v.evttags) t) || ')', ''), v.evtfoid::pg_catalog.regproc) as create_sql,
       pg_catalog.format('drop event trigger if exists %I', v.evtname) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('enabled', v.evtenabled, pg_catalog.format('alter event trigger %I %s', v.evtname,
             case v.evtenabled when 'O' then 'enable' when 'D' then 'disable' when 'R' then 'enable replica'
               else 'enable always' end), 'O'),
         pg_catalog.jsonb_build_array('owner', v.evtowner::pg_catalog.regrole::text,
           pg_catalog.format('alter event trigger %I owner to %s', v.evtname, v.evtowner::pg_catalog.regrole),
             pg_catalog.quote_ident(current_user)),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on event trigger %I is %s', v.evtname, pg_catalog.quote_nullable(d.description)),
             null)) as attributes,
       null::jsonb as acl, null::jsonb as extra
from pg_catalog.pg_event_trigger v
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_event_trigger'::pg_catalog.regclass
  and d.objoid = v.oid
where not exists (select from pg_catalog.pg_depend e
  where e.classid = 'pg_catalog.pg_event_trigger'::pg_catalog.regclass and e.objid = v.oid and e.deptype = 'e')
order by 2
