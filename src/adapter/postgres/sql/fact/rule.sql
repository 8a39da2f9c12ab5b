-- Facts: rules but a view's own.
-- $1 name[]: managed schemas
-- $3 name[]: only relations of these names and what belongs to them; null: all
select 'rule' as kind, pg_catalog.format('%s.%I', r.ev_class::pg_catalog.regclass, r.rulename) as id,
  r.ev_class::pg_catalog.regclass::text as parent,
       'pg_catalog.pg_rewrite'::pg_catalog.regclass::oid as classid, r.oid as objid, 0 as objsubid,
       pg_catalog.pg_get_ruledef(r.oid) as definition, pg_catalog.pg_get_ruledef(r.oid) as create_sql,
       pg_catalog.format('drop rule if exists %I on %s', r.rulename, r.ev_class::pg_catalog.regclass) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('enabled', r.ev_enabled,
           pg_catalog.format('alter table %s %s rule %I', r.ev_class::pg_catalog.regclass,
             case r.ev_enabled when 'O' then 'enable' when 'D' then 'disable' when 'R' then 'enable replica'
               else 'enable always' end, r.rulename), 'O'),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on rule %I on %s is %s', r.rulename, r.ev_class::pg_catalog.regclass,
             pg_catalog.quote_nullable(d.description)), null)) as attributes,
       null::jsonb as acl, null::jsonb as extra
from pg_catalog.pg_rewrite r
join pg_catalog.pg_class c on c.oid = r.ev_class
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass and d.objoid = r.oid
where n.nspname = any ($1::name[]) and ($3::name[] is null or c.relname = any ($3::name[]))
  and r.rulename <> '_RETURN' and c.relpersistence <> 't'
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
    and e.objid = c.oid and e.deptype = 'e')
order by 2
