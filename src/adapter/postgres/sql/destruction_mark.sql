-- Every table, partitioned table and materialized view, as it is at this moment of the transaction.
-- One row each, in the order of relation.  $1 name: schema of the ledger, which is not looked at.
--
-- A column that was dropped keeps its row in pg_attribute, so that its number tells it. The counters
-- are those of this transaction, with what was rolled back to a savepoint in them.
-- Opens no relation: nobody who holds a lock on one is waited for.
select
	class.oid::pg_catalog.int8 as relation,
	class.relfilenode::pg_catalog.int8 as file,
	class.relkind::pg_catalog.text as kind,
	dropped.columns as dropped_columns,
	pg_catalog.pg_stat_get_xact_tuples_inserted(class.oid) as inserted,
	pg_catalog.pg_stat_get_xact_tuples_deleted(class.oid) as deleted,
	pg_catalog.current_setting('track_counts')::pg_catalog.bool as is_counted
from pg_catalog.pg_class as class
join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
left join (
	select
		attribute.attrelid as relation,
		pg_catalog.string_agg(attribute.attnum::pg_catalog.text, ',' order by attribute.attnum) as columns
	from pg_catalog.pg_attribute as attribute
	where attribute.attisdropped and attribute.attnum > 0
	group by attribute.attrelid
) as dropped on dropped.relation = class.oid
where class.relkind in ('r', 'p', 'm')
	and class.relpersistence <> 't'
	and namespace.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', $1::pg_catalog.name)
order by class.oid
