-- Before the ledger of another role is read: locks its tables, so that nobody puts anything else in their place between
-- the check that follows and the reading.  $1 text: its schema.  In the transaction that reads, and may do no more: should
-- code of the owner run in it all the same, it could change nothing.  Row security is an error, not somebody's policy.
select pg_catalog.set_config('transaction_read_only', 'on', true), pg_catalog.set_config('row_security', 'off', true);
-- Where the server knows it, it refuses to open views and foreign tables besides (PostgreSQL manual, restrict_nonsystem_relation_kind).
select pg_catalog.set_config(setting.name, 'view, foreign-table', true)
from pg_catalog.pg_settings as setting
where setting.name = 'restrict_nonsystem_relation_kind';
select pg_catalog.set_config('noetl_schema.ledger_schema', $1, true);
do $do$
declare
	relation record;
begin
	for relation in
		select namespace.nspname as schema, class.relname as name
		from pg_catalog.pg_class as class
		join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
		where namespace.nspname = pg_catalog.current_setting('noetl_schema.ledger_schema')
			and class.relname in ('run', 'promise', 'journal') and class.relkind = 'r'
			and pg_catalog.has_schema_privilege(namespace.oid, 'usage') and pg_catalog.has_table_privilege(class.oid, 'select')
		order by class.relname
	loop
		execute pg_catalog.format('lock table only %I.%I in access share mode', relation.schema, relation.name);
	end loop;
end
$do$
