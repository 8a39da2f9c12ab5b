-- The ledger's last word on a target: one row.  $1 text: ledger's schema.  $2 text: schema.  $3 text: source.  $4 text: owner.
-- $5 bool: whether the target may have objects beyond its schema, as a file may.
-- $6 text: source of files without a name, or null.  $7 text: checksum.
--
-- ledger_exists    there is something of that name
-- ledger_is_sound  at first sight, an ordinary table of the owner's that carries nothing of somebody else's; what is
--                  not is looked at by ledger_check.sql, which tells why
-- ledger_is_own    this session is the owner's: what the owner planted in it harms nobody else.  Another role's is
--                  not opened here, but by ledger_open.sql.
-- recorded         of an own and sound ledger
-- beyond           the schemas beyond the target's that its last promise names, a text[]; the fingerprint's queries in
--                  the same message find them in the setting noetl_schema.beyond
--
-- Never fails for want of a ledger or of a privilege on it, for a statement that names a table which is not there
-- does: ts_stat() plans its text only when it is called.  (A DO block would do too and costs more: it loads plpgsql.)
-- A record of files without a name, as an earlier program made it, counts for a file with a name that has none of its
-- own: if the DDL is the same, or no other name is recorded (docs/ledger.md).
-- ts_stat() wants a tsvector; its one word is the seven fields with spaces between.
-- A row without fingerprint says nothing about the state (a password was changed, a partition made).
select
	pg_catalog.has_database_privilege('public', pg_catalog.current_database(), 'connect') as is_open_to_public,
	pg_catalog.has_database_privilege(pg_catalog.current_database(), 'create') as may_create_schemas,
	ledger.run is not null as ledger_exists,
	coalesce(ledger.is_sound, false) as ledger_is_sound,
	ledger.is_own as ledger_is_own,
	case when ledger.is_sound and ledger.is_own then (
		select stat.word
		from pg_catalog.ts_stat(pg_catalog.format('
			select pg_catalog.array_to_tsvector(array[pg_catalog.concat_ws('' '',
				run.version, run.checksum, run.fingerprint, run.run, run.server_version, (run.source <> %3$L)::integer, coalesce(run.options, ''-''))])
			from only %1$I.run as run
			where run.schema_name = %2$L and run.fingerprint is not null and (run.source = %3$L or run.source = %4$L and (
				run.checksum = %5$L or not exists (
					select
					from only %1$I.run as other
					where other.schema_name = %2$L and other.source like ''file:%%'' and other.source <> %3$L)))
			order by run.source = %3$L desc, run.id desc
			limit 1', $1, $2, $3, $6, $7)) as stat
	) end as recorded,
	pg_catalog.set_config('noetl_schema.beyond', case when $5::bool and ledger.is_sound and ledger.is_own and ledger.promise is not null then coalesce((
		select pg_catalog.array_agg(pg_catalog.substr(stat.word, 2) order by stat.word collate "C")::text
		from pg_catalog.ts_stat(pg_catalog.format('
			select pg_catalog.array_to_tsvector((
				select pg_catalog.array_agg('':'' || managed.name)
				from pg_catalog.unnest(last.managed_schemas) as managed(name)))
			from (
				select promise.managed_schemas
				from only %I.run as run
				join only %I.promise as promise on promise.run = run.run
				where run.schema_name = %L and run.source = %L
				order by run.id desc
				limit 1) as last', $1, $1, $2, $3)) as stat
	), '') else '' end, true) as beyond
from (
	select class.oid as run, current_user = $4 as is_own,
		case when $5::bool then (
			select promise.oid from pg_catalog.pg_class as promise
			where promise.relnamespace = namespace.oid and promise.relname = 'promise' and promise.relkind = 'r'
		) end as promise,
		class.relkind = 'r' and class.relowner = owner.oid and namespace.nspowner = owner.oid and class.relnatts = 22
			and class.relchecks = 0 and not class.relhasrules and not class.relrowsecurity and not class.relhassubclass
			and not exists (
				select
				from pg_catalog.pg_trigger as trigger
				where trigger.tgrelid = class.oid and trigger.tgname <> 'run_is_append_only')
			and not exists (
				select
				from pg_catalog.pg_attrdef as "default"
				where "default".adrelid = class.oid) as is_sound
	from (values (1)) as one
	left join pg_catalog.pg_namespace as namespace on namespace.nspname = $1
	left join pg_catalog.pg_class as class on class.relnamespace = namespace.oid and class.relname = 'run'
	left join pg_catalog.pg_roles as owner on owner.rolname = $4
	offset 0
) as ledger
