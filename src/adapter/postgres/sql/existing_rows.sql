-- What rows can be put into, or counted by, as it is now: tables, foreign tables and sequences but
-- temporary ones and the server's.
-- One row each, schema and name with a dot between them and no quotes, in the order of the bytes.
select namespace.nspname || '.' || class.relname as name
from pg_catalog.pg_class as class
join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
where class.relkind in ('r', 'p', 'f', 'S')
	and class.relpersistence <> 't'
	and namespace.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
order by (namespace.nspname || '.' || class.relname) collate "C"
