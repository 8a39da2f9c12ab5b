-- What moves when the database, the schema's own row or its owner as a role changes: one row, or none if there is
-- no such schema.  $1 name: schema.  $2 text: owner of the target.  docs/fingerprint.md.
select
	namespace.xmin as namespaces,
	array(
		select pg_catalog.hashtextextended(pg_catalog.concat_ws('|',
			database.datdba, database.encoding, database.datallowconn, database.datconnlimit, database.datacl is null,
			(
				select pg_catalog.string_agg(item.text, ',' order by item.text collate "C")
				from (select privilege::text as text from pg_catalog.unnest(database.datacl) as privilege) as item
				where item.text !~ '^noetl_schema_run_[0-9a-f]{32}='
			)), database.oid::bigint)
		from pg_catalog.pg_database as database
		where database.datname = pg_catalog.current_database()
	) as databases,
	array(
		select pg_catalog.hashtextextended(pg_catalog.concat_ws('|',
			role.rolname, role.rolsuper, role.rolinherit, role.rolcreaterole, role.rolcreatedb, role.rolcanlogin,
			role.rolreplication, role.rolbypassrls, role.rolconnlimit, role.rolvaliduntil), role.oid::bigint)
		from pg_catalog.pg_roles as role
		where role.oid = owner.oid
	) as roles,
	array(
		select membership.xmin
		from pg_catalog.pg_auth_members as membership
		where membership.member = owner.oid or membership.roleid = owner.oid and not exists (
			select
			from pg_catalog.pg_roles as member
			where member.oid = membership.member and member.rolname ~ '^noetl_schema_run_[0-9a-f]{32}$')
	) as memberships,
	array(
		select setting.xmin
		from pg_catalog.pg_db_role_setting as setting
		where setting.setdatabase = '0' and setting.setrole = owner.oid
			-- An owner of a thousand databases has a search_path in each: the others are not ours.
			or setting.setrole in ('0', owner.oid) and setting.setdatabase = (
				select database.oid from pg_catalog.pg_database as database
				where database.datname = pg_catalog.current_database())
	) as settings
from pg_catalog.pg_namespace as namespace
cross join lateral (
	select pg_catalog.to_regrole(pg_catalog.quote_ident($2))::oid as oid
	offset 0
) as owner
where namespace.nspname = $1
