-- Columns with a compression of their own (PostgreSQL 14 and later), as pieces of definitions.sql.  $1 name: schema.
select
	'1259'::oid as class, attribute.attrelid as object, attribute.attnum::integer as sub, null as kind, '0'::oid as parent,
	null as name, 'compression ' || attribute.attcompression::text as text, null as privileges, null as usual
from pg_catalog.pg_namespace as namespace
join pg_catalog.pg_class as class on class.relnamespace = namespace.oid
join pg_catalog.pg_attribute as attribute on attribute.attrelid = class.oid and attribute.attnum > 0
where namespace.nspname = $1 and attribute.attcompression <> ''
