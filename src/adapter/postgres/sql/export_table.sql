-- Has the schema a table or view event_log?  One row, one column: is_there.  $1 name: schema.
select exists (
	select
	from pg_catalog.pg_class as class
	join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
	where namespace.nspname = $1::pg_catalog.name
		and class.relname = 'event_log'
		and class.relkind in ('r', 'p', 'v', 'f', 'm')
) as is_there
