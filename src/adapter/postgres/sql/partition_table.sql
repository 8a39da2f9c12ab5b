-- A table that is partitioned by time, as it is now.  One row, also when there is no such table.
-- $1 name: schema.  $2 name: table.  $3 text: unit of the interval, as date_trunc takes it.
-- key_column is null unless the table is partitioned by range of one column of a type for dates.
-- waiting_sql asks for the past intervals of which the default partition has rows; null without one.
select
	(extract(epoch from pg_catalog.clock_timestamp()) * 1000)::bigint as now_ms,
	parent.oid::pg_catalog.regclass::text as identity,
	key.attname::text as key_column,
	partitioned.partdefid::pg_catalog.regclass::text as default_partition,
	case when key.attname is not null and partitioned.partdefid is not null then pg_catalog.format(
		'select distinct (extract(epoch from pg_catalog.date_trunc(%1$L, waiting.%2$I)) * 1000)::bigint as lower_ms'
		' from %3$s as waiting where pg_catalog.isfinite(waiting.%2$I)'
		' and waiting.%2$I < pg_catalog.date_trunc(%1$L, pg_catalog.clock_timestamp()) order by 1',
		$3::text, key.attname, partitioned.partdefid::pg_catalog.regclass) end as waiting_sql
from (select) as always
left join (
	pg_catalog.pg_class as parent
	join pg_catalog.pg_namespace as namespace
		on namespace.oid = parent.relnamespace and namespace.nspname = $1::pg_catalog.name
) on parent.relname = $2::pg_catalog.name
left join (
	select pg_partitioned_table.partrelid, pg_partitioned_table.partstrat, pg_partitioned_table.partnatts,
		pg_partitioned_table.partattrs, nullif(pg_partitioned_table.partdefid, 0) as partdefid
	from pg_catalog.pg_partitioned_table
) as partitioned on partitioned.partrelid = parent.oid
left join pg_catalog.pg_attribute as key
	on key.attrelid = parent.oid
	and key.attnum = partitioned.partattrs[0]
	and key.attnum > 0
	and partitioned.partstrat = 'r'
	and partitioned.partnatts = 1
	and key.atttypid in (
		'pg_catalog.timestamptz'::pg_catalog.regtype,
		'pg_catalog.timestamp'::pg_catalog.regtype,
		'pg_catalog.date'::pg_catalog.regtype)
