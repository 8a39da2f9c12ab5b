-- The schemas besides $1 of a database that is managed whole, a text[], for the fingerprint in the same message.
-- $1 name: schema of the settings.  $2 text: how the schemas of ledgers begin.  $3 name[]: what a shadow has put aside.
-- $4 bool: whether what the DDL does not make goes.
-- The empty name is what is in no schema.  Not managed: PostgreSQL's own, those of ledgers, members of extensions; and, where
-- the rest goes, those of roles that the session cannot become and of other roles that have a ledger here.
select pg_catalog.set_config('noetl_schema.beyond', pg_catalog.array_prepend(''::text, array(
	select namespace.nspname::text
	from pg_catalog.pg_namespace as namespace
	where namespace.nspname <> $1 and namespace.nspname <> 'information_schema' and namespace.nspname !~ '^pg_'
		and namespace.nspname <> $2::name and not pg_catalog.starts_with(namespace.nspname::text, $2::text || '_')
		and namespace.nspname <> all ($3::name[])
		and not exists (
			select
			from pg_catalog.pg_depend as member
			where member.classid = '2615' and member.objid = namespace.oid and member.deptype = 'e')
		and (not $4::bool or pg_catalog.pg_has_role(namespace.nspowner, 'usage') and not exists (
			select
			from pg_catalog.pg_namespace as ledger
			where ledger.nspowner = namespace.nspowner and ledger.nspowner <> current_user::pg_catalog.regrole
				and (ledger.nspname = $2::name or pg_catalog.starts_with(ledger.nspname::text, $2::text || '_'))))
	order by namespace.nspname
))::text, true) as beyond
