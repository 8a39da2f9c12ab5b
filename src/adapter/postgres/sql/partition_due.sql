-- Is a partition due, to be made or to be let go?  One row, one column: partition_is_due.
-- $1 name: schema.  $2 jsonb: the target's rules, see partition_rules_json() in domain/partition.h.
-- By name alone: reads pg_class by its index on names and opens no relation, so it waits for nobody.
-- The scalar subquery is one index probe a name; an anti-join would read all of pg_class.
select exists (
	select
	from pg_catalog.jsonb_to_recordset($2::pg_catalog.jsonb)
		as rule(prefix text, unit text, step interval, ahead integer, retain integer)
	cross join pg_catalog.pg_namespace as namespace
	cross join lateral (
		select pg_catalog.date_trunc(rule.unit, pg_catalog.statement_timestamp() at time zone 'UTC') as day
	) as this
	where namespace.nspname = $1::pg_catalog.name
		and (exists (
			select
			from pg_catalog.generate_series(0, rule.ahead) as ahead(count)
			where (
				select class.oid
				from pg_catalog.pg_class as class
				where class.relname = (rule.prefix
						|| pg_catalog.to_char(this.day + ahead.count * rule.step, 'YYYYMMDD'))::pg_catalog.name
					and class.relnamespace = namespace.oid
					and class.relispartition
			) is null)
		or rule.retain is not null and exists (
			select
			from pg_catalog.pg_class as class
			where class.relname >= (rule.prefix || '00000000')::pg_catalog.name
				and class.relname < (rule.prefix
					|| pg_catalog.to_char(this.day - rule.retain * rule.step, 'YYYYMMDD'))::pg_catalog.name
				and class.relnamespace = namespace.oid
				and class.relispartition
				and pg_catalog.right(class.relname::text, 8) ~ '^[0-9]{8}$'
				and pg_catalog.length(class.relname::text) = pg_catalog.length(rule.prefix) + 8))
) as partition_is_due
