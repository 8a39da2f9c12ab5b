-- Is a version of this target recorded?  One row; cheap, for it is asked again and again.
-- $1 text: ledger's schema.  $2 text: schema.  $3 text: source.  $4 text: owner.
-- $5 text: source of files without a name, or null.  $6 text: checksum.  See observe.sql for the columns and for why ts_stat().
select
	pg_catalog.to_regnamespace(pg_catalog.quote_ident($2)) is not null as schema_exists,
	ledger.run is not null as ledger_exists,
	coalesce(ledger.is_sound, false) as ledger_is_sound,
	ledger.is_own as ledger_is_own,
	case when ledger.is_sound and ledger.is_own then (
		select stat.word
		from pg_catalog.ts_stat(pg_catalog.format('
			select pg_catalog.array_to_tsvector(array[pg_catalog.concat_ws('' '', run.version, run.checksum)])
			from only %1$I.run as run
			where run.schema_name = %2$L and run.fingerprint is not null and (run.source = %3$L or run.source = %4$L and (
				run.checksum = %5$L or not exists (
					select
					from only %1$I.run as other
					where other.schema_name = %2$L and other.source like ''file:%%'' and other.source <> %3$L)))
			order by run.source = %3$L desc, run.id desc
			limit 1', $1, $2, $3, $5, $6)) as stat
	) end as recorded
from (
	select class.oid as run, current_user = $4 as is_own,
		class.relkind = 'r' and class.relowner = owner.oid and namespace.nspowner = owner.oid and class.relnatts = 22 as is_sound
	from (values (1)) as one
	left join pg_catalog.pg_namespace as namespace on namespace.nspname = $1
	left join pg_catalog.pg_class as class on class.relnamespace = namespace.oid and class.relname = 'run'
	left join pg_catalog.pg_roles as owner on owner.rolname = $4
	offset 0
) as ledger
