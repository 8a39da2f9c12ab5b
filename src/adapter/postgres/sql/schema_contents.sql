-- What a schema holds, counted by kind; no row for an empty or absent schema.  $1 name: schema.
-- Indexes, triggers and the like go with their tables and are not counted; nor is what an extension brought.
-- Row numbers are the server's estimates (ANALYZE or statistics of activity, whichever is greater).
with inside as (
	select
		case class.relkind
			when 'r' then 'table' when 'p' then 'table' when 'f' then 'foreign table' when 'v' then 'view'
			when 'm' then 'materialized view' when 'S' then 'sequence' else 'type'
		end as kind,
		'pg_catalog.pg_class'::pg_catalog.regclass as classid,
		class.oid as objid,
		case when class.relkind in ('r', 'm')
			then greatest(class.reltuples::bigint, pg_catalog.pg_stat_get_live_tuples(class.oid), 0) else 0
		end as row_count
	from pg_catalog.pg_class as class
	join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
	where namespace.nspname = $1::pg_catalog.name and class.relkind in ('r', 'p', 'f', 'v', 'm', 'S', 'c')
	union all
	select
		case function.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end,
		'pg_catalog.pg_proc'::pg_catalog.regclass, function.oid, 0
	from pg_catalog.pg_proc as function
	join pg_catalog.pg_namespace as namespace on namespace.oid = function.pronamespace
	where namespace.nspname = $1::pg_catalog.name
	union all
	select 'type', 'pg_catalog.pg_type'::pg_catalog.regclass, type.oid, 0
	from pg_catalog.pg_type as type
	join pg_catalog.pg_namespace as namespace on namespace.oid = type.typnamespace
	where namespace.nspname = $1::pg_catalog.name and type.typtype in ('d', 'e', 'r')
	union all
	select 'extension', 'pg_catalog.pg_extension'::pg_catalog.regclass, extension.oid, 0
	from pg_catalog.pg_extension as extension
	join pg_catalog.pg_namespace as namespace on namespace.oid = extension.extnamespace
	where namespace.nspname = $1::pg_catalog.name
)
select inside.kind, pg_catalog.count(*) as count, pg_catalog.sum(inside.row_count)::bigint as row_estimate
from inside
where not exists (
	select
	from pg_catalog.pg_depend as depend
	where depend.classid = inside.classid and depend.objid = inside.objid and depend.deptype = 'e')
group by inside.kind
order by inside.kind
