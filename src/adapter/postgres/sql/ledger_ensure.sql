-- Makes the ledger unless it is there.  $1 text: the statements that make it.  $2 text: its schema.
-- Targets of one database are done side by side, each under a lock of its own: the ledger's lock is another one.
-- Its key is hashtextextended('noetl-schema ledger ' || schema, 0); held to the end of the transaction.
select pg_catalog.set_config('noetl_schema.ledger_schema', $2, true), pg_catalog.set_config('noetl_schema.ledger_create', $1, true);
do $do$
declare
	ledger_schema text := pg_catalog.current_setting('noetl_schema.ledger_schema');
begin
	perform pg_catalog.pg_advisory_xact_lock(
		pg_catalog.hashtextextended('noetl-schema ledger ' || ledger_schema, 0));
	-- Not to_regclass(): waiting for the lock does not make the session forget what it looked up before.
	if not exists (
		select
		from pg_catalog.pg_class as class
		join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
		where namespace.nspname = ledger_schema::pg_catalog.name and class.relname = 'run'
	) then
		execute pg_catalog.current_setting('noetl_schema.ledger_create');
	end if;
end
$do$
