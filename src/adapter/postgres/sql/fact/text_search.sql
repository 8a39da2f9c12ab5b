-- Facts: text search dictionaries, configurations and their mappings, templates.
-- $1 name[]: managed schemas
select 'text search dictionary' as kind, pg_catalog.format('%I.%I', n.nspname, o.dictname) as id,
  pg_catalog.quote_ident(n.nspname) as parent,
       'pg_catalog.pg_ts_dict'::pg_catalog.regclass::oid as classid, o.oid as objid, 0 as objsubid,
       pg_catalog.format('%I.%I %s', tn.nspname, t.tmplname, o.dictinitoption) as definition,
       pg_catalog.format('create text search dictionary %I.%I (template = %I.%I%s)', n.nspname, o.dictname, tn.nspname,
         t.tmplname, coalesce(', ' || o.dictinitoption, '')) as create_sql,
       pg_catalog.format('drop text search dictionary if exists %I.%I', n.nspname, o.dictname) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('owner', o.dictowner::pg_catalog.regrole::text,
           pg_catalog.format('alter text search dictionary %I.%I owner to %s', n.nspname, o.dictname,
             o.dictowner::pg_catalog.regrole), pg_catalog.quote_ident(current_user)),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on text search dictionary %I.%I is %s', n.nspname, o.dictname,
             pg_catalog.quote_nullable(d.description)), null)) as attributes,
       null::jsonb as acl, null::jsonb as extra
from pg_catalog.pg_ts_dict o
join pg_catalog.pg_namespace n on n.oid = o.dictnamespace
join pg_catalog.pg_ts_template t on t.oid = o.dicttemplate
join pg_catalog.pg_namespace tn on tn.oid = t.tmplnamespace
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_ts_dict'::pg_catalog.regclass and d.objoid = o.oid
where n.nspname = any ($1::name[])
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_ts_dict'::pg_catalog.regclass
    and e.objid = o.oid and e.deptype = 'e')
union all
select 'text search configuration', pg_catalog.format('%I.%I', n.nspname, o.cfgname), pg_catalog.quote_ident(n.nspname),
       'pg_catalog.pg_ts_config'::pg_catalog.regclass::oid, o.oid, 0,
       pg_catalog.format('%I.%I', pn.nspname, p.prsname),
       pg_catalog.format('create text search configuration %I.%I (parser = %I.%I)', n.nspname, o.cfgname, pn.nspname,
         p.prsname),
       pg_catalog.format('drop text search configuration if exists %I.%I', n.nspname, o.cfgname),
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('owner', o.cfgowner::pg_catalog.regrole::text,
           pg_catalog.format('alter text search configuration %I.%I owner to %s', n.nspname, o.cfgname,
             o.cfgowner::pg_catalog.regrole), pg_catalog.quote_ident(current_user)),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on text search configuration %I.%I is %s', n.nspname, o.cfgname,
             pg_catalog.quote_nullable(d.description)), null)),
       null, null
from pg_catalog.pg_ts_config o
join pg_catalog.pg_namespace n on n.oid = o.cfgnamespace
join pg_catalog.pg_ts_parser p on p.oid = o.cfgparser
join pg_catalog.pg_namespace pn on pn.oid = p.prsnamespace
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_ts_config'::pg_catalog.regclass
  and d.objoid = o.oid
where n.nspname = any ($1::name[])
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_ts_config'::pg_catalog.regclass
    and e.objid = o.oid and e.deptype = 'e')
union all
select 'text search mapping', pg_catalog.format('%I.%I %s', n.nspname, o.cfgname, tt.alias),
  pg_catalog.format('%I.%I', n.nspname, o.cfgname), 0, 0, 0,
       m.dicts,
       pg_catalog.format('alter text search configuration %I.%I add mapping for %s with %s', n.nspname, o.cfgname,
         tt.alias, m.dicts),
       pg_catalog.format('alter text search configuration %I.%I drop mapping if exists for %s', n.nspname, o.cfgname,
         tt.alias), null, null,
       pg_catalog.jsonb_build_object('replace_key', pg_catalog.jsonb_build_array(), 'deps', m.deps,
         'replace_sql', pg_catalog.format('alter text search configuration %I.%I alter mapping for %s with %s',
           n.nspname, o.cfgname, tt.alias, m.dicts))
from pg_catalog.pg_ts_config o
join pg_catalog.pg_namespace n on n.oid = o.cfgnamespace
join lateral (select x.maptokentype, pg_catalog.string_agg(x.mapdict::pg_catalog.regdictionary::text,
  ', ' order by x.mapseqno) as dicts,
                     pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array('text search dictionary',
                       x.mapdict::pg_catalog.regdictionary::text)) as deps
              from pg_catalog.pg_ts_config_map x where x.mapcfg = o.oid group by 1) m on true
join lateral pg_catalog.ts_token_type(o.cfgparser) tt on tt.tokid = m.maptokentype
where n.nspname = any ($1::name[])
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_ts_config'::pg_catalog.regclass
    and e.objid = o.oid and e.deptype = 'e')
union all
select 'text search template', pg_catalog.format('%I.%I', n.nspname, o.tmplname), pg_catalog.quote_ident(n.nspname),
       'pg_catalog.pg_ts_template'::pg_catalog.regclass::oid, o.oid, 0,
         pg_catalog.concat_ws(' ', o.tmplinit, o.tmpllexize),
       pg_catalog.format('create text search template %I.%I (%slexize = %s)', n.nspname, o.tmplname,
         case when o.tmplinit <> 0 then pg_catalog.format('init = %s, ', o.tmplinit) else '' end, o.tmpllexize),
       pg_catalog.format('drop text search template if exists %I.%I', n.nspname, o.tmplname),
       pg_catalog.jsonb_build_array(pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on text search template %I.%I is %s', n.nspname, o.tmplname,
             pg_catalog.quote_nullable(d.description)), null)), null, null
from pg_catalog.pg_ts_template o
join pg_catalog.pg_namespace n on n.oid = o.tmplnamespace
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_ts_template'::pg_catalog.regclass
  and d.objoid = o.oid
where n.nspname = any ($1::name[])
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_ts_template'::pg_catalog.regclass
    and e.objid = o.oid and e.deptype = 'e')
order by 1, 2
