-- Facts: members of publications; PostgreSQL 13 and 14 have tables only.
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
cross join lateral (select ''::text as text) x
order by 2
