-- Facts: defaults of domains, by themselves, for a function that one needs may have to be made anew.
-- $1 name[]: managed schemas
select 'domain default' as kind, pg_catalog.format('%I.%I', n.nspname, t.typname) as id,
       pg_catalog.format('%I.%I', n.nspname, t.typname) as parent,
       0::oid as classid, 0::oid as objid, 0 as objsubid, t.typdefault as definition,
       pg_catalog.format('alter domain %I.%I set default %s', n.nspname, t.typname, t.typdefault) as create_sql,
       pg_catalog.format('alter domain %I.%I drop default', n.nspname, t.typname) as drop_sql,
       null::jsonb as attributes, null::jsonb as acl,
       pg_catalog.jsonb_build_object('replace_sql', pg_catalog.format('alter domain %I.%I set default %s', n.nspname,
         t.typname, t.typdefault), 'replace_key', pg_catalog.jsonb_build_array()) as extra
from pg_catalog.pg_type t
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
where n.nspname = any ($1::name[]) and t.typtype = 'd' and t.typdefault is not null
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass
    and e.objid = t.oid and e.deptype = 'e')
order by 2
