-- Facts: policies of row security.
-- $1 name[]: managed schemas
-- $3 name[]: only relations of these names and what belongs to them; null: all
with p as (
  select p.*, p.polrelid::pg_catalog.regclass as rel, pg_catalog.pg_get_expr(p.polqual, p.polrelid) as qual,
    pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) as with_check,
         (select pg_catalog.string_agg(case when u = 0 then 'public' else u::pg_catalog.regrole::text end,
           ', ' order by case when u = 0 then 'public' else u::pg_catalog.regrole::text end)
          from pg_catalog.unnest(p.polroles) u) as roles
  from pg_catalog.pg_policy p
  join pg_catalog.pg_class c on c.oid = p.polrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1::name[]) and ($3::name[] is null or c.relname = any ($3::name[]))
)
select 'policy' as kind, pg_catalog.format('%s.%I', p.rel, p.polname) as id, p.rel::text as parent,
       'pg_catalog.pg_policy'::pg_catalog.regclass::oid as classid, p.oid as objid, 0 as objsubid,
       pg_catalog.concat_ws(' | ', p.polcmd, p.polpermissive, p.roles, 'using ' || p.qual,
         'check ' || p.with_check) as definition,
       pg_catalog.format('create policy %I on %s as %s for %s to %s%s%s', p.polname, p.rel,
         case when p.polpermissive then 'permissive' else 'restrictive' end,
         case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete'
           else 'all' end, p.roles,
         coalesce(' using (' || p.qual || ')', ''), coalesce(' with check (' || p.with_check || ')', '')) as create_sql,
       pg_catalog.format('drop policy if exists %I on %s', p.polname, p.rel) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on policy %I on %s is %s', p.polname, p.rel,
             pg_catalog.quote_nullable(d.description)), null)) as attributes,
       null::jsonb as acl,
       pg_catalog.jsonb_build_object('replace_key', pg_catalog.jsonb_build_array(p.polcmd, p.polpermissive,
         p.qual is not null, p.with_check is not null, '.'),
         'replace_sql', pg_catalog.format('alter policy %I on %s to %s%s%s', p.polname, p.rel, p.roles,
           coalesce(' using (' || p.qual || ')', ''), coalesce(' with check (' || p.with_check || ')', ''))) as extra
from p
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_policy'::pg_catalog.regclass and d.objoid = p.oid
order by 2
