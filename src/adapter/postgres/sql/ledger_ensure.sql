-- Fills an owner's ledger unless it is there, and checks one that is, in the session of its owner.
-- $1 text: the statements that make it.  $2 text: its schema.  $3 text: the query that checks it.  $4 text: a role that may read it, or null.
-- Targets of one database are done side by side, each under a lock of its own: the ledger's lock is another one.
-- Its key is hashtextextended('noetl-schema ledger ' || schema, 0); held to the end of the transaction.
-- An administrator has made the schema, as a rule: its owner needs no right to make schemas then.
-- Lengths, since the texts would fill the server's buffer, and it would answer before all has been said.
select pg_catalog.set_config('noetl_schema.ledger_schema', $2, true), pg_catalog.set_config('noetl_schema.ledger_reader', $4, true),
	pg_catalog.length(pg_catalog.set_config('noetl_schema.ledger_create', $1, true)),
	pg_catalog.length(pg_catalog.set_config('noetl_schema.ledger_check', $3, true));
do $do$
declare
	ledger_schema text := pg_catalog.current_setting('noetl_schema.ledger_schema');
	reader text := nullif(pg_catalog.current_setting('noetl_schema.ledger_reader'), '');
	state record;
begin
	perform pg_catalog.pg_advisory_xact_lock(
		pg_catalog.hashtextextended('noetl-schema ledger ' || ledger_schema, 0));
	execute pg_catalog.current_setting('noetl_schema.ledger_check') into state;
	if state.problem is not null then
		raise insufficient_privilege using
			message = pg_catalog.format('ledger %I cannot be used: %s', ledger_schema,
				case when state.is_layout_1 then 'it has layout 1, of a program before 0.1.0' else state.problem end),
			hint = pg_catalog.format('If nobody needs it any more: DROP SCHEMA %I CASCADE; the next run compares anew. Or name another in NOETL_LEDGER_SCHEMA.',
				ledger_schema);
	end if;
	if state.run_exists then
		return;
	end if;
	-- Not to_regnamespace(): waiting for the lock does not make the session forget what it looked up before.
	if not exists (select from pg_catalog.pg_namespace as namespace where namespace.nspname = ledger_schema) then
		execute pg_catalog.format('create schema %I', ledger_schema);
	end if;
	execute pg_catalog.current_setting('noetl_schema.ledger_create');
	if exists (select from pg_catalog.pg_roles as role where role.rolname = reader) then
		execute pg_catalog.format('grant usage on schema %1$I to %2$I; grant select on %1$I.run, %1$I.promise, %1$I.journal to %2$I',
			ledger_schema, reader);
	end if;
end
$do$
