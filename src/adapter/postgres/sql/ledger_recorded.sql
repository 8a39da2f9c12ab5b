-- Is a version of this target recorded?  One row; cheap, for it is asked again and again.
-- $1 text: ledger's schema.  $2 text: schema.  $3 text: source.  See look.sql for why ts_stat().
select
	pg_catalog.to_regnamespace(pg_catalog.quote_ident($2)) is not null as schema_exists,
	case when pg_catalog.has_table_privilege(ledger.run, 'select') then (
		select stat.word
		from pg_catalog.ts_stat(pg_catalog.format('
			select pg_catalog.array_to_tsvector(array[run.version::text])
			from %I.run as run
			where run.schema_name = %L and run.source = %L and run.fingerprint is not null
			order by run.id desc
			limit 1', $1, $2, $3)) as stat
	) end as version
from (
	select case when pg_catalog.has_schema_privilege(pg_catalog.to_regnamespace(pg_catalog.quote_ident($1)), 'usage')
		then pg_catalog.to_regclass(pg_catalog.quote_ident($1) || '.run') end as run
	offset 0
) as ledger
