-- The schemas of a database managed whole that are left out (managed_database.sql says which), with their owners.
-- $1 name: schema of the settings.  $2 text: how the schemas of ledgers begin.  $3 text: a text[], those that are managed besides.
select pg_catalog.quote_ident(namespace.nspname) || ' of ' || namespace.nspowner::pg_catalog.regrole::text as name
from pg_catalog.pg_namespace as namespace
where namespace.nspname <> $1 and namespace.nspname <> 'information_schema' and namespace.nspname !~ '^pg_'
	and namespace.nspname <> $2::name and not pg_catalog.starts_with(namespace.nspname::text, $2::text || '_')
	and namespace.nspname::text <> all ($3::text[])
	and not exists (
		select
		from pg_catalog.pg_depend as member
		where member.classid = '2615' and member.objid = namespace.oid and member.deptype = 'e')
order by namespace.nspname
