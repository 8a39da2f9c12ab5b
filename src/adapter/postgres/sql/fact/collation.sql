-- Facts: collations and conversions.
-- $1 name[]: managed schemas
select 'collation' as kind, pg_catalog.format('%I.%I', n.nspname, o.collname) as id,
  pg_catalog.quote_ident(n.nspname) as parent,
       'pg_catalog.pg_collation'::pg_catalog.regclass::oid as classid, o.oid as objid, 0 as objsubid,
         x.text as definition,
       pg_catalog.format('create collation %I.%I (%s)', n.nspname, o.collname, x.text) as create_sql,
       pg_catalog.format('drop collation if exists %I.%I', n.nspname, o.collname) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('owner', o.collowner::pg_catalog.regrole::text,
           pg_catalog.format('alter collation %I.%I owner to %s', n.nspname, o.collname,
             o.collowner::pg_catalog.regrole), pg_catalog.quote_ident(current_user)),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on collation %I.%I is %s', n.nspname, o.collname,
             pg_catalog.quote_nullable(d.description)), null)) as attributes,
       null::jsonb as acl, pg_catalog.jsonb_build_object('name', pg_catalog.quote_ident(o.collname)) as extra
from pg_catalog.pg_collation o
join pg_catalog.pg_namespace n on n.oid = o.collnamespace
cross join lateral (select pg_catalog.to_jsonb(o) as j) j
cross join lateral (select pg_catalog.concat_ws(', ', 'provider = '
  || case o.collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end,
    case when o.collprovider <> 'c' then 'locale = ' || pg_catalog.quote_literal(
      coalesce(j.j ->> 'colllocale', j.j ->> 'colliculocale', j.j ->> 'collcollate'))
         else 'lc_collate = ' || pg_catalog.quote_literal(j.j ->> 'collcollate') || ', lc_ctype = '
           || pg_catalog.quote_literal(j.j ->> 'collctype') end,
    'rules = ' || pg_catalog.quote_literal(j.j ->> 'collicurules'),
    case when not o.collisdeterministic then 'deterministic = false' end) as text) x
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_collation'::pg_catalog.regclass
  and d.objoid = o.oid
where n.nspname = any ($1::name[])
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_collation'::pg_catalog.regclass
    and e.objid = o.oid and e.deptype = 'e')
union all
select 'conversion', pg_catalog.format('%I.%I', n.nspname, o.conname), pg_catalog.quote_ident(n.nspname),
       'pg_catalog.pg_conversion'::pg_catalog.regclass::oid, o.oid, 0, x.text,
       pg_catalog.format('create %sconversion %I.%I %s', case when o.condefault then 'default ' else '' end, n.nspname,
         o.conname, x.text),
       pg_catalog.format('drop conversion if exists %I.%I', n.nspname, o.conname),
       pg_catalog.jsonb_build_array(pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on conversion %I.%I is %s', n.nspname, o.conname,
             pg_catalog.quote_nullable(d.description)), null)), null, null
from pg_catalog.pg_conversion o
join pg_catalog.pg_namespace n on n.oid = o.connamespace
cross join lateral (select pg_catalog.format('for %L to %L from %s', pg_catalog.pg_encoding_to_char(o.conforencoding),
  pg_catalog.pg_encoding_to_char(o.contoencoding), o.conproc::pg_catalog.regproc) as text) x
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_conversion'::pg_catalog.regclass
  and d.objoid = o.oid
where n.nspname = any ($1::name[])
order by 1, 2
