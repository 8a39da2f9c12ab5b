-- Puts schemas aside under other names and makes empty ones in their places.  A row a schema: its name, the one it has now.
-- $1 name[]: schemas; null: all of the database but the server's, the ledgers' and those of extensions.
-- $2 text: suffix of the other names.  $3 name: the schema that the program itself has made.
-- $4 bool: whether nothing but what the DDL makes is desired.  $5 text: how the schemas of ledgers begin, or null.
--
-- A schema of a list comes back with the owner, comment, privileges and default privileges that it has: those come with
-- the schema, not with its DDL; without $4 only with those of its owner and PUBLIC: what others have is not managed.  Where
-- all of the database is meant, the DDL makes the schemas; public is as in a new database.  A schema whose owner the session
-- cannot become stays, if all are meant, and so does one of another role with a ledger, if the rest goes; else that is an
-- error.
-- Takes no lock on anything in a schema.  Relocatable extensions of the user's own come back, so that their functions
-- are found under the schema's name.  With one that cannot, a schema of a list is not put aside: names that say the schema
-- (public.gin_trgm_ops) would be found nowhere.  Of a trusted extension the members belong to another, so it cannot either.
select
	pg_catalog.set_config('noetl_schema.listed', coalesce($1::name[]::text, ''), true),
	pg_catalog.set_config('noetl_schema.suffix', $2, true),
	pg_catalog.set_config('noetl_schema.own', $3, true),
	pg_catalog.set_config('noetl_schema.is_pruned', $4::bool::text, true),
	pg_catalog.set_config('noetl_schema.ledger_base', coalesce($5, ''), true),
	pg_catalog.set_config('noetl_schema.originals', '{}', true),
	pg_catalog.set_config('noetl_schema.renames', '{}', true);
do $do$
declare
	own constant name := pg_catalog.current_setting('noetl_schema.own');
	suffix constant text := pg_catalog.current_setting('noetl_schema.suffix');
	ledger_base constant name := pg_catalog.current_setting('noetl_schema.ledger_base');
	is_pruned constant bool := pg_catalog.current_setting('noetl_schema.is_pruned');
	is_database constant bool := pg_catalog.current_setting('noetl_schema.listed') = '';
	moving record;
	short text;
	statement text;
	originals text[] := '{}';
	renames text[] := '{}';
begin
	for moving in
		select managed.nspname, pg_catalog.pg_has_role(managed.nspowner, 'usage') and not (is_pruned and exists (
				select
				from pg_catalog.pg_namespace as ledger
				where ledger.nspowner = managed.nspowner and ledger.nspowner <> current_user::pg_catalog.regrole
					and (ledger.nspname = ledger_base or pg_catalog.starts_with(ledger.nspname::text, ledger_base::text || '_'))
			)) as is_own, (
			select extension.extname
			from pg_catalog.pg_extension as extension
			where extension.extnamespace = managed.oid
				and not (extension.extrelocatable and pg_catalog.pg_has_role(extension.extowner, 'usage'))
			order by extension.extname
			limit 1) as fixed
		from pg_catalog.pg_namespace as managed
		where case when is_database
			then managed.nspname !~ '^pg_' and managed.nspname !~ '^noetl_ledger' and managed.nspname <> 'information_schema'
				and not exists (
					select
					from pg_catalog.pg_depend as member
					where member.classid = '2615' and member.objid = managed.oid and member.deptype = 'e')
			else managed.nspname = any (nullif(pg_catalog.current_setting('noetl_schema.listed'), '')::name[]) end
		order by managed.nspname
	loop
		continue when is_database and not moving.is_own;
		if moving.fixed is not null and not is_database then
			raise insufficient_privilege using
				message = pg_catalog.format('extension %I cannot be moved out of schema %I', moving.fixed, moving.nspname);
		end if;
		short := moving.nspname;
		while pg_catalog.octet_length(short) + pg_catalog.octet_length(suffix) > 63 loop
			short := pg_catalog.left(short, -1);
		end loop;
		execute pg_catalog.format('alter schema %I rename to %I', moving.nspname, short || suffix);
		originals := originals || moving.nspname::text;
		renames := renames || (short || suffix);
	end loop;
	perform pg_catalog.set_config('noetl_schema.originals', originals::text, true);
	perform pg_catalog.set_config('noetl_schema.renames', renames::text, true);

	if is_database and not exists (select from pg_catalog.pg_namespace as taken where taken.nspname = 'public') then
		execute 'create schema public';
		execute 'comment on schema public is ''standard public schema''';
		begin
			if pg_catalog.current_setting('server_version_num')::integer < 150000 then
				execute 'grant all on schema public to public';
			else
				execute 'grant usage on schema public to public';
				execute 'alter schema public owner to pg_database_owner';
			end if;
		exception when insufficient_privilege then
			null;
		end;
	end if;
	for statement in
		with moved as materialized (
			select pair.original, namespace.oid, namespace.nspowner, namespace.nspacl
			from rows from (pg_catalog.unnest(originals), pg_catalog.unnest(renames)) as pair(original, renamed)
			join pg_catalog.pg_namespace as namespace on namespace.nspname = pair.renamed
			where not is_database or pair.original = own and own <> 'public'
		)
		select made.sql
		from (
			select moved.original, 1, pg_catalog.format('create schema %I', moved.original)
			from moved
			union all
			select moved.original, 2, pg_catalog.format('alter schema %I owner to %s', moved.original, moved.nspowner::pg_catalog.regrole)
			from moved
			where moved.nspowner <> (select role.oid from pg_catalog.pg_roles as role where role.rolname = current_user)
			union all
			select moved.original, 3, pg_catalog.format('comment on schema %I is %L', moved.original, description.description)
			from moved
			join pg_catalog.pg_description as description
				on description.classoid = '2615' and description.objoid = moved.oid
			union all
			select moved.original, 4, pg_catalog.format('revoke all on schema %I from %s', moved.original, moved.nspowner::pg_catalog.regrole)
			from moved
			where moved.nspacl is not null
			union all
			select moved.original, 5, pg_catalog.format('grant %s on schema %I to %s%s', privilege.privilege_type, moved.original,
				case privilege.grantee when 0 then 'public' else privilege.grantee::pg_catalog.regrole::text end,
				case when privilege.is_grantable then ' with grant option' else '' end)
			from moved
			cross join lateral pg_catalog.aclexplode(moved.nspacl) as privilege
			where is_pruned or privilege.grantee in ('0', moved.nspowner)
			union all
			select moved.original, 6, pg_catalog.format('alter default privileges for role %s in schema %I grant %s on %s to %s%s',
				rule.defaclrole::pg_catalog.regrole, moved.original, privilege.privilege_type,
				case rule.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' else 'types' end,
				case privilege.grantee when 0 then 'public' else privilege.grantee::pg_catalog.regrole::text end,
				case when privilege.is_grantable then ' with grant option' else '' end)
			from moved
			join pg_catalog.pg_default_acl as rule on rule.defaclnamespace = moved.oid and not is_pruned
			cross join lateral pg_catalog.aclexplode(rule.defaclacl) as privilege
			where privilege.grantee in ('0', rule.defaclrole)
		) as made(original, place, sql)
		order by made.original, made.place
	loop
		execute statement;
	end loop;
	for statement in
		select pg_catalog.format('alter extension %I set schema %I', extension.extname, pair.original)
		from rows from (pg_catalog.unnest(originals), pg_catalog.unnest(renames)) as pair(original, renamed)
		join pg_catalog.pg_namespace as namespace on namespace.nspname = pair.renamed
		join pg_catalog.pg_extension as extension on extension.extnamespace = namespace.oid
		where extension.extrelocatable and pg_catalog.pg_has_role(extension.extowner, 'usage')
			and exists (select from pg_catalog.pg_namespace as there where there.nspname = pair.original)
	loop
		execute statement;
	end loop;
end
$do$;
select pair.original, pair.renamed
from rows from (
	pg_catalog.unnest(pg_catalog.current_setting('noetl_schema.originals')::text[]),
	pg_catalog.unnest(pg_catalog.current_setting('noetl_schema.renames')::text[])
) as pair(original, renamed)
