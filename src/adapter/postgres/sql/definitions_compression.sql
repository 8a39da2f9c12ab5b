-- Columns with a compression of their own (PostgreSQL 14 and later): kind, identity, hash.  $1 name: schema.
select
	'column compression' as kind,
	pg_catalog.quote_ident(namespace.nspname) || '.' || pg_catalog.quote_ident(class.relname) || '.'
		|| pg_catalog.quote_ident(attribute.attname) as identity,
	pg_catalog.md5(attribute.attcompression::text) as hash
from pg_catalog.pg_namespace as namespace
join pg_catalog.pg_class as class on class.relnamespace = namespace.oid and not class.relispartition
	and class.relkind in ('r', 'p', 'm')
join pg_catalog.pg_attribute as attribute on attribute.attrelid = class.oid and attribute.attnum > 0
	and not attribute.attisdropped and attribute.attcompression <> ''
where namespace.nspname = $1
