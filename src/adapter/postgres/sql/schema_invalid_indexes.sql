-- Indexes whose concurrent build (or drop) was killed, and that nobody is building now.  $1 name: schema.
-- $2 text: statements; of other schemas those of the session's own that they name count.
select pg_catalog.format('drop index concurrently if exists %I.%I', namespace.nspname, class.relname) as statement
from pg_catalog.pg_namespace as namespace
join pg_catalog.pg_class as class on class.relnamespace = namespace.oid and class.relkind = 'i'
join pg_catalog.pg_index as index on index.indexrelid = class.oid and not index.indisvalid
where (namespace.nspname = $1
		or pg_catalog.pg_has_role(class.relowner, 'usage') and pg_catalog.strpos($2, class.relname::text) > 0)
	and not class.relispartition
	and not exists (
		select
		from pg_catalog.pg_stat_progress_create_index as progress
		where progress.datname = pg_catalog.current_database()
			and (progress.index_relid = class.oid or progress.relid = index.indrelid))
	and not exists (
		select
		from pg_catalog.pg_constraint as "constraint"
		where "constraint".conindid = class.oid)
order by class.relname
