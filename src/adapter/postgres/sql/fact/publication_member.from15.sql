-- Facts: members of publications, with row filters and lists of columns; schemas.
select 'publication member' as kind, pg_catalog.format('%I table %s', p.pubname, r.prrelid::pg_catalog.regclass) as id,
  pg_catalog.quote_ident(p.pubname) as parent,
       'pg_catalog.pg_publication_rel'::pg_catalog.regclass::oid as classid, r.oid as objid, 0 as objsubid,
         x.text as definition,
       pg_catalog.format('alter publication %I add table only %s%s', p.pubname, r.prrelid::pg_catalog.regclass,
         x.text) as create_sql,
       pg_catalog.format('alter publication %I drop table %s', p.pubname, r.prrelid::pg_catalog.regclass) as drop_sql,
         null::jsonb as attributes, null::jsonb as acl,
       pg_catalog.jsonb_build_object('deps', pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('publication', pg_catalog.quote_ident(p.pubname)))) as extra
from pg_catalog.pg_publication_rel r
join pg_catalog.pg_publication p on p.oid = r.prpubid
cross join lateral (select pg_catalog.concat(
    ' (' || (select pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' order by a.attnum)
             from pg_catalog.pg_attribute a where a.attrelid = r.prrelid and a.attnum = any (r.prattrs)) || ')',
    ' where (' || pg_catalog.pg_get_expr(r.prqual, r.prrelid) || ')') as text) x
union all
select 'publication member' as kind, pg_catalog.format('%I schema %I', p.pubname, n.nspname) as id,
  pg_catalog.quote_ident(p.pubname) as parent,
       'pg_catalog.pg_publication_namespace'::pg_catalog.regclass::oid as classid, r.oid as objid, 0 as objsubid,
         '' as definition,
       pg_catalog.format('alter publication %I add tables in schema %I', p.pubname, n.nspname) as create_sql,
       pg_catalog.format('alter publication %I drop tables in schema %I', p.pubname, n.nspname) as drop_sql,
       null::jsonb as attributes, null::jsonb as acl,
       pg_catalog.jsonb_build_object('deps', pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('publication', pg_catalog.quote_ident(p.pubname)))) as extra
from pg_catalog.pg_publication_namespace r
join pg_catalog.pg_publication p on p.oid = r.pnpubid
join pg_catalog.pg_namespace n on n.oid = r.pnnspid
order by 2
