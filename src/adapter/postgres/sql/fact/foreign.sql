-- Facts: foreign data wrappers, servers, user mappings.
select 'foreign data wrapper' as kind, pg_catalog.quote_ident(f.fdwname) as id, null::text as parent,
       'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass::oid as classid, f.oid as objid, 0 as objsubid,
       pg_catalog.concat_ws(' ', f.fdwhandler::pg_catalog.regproc::text,
         f.fdwvalidator::pg_catalog.regproc::text) as definition,
       pg_catalog.format('create foreign data wrapper %I', f.fdwname) || case when f.fdwhandler <> 0 then ' handler '
         || f.fdwhandler::pg_catalog.regproc else '' end
         || case when f.fdwvalidator <> 0 then ' validator '
           || f.fdwvalidator::pg_catalog.regproc else '' end as create_sql,
       pg_catalog.format('drop foreign data wrapper if exists %I', f.fdwname) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('options', (select pg_catalog.jsonb_agg(
           pg_catalog.jsonb_build_array(o.option_name, o.option_value) order by o.option_name)
           from pg_catalog.pg_options_to_table(f.fdwoptions) o),
           pg_catalog.jsonb_build_object('options', pg_catalog.format('alter foreign data wrapper %I', f.fdwname)),
             null),
         pg_catalog.jsonb_build_array('owner', f.fdwowner::pg_catalog.regrole::text,
           pg_catalog.format('alter foreign data wrapper %I owner to %s', f.fdwname, f.fdwowner::pg_catalog.regrole),
             pg_catalog.quote_ident(current_user)),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on foreign data wrapper %I is %s', f.fdwname,
             pg_catalog.quote_nullable(d.description)), null)) as attributes,
       pg_catalog.jsonb_build_object('on', pg_catalog.format('foreign data wrapper %I', f.fdwname), 'owner',
         f.fdwowner::pg_catalog.regrole::text,
         'items', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
                     case when g.grantee = 0 then 'public' else g.grantee::pg_catalog.regrole::text end,
                       g.privilege_type, g.is_grantable) order by g.ordinality)
                   from pg_catalog.aclexplode(coalesce(f.fdwacl,
                     pg_catalog.acldefault('F', f.fdwowner))) with ordinality g)) as acl, null::jsonb as extra
from pg_catalog.pg_foreign_data_wrapper f
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass
  and d.objoid = f.oid
where not exists (select from pg_catalog.pg_depend e
  where e.classid = 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass and e.objid = f.oid and e.deptype = 'e')
union all
select 'server', pg_catalog.quote_ident(s.srvname), null, 'pg_catalog.pg_foreign_server'::pg_catalog.regclass::oid,
  s.oid, 0,
       pg_catalog.concat_ws(' ', f.fdwname, s.srvtype),
       pg_catalog.format('create server %I%s%s foreign data wrapper %I', s.srvname,
         coalesce(' type ' || pg_catalog.quote_literal(s.srvtype), ''),
         coalesce(' version ' || pg_catalog.quote_literal(s.srvversion), ''), f.fdwname),
       pg_catalog.format('drop server if exists %I', s.srvname),
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('version', s.srvversion,
           pg_catalog.format('alter server %I version %s', s.srvname, pg_catalog.quote_nullable(s.srvversion)),
           s.srvversion),
         pg_catalog.jsonb_build_array('options', (select pg_catalog.jsonb_agg(
           pg_catalog.jsonb_build_array(o.option_name, o.option_value) order by o.option_name)
           from pg_catalog.pg_options_to_table(s.srvoptions) o),
           pg_catalog.jsonb_build_object('options', pg_catalog.format('alter server %I', s.srvname)), null),
         pg_catalog.jsonb_build_array('owner', s.srvowner::pg_catalog.regrole::text,
           pg_catalog.format('alter server %I owner to %s', s.srvname, s.srvowner::pg_catalog.regrole),
             pg_catalog.quote_ident(current_user)),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on server %I is %s', s.srvname, pg_catalog.quote_nullable(d.description)), null)),
       pg_catalog.jsonb_build_object('on', pg_catalog.format('foreign server %I', s.srvname), 'owner',
         s.srvowner::pg_catalog.regrole::text,
         'items', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
                     case when g.grantee = 0 then 'public' else g.grantee::pg_catalog.regrole::text end,
                       g.privilege_type, g.is_grantable) order by g.ordinality)
                   from pg_catalog.aclexplode(coalesce(s.srvacl,
                     pg_catalog.acldefault('S', s.srvowner))) with ordinality g)), null
from pg_catalog.pg_foreign_server s
join pg_catalog.pg_foreign_data_wrapper f on f.oid = s.srvfdw
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_foreign_server'::pg_catalog.regclass
  and d.objoid = s.oid
where not exists (select from pg_catalog.pg_depend e
  where e.classid = 'pg_catalog.pg_foreign_server'::pg_catalog.regclass and e.objid = s.oid and e.deptype = 'e')
union all
select 'user mapping', pg_catalog.format('%s server %I', m.who, u.srvname), pg_catalog.quote_ident(u.srvname),
  'pg_catalog.pg_user_mapping'::pg_catalog.regclass::oid, u.umid, 0, '',
       pg_catalog.format('create user mapping for %s server %I', m.who, u.srvname),
       pg_catalog.format('drop user mapping if exists for %s server %I', m.who, u.srvname),
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('options', (select pg_catalog.jsonb_agg(
           pg_catalog.jsonb_build_array(o.option_name, o.option_value) order by o.option_name)
           from pg_catalog.pg_options_to_table(u.umoptions) o),
           pg_catalog.jsonb_build_object('options', pg_catalog.format('alter user mapping for %s server %I', m.who,
             u.srvname)), null)),
       null, pg_catalog.jsonb_build_object('deps', pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('server', pg_catalog.quote_ident(u.srvname))))
from pg_catalog.pg_user_mappings u
cross join lateral (select case when u.umuser = 0 then 'public' else pg_catalog.quote_ident(u.usename) end as who) m
order by 1, 2
