-- Facts: triggers of tables and views, constraint triggers too. Of clones on partitions only whether they are enabled
-- otherwise than what they are clones of.
-- $1 name[]: managed schemas
-- $3 name[]: only relations of these names and what belongs to them; null: all
select 'trigger' as kind, pg_catalog.format('%s.%I', g.tgrelid::pg_catalog.regclass, g.tgname) as id,
  g.tgrelid::pg_catalog.regclass::text as parent,
       'pg_catalog.pg_trigger'::pg_catalog.regclass::oid as classid, g.oid as objid, 0 as objsubid,
       pg_catalog.pg_get_triggerdef(g.oid) as definition, pg_catalog.pg_get_triggerdef(g.oid) as create_sql,
       pg_catalog.format('drop trigger if exists %I on %s', g.tgname, g.tgrelid::pg_catalog.regclass) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('enabled', g.tgenabled,
           pg_catalog.format('alter table %s %s trigger %I', g.tgrelid::pg_catalog.regclass,
             case g.tgenabled when 'O' then 'enable' when 'D' then 'disable' when 'R' then 'enable replica'
               else 'enable always' end, g.tgname), 'O'),
         pg_catalog.jsonb_build_array('clones', clones.odd, coalesce(clones.sql, ''), null),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on trigger %I on %s is %s', g.tgname, g.tgrelid::pg_catalog.regclass,
             pg_catalog.quote_nullable(d.description)), null)) as attributes,
       null::jsonb as acl, null::jsonb as extra
from pg_catalog.pg_trigger g
join pg_catalog.pg_class c on c.oid = g.tgrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
cross join lateral (
  select pg_catalog.string_agg(k.tgrelid::pg_catalog.regclass::text || ' ' || k.tgenabled::text, ', '
           order by k.tgrelid::pg_catalog.regclass::text) filter (where k.tgenabled <> g.tgenabled) as odd,
         pg_catalog.string_agg(pg_catalog.format('alter table only %s %s trigger %I', k.tgrelid::pg_catalog.regclass,
           case k.tgenabled when 'O' then 'enable' when 'D' then 'disable' when 'R' then 'enable replica'
             else 'enable always' end, k.tgname), '; ' order by k.tgrelid::pg_catalog.regclass::text) as sql
  from (
    with recursive clone as (
      select one.* from pg_catalog.pg_trigger one where one.tgparentid = g.oid
      union all
      select one.* from clone join pg_catalog.pg_trigger one on one.tgparentid = clone.oid
    )
    select clone.* from clone
  ) k
) clones
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_trigger'::pg_catalog.regclass and d.objoid = g.oid
where n.nspname = any ($1::name[]) and ($3::name[] is null or c.relname = any ($3::name[]))
  and not g.tgisinternal and g.tgparentid = 0 and c.relpersistence <> 't'
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass
    and e.objid = g.oid and e.deptype = 'e')
order by 2
