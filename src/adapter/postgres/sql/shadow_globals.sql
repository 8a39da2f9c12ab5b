-- Puts aside what is in no schema, for a shadow of all of the database: undone with its savepoint.  $1 text: suffix of names.
-- What has no name that could be changed goes; default privileges become those of a new database.  What the session may not
-- touch stays as it is.  Event triggers would fire for the DDL of the shadow.
select pg_catalog.set_config('noetl_schema.suffix', $1, true);
do $do$
declare
	suffix constant text := pg_catalog.current_setting('noetl_schema.suffix');
	statement text;
begin
	for statement in
		select pg_catalog.format('alter event trigger %I disable', event.evtname)
		from pg_catalog.pg_event_trigger as event
		where event.evtenabled <> 'D'
		union all
		select pg_catalog.format('alter %s %I rename to %I', global.kind, global.name, pg_catalog.left(global.name, 40) || suffix)
		from (
			select '3466'::oid, event.oid, 'event trigger', event.evtname from pg_catalog.pg_event_trigger as event
			union all
			select '6104', publication.oid, 'publication', publication.pubname from pg_catalog.pg_publication as publication
			union all
			select '1417', server.oid, 'server', server.srvname from pg_catalog.pg_foreign_server as server
			union all
			select '2612', language.oid, 'language', language.lanname
			from pg_catalog.pg_language as language
			where language.oid >= '16384' and language.lanispl
			union all
			select '2328', wrapper.oid, 'foreign data wrapper', wrapper.fdwname from pg_catalog.pg_foreign_data_wrapper as wrapper
		) as global(classid, objid, kind, name)
		where not exists (
			select
			from pg_catalog.pg_depend as member
			where member.classid = global.classid and member.objid = global.objid and member.deptype = 'e')
		union all
		select pg_catalog.format('drop cast (%s as %s) cascade', pg_catalog.format_type(one.castsource, null), pg_catalog.format_type(one.casttarget, null))
		from pg_catalog.pg_cast as one
		where one.oid >= '16384' and not exists (
			select
			from pg_catalog.pg_depend as member
			where member.classid = '2605' and member.objid = one.oid and member.deptype in ('e', 'i'))
		union all
		select item.sql
		from (
			select pg_catalog.format('alter default privileges for role %s revoke all on %s from %s', rule.defaclrole::pg_catalog.regrole, object.word,
				case privilege.grantee when 0 then 'public' else privilege.grantee::pg_catalog.regrole::text end), rule.oid, 1
			from pg_catalog.pg_default_acl as rule
			cross join lateral (
				select case rule.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
					when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end
			) as object(word)
			cross join lateral (select distinct entry.grantee from pg_catalog.aclexplode(rule.defaclacl) as entry) as privilege
			where rule.defaclnamespace = '0'
			union all
			select pg_catalog.format('alter default privileges for role %s grant %s on %s to %s', rule.defaclrole::pg_catalog.regrole,
				privilege.privilege_type, object.word,
				case privilege.grantee when 0 then 'public' else privilege.grantee::pg_catalog.regrole::text end), rule.oid, 2
			from pg_catalog.pg_default_acl as rule
			cross join lateral (
				select case rule.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
					when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end
			) as object(word)
			cross join lateral pg_catalog.aclexplode(pg_catalog.acldefault(
				case rule.defaclobjtype when 'S' then 's' else rule.defaclobjtype end, rule.defaclrole)) as privilege
			where rule.defaclnamespace = '0'
			order by 2, 3
		) as item(sql)
	loop
		begin
			execute statement;
		exception when insufficient_privilege or undefined_object or dependent_objects_still_exist then
			null;
		end;
	end loop;
end
$do$
