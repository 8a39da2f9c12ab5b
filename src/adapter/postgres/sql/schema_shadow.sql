-- Renames a schema away and makes an empty one in its place, with the same owner, comment, privileges and default
-- privileges: those come with the schema, not with its DDL.  $1 name: the schema.  $2 name: what it is renamed to.
-- Takes no lock on anything in the schema.  Relocatable extensions of the user's own come back, so that their functions
-- are found under the schema's name.  With one that cannot the schema is not renamed: names that say the schema
-- (public.gin_trgm_ops) would be found nowhere.  Of a trusted extension the members belong to another, so it cannot either.
select
	pg_catalog.set_config('noetl_schema.original', $1, true),
	pg_catalog.set_config('noetl_schema.renamed', $2, true);
do $do$
declare
	original name := pg_catalog.current_setting('noetl_schema.original');
	renamed name := pg_catalog.current_setting('noetl_schema.renamed');
	statement text;
	fixed name := (
		select extension.extname
		from pg_catalog.pg_extension as extension
		join pg_catalog.pg_namespace as namespace on namespace.oid = extension.extnamespace
		where namespace.nspname = original
			and not (extension.extrelocatable and pg_catalog.pg_has_role(extension.extowner, 'usage'))
		order by extension.extname
		limit 1);
begin
	if fixed is not null then
		raise insufficient_privilege using
			message = pg_catalog.format('extension %I cannot be moved out of schema %I', fixed, original);
	end if;
	execute pg_catalog.format('alter schema %I rename to %I', original, renamed);
	execute pg_catalog.format('create schema %I', original);
	for statement in
		select pg_catalog.format('alter schema %I owner to %s', original, namespace.nspowner::pg_catalog.regrole)
		from pg_catalog.pg_namespace as namespace
		where namespace.nspname = renamed
			and namespace.nspowner <> (select role.oid from pg_catalog.pg_roles as role where role.rolname = current_user)
		union all
		select pg_catalog.format('comment on schema %I is %L', original, description.description)
		from pg_catalog.pg_namespace as namespace
		join pg_catalog.pg_description as description
			on description.classoid = '2615' and description.objoid = namespace.oid
		where namespace.nspname = renamed
		union all
		select pg_catalog.format('revoke all on schema %I from %s', original, namespace.nspowner::pg_catalog.regrole)
		from pg_catalog.pg_namespace as namespace
		where namespace.nspname = renamed and namespace.nspacl is not null
		union all
		select pg_catalog.format('grant %s on schema %I to %s%s', privilege.privilege_type, original,
			case privilege.grantee when 0 then 'public' else privilege.grantee::pg_catalog.regrole::text end,
			case when privilege.is_grantable then ' with grant option' else '' end)
		from pg_catalog.pg_namespace as namespace
		cross join lateral pg_catalog.aclexplode(namespace.nspacl) as privilege
		where namespace.nspname = renamed
		union all
		select pg_catalog.format('alter default privileges for role %s in schema %I grant %s on %s to %s%s',
			rule.defaclrole::pg_catalog.regrole, original, privilege.privilege_type,
			case rule.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' else 'types' end,
			case privilege.grantee when 0 then 'public' else privilege.grantee::pg_catalog.regrole::text end,
			case when privilege.is_grantable then ' with grant option' else '' end)
		from pg_catalog.pg_namespace as namespace
		join pg_catalog.pg_default_acl as rule on rule.defaclnamespace = namespace.oid
		cross join lateral pg_catalog.aclexplode(rule.defaclacl) as privilege
		where namespace.nspname = renamed
	loop
		execute statement;
	end loop;
	for statement in
		select pg_catalog.format('alter extension %I set schema %I', extension.extname, original)
		from pg_catalog.pg_extension as extension
		join pg_catalog.pg_namespace as namespace on namespace.oid = extension.extnamespace
		where namespace.nspname = renamed
	loop
		execute statement;
	end loop;
end
$do$
