-- The partitions of a table with their bounds, the default partition left out; ordered by lower bound.
-- $1 name: schema.  $2 name: table.  A null bound is an end without limit.
-- The session's time zone must be UTC: bounds of type timestamp and date are read in it.
select
	partition.relname::text as name,
	partition.oid::pg_catalog.regclass::text as identity,
	(extract(epoch from bound.lower) * 1000)::bigint as lower_ms,
	(extract(epoch from bound.upper) * 1000)::bigint as upper_ms
from pg_catalog.pg_inherits as inherits
join pg_catalog.pg_class as partition on partition.oid = inherits.inhrelid
cross join lateral pg_catalog.regexp_match(
	pg_catalog.pg_get_expr(partition.relpartbound, partition.oid),
	'^FOR VALUES FROM \(''?(.*?)''?\) TO \(''?(.*?)''?\)$') as words(word)
cross join lateral (
	select
		nullif(nullif(words.word[1], 'MINVALUE'), 'MAXVALUE')::pg_catalog.timestamptz as lower,
		nullif(nullif(words.word[2], 'MINVALUE'), 'MAXVALUE')::pg_catalog.timestamptz as upper
) as written
cross join lateral (
	select
		case when pg_catalog.isfinite(written.lower) then written.lower end as lower,
		case when pg_catalog.isfinite(written.upper) then written.upper end as upper
) as bound
where inherits.inhparent = (
		select parent.oid
		from pg_catalog.pg_class as parent
		join pg_catalog.pg_namespace as namespace on namespace.oid = parent.relnamespace
		where namespace.nspname = $1::pg_catalog.name and parent.relname = $2::pg_catalog.name)
	and words.word is not null
order by bound.lower nulls first, 1
