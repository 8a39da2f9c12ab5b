-- Facts: views and materialized views.
-- extra.replace_key: CREATE OR REPLACE works where the live key begins the desired one.
-- $1 name[]: managed schemas
-- $3 name[]: only relations of these names and what belongs to them; null: all
with v as materialized (
  select c.*, n.nspname, pg_catalog.format('%I.%I', n.nspname, c.relname) as name,
    case c.relkind when 'v' then 'view' else 'materialized view' end as kind,
         pg_catalog.rtrim(pg_catalog.pg_get_viewdef(c.oid), ';') as query,
         coalesce((select ' with (' || pg_catalog.string_agg(pg_catalog.format('%I=%L', o.option_name, o.option_value),
           ', ' order by o.ordinality) || ')'
                   from pg_catalog.pg_options_to_table(c.reloptions) with ordinality o), '') as options,
         (select pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' order by a.attnum)
           from pg_catalog.pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
         (select pg_catalog.jsonb_agg(pg_catalog.format('%I %s %s', a.attname,
           pg_catalog.format_type(a.atttypid, a.atttypmod), a.attcollation::pg_catalog.regcollation) order by a.attnum)
          from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as key
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1::name[]) and ($3::name[] is null or c.relname = any ($3::name[])) and c.relkind in ('v', 'm')
    and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
      and e.objid = c.oid and e.deptype = 'e')
)
select v.kind, v.name as id, pg_catalog.quote_ident(v.nspname) as parent,
       'pg_catalog.pg_class'::pg_catalog.regclass::oid as classid, v.oid as objid, 0 as objsubid,
       coalesce(v.columns, '') || ' ' || v.query as definition,
       pg_catalog.format('create %s %s%s%s as %s%s', v.kind, v.name, coalesce(' (' || v.columns || ')', ''), v.options,
         v.query,
         case when v.relkind = 'm' and not v.relispopulated then ' with no data' else '' end) as create_sql,
       pg_catalog.format('drop %s if exists %s', v.kind, v.name) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('storage_parameters',
           (select pg_catalog.jsonb_agg(o order by place) from pg_catalog.unnest(v.reloptions) with ordinality as u(o, place)),
           pg_catalog.jsonb_build_object('parameters', pg_catalog.format('alter %s %s', v.kind, v.name)),
           (select pg_catalog.jsonb_agg(o order by place) from pg_catalog.unnest(v.reloptions) with ordinality as u(o, place))),
         pg_catalog.jsonb_build_array('owner', v.relowner::pg_catalog.regrole::text,
           pg_catalog.format('alter %s %s owner to %s', v.kind, v.name, v.relowner::pg_catalog.regrole),
             pg_catalog.quote_ident(current_user)),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on %s %s is %s', v.kind, v.name, pg_catalog.quote_nullable(d.description)),
             null)) as attributes,
       pg_catalog.jsonb_build_object('on', 'table ' || v.name, 'owner', v.relowner::pg_catalog.regrole::text,
         'items', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
                     case when g.grantee = 0 then 'public' else g.grantee::pg_catalog.regrole::text end,
                       g.privilege_type, g.is_grantable) order by g.ordinality)
                   from pg_catalog.aclexplode(coalesce(v.relacl,
                     pg_catalog.acldefault('r', v.relowner))) with ordinality g)) as acl,
       pg_catalog.jsonb_build_object('slot', 'relation ' || v.name,
         'replace_sql', case when v.relkind = 'v' then pg_catalog.format('create or replace view %s%s%s as %s', v.name,
           coalesce(' (' || v.columns || ')', ''), v.options, v.query) end,
         'replace_key', v.key) as extra
from v
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objoid = v.oid
  and d.objsubid = 0
order by 2
