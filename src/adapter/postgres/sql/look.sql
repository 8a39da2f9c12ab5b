-- The ledger's last word on a target: one row.  $1 text: ledger's schema.  $2 text: schema.  $3 text: source.
-- Never fails for want of a ledger or of a privilege on it, for a statement that names a table which is not there
-- does: ts_stat() plans its text only when it is called.  (A DO block would do too and costs more: it loads plpgsql.)
-- ts_stat() wants a tsvector; its one word is the five fields with spaces between.
-- A row without fingerprint says nothing about the state (a password was changed, a partition made).
select
	pg_catalog.has_database_privilege('public', pg_catalog.current_database(), 'connect') as is_open_to_public,
	ledger.run is not null as ledger_exists,
	case when pg_catalog.has_table_privilege(ledger.run, 'select') then (
		select stat.word
		from pg_catalog.ts_stat(pg_catalog.format('
			select pg_catalog.array_to_tsvector(array[pg_catalog.concat_ws('' '',
				run.version, run.checksum, run.fingerprint, run.run, run.server_version)])
			from %I.run as run
			where run.schema_name = %L and run.source = %L and run.fingerprint is not null
			order by run.id desc
			limit 1', $1, $2, $3)) as stat
	) end as recorded
from (
	select case when pg_catalog.has_schema_privilege(pg_catalog.to_regnamespace(pg_catalog.quote_ident($1)), 'usage')
		then pg_catalog.to_regclass(pg_catalog.quote_ident($1) || '.run') end as run
	offset 0
) as ledger
