-- Drops the extensions that the DDL does not name, for a shadow in which nothing but the DDL is desired.  $1 name[]: those
-- that it names; they get the comments that they come with, and their members the privileges.
select pg_catalog.set_config('noetl_schema.wanted', $1::name[]::text, true);
do $do$
declare
	statement text;
begin
	for statement in
		with object(classid, objid, name, acl, usual) as (
			select '1255'::oid, routine.oid, pg_catalog.format('%s %s',
					case routine.prokind when 'p' then 'procedure' else 'function' end, routine.oid::pg_catalog.regprocedure),
				routine.proacl, pg_catalog.acldefault('f', routine.proowner)
			from pg_catalog.pg_proc as routine
			union all
			select '1259', relation.oid, 'table ' || relation.oid::pg_catalog.regclass,
				relation.relacl, pg_catalog.acldefault('r', relation.relowner)
			from pg_catalog.pg_class as relation
			where relation.relkind in ('r', 'p', 'v', 'm', 'f')
			union all
			select '1247', type.oid, 'type ' || type.oid::pg_catalog.regtype,
				type.typacl, pg_catalog.acldefault('T', type.typowner)
			from pg_catalog.pg_type as type
		), member_of_extension(name, acl, initial, extension) as (
			select object.name, object.acl, coalesce(first.initprivs, object.usual), depend.refobjid
			from object
			join pg_catalog.pg_depend as depend
				on depend.classid = object.classid and depend.objid = object.objid and depend.deptype = 'e'
			left join pg_catalog.pg_init_privs as first
				on first.classoid = object.classid and first.objoid = object.objid and first.objsubid = 0
			where object.acl <> coalesce(first.initprivs, object.usual)
		)
		select pg_catalog.format('drop extension if exists %I cascade', extension.extname)
		from pg_catalog.pg_extension as extension
		where extension.extname <> 'plpgsql'
			and extension.extname <> all (pg_catalog.current_setting('noetl_schema.wanted')::name[])
		union all
		select pg_catalog.format('comment on extension %I is %L', extension.extname, available.comment)
		from pg_catalog.pg_extension as extension
		join pg_catalog.pg_available_extensions() as available on available.name = extension.extname
		where extension.extname = any (pg_catalog.current_setting('noetl_schema.wanted')::name[])
			and available.comment is distinct from pg_catalog.obj_description(extension.oid, 'pg_extension')
		union all
		select item.sql
		from (
			select extension.oid, member.name, 1,
				pg_catalog.format('revoke all on %s from %s cascade', member.name,
					case privilege.grantee when 0 then 'public' else privilege.grantee::pg_catalog.regrole::text end)
			from member_of_extension as member
			join pg_catalog.pg_extension as extension on extension.oid = member.extension
			cross join lateral (select distinct entry.grantee from pg_catalog.aclexplode(member.acl) as entry) as privilege
			where extension.extname = any (pg_catalog.current_setting('noetl_schema.wanted')::name[])
			union all
			select extension.oid, member.name, 2,
				pg_catalog.format('grant %s on %s to %s%s', privilege.privilege_type, member.name,
					case privilege.grantee when 0 then 'public' else privilege.grantee::pg_catalog.regrole::text end,
					case when privilege.is_grantable then ' with grant option' else '' end)
			from member_of_extension as member
			join pg_catalog.pg_extension as extension on extension.oid = member.extension
			cross join lateral pg_catalog.aclexplode(member.initial) as privilege
			where extension.extname = any (pg_catalog.current_setting('noetl_schema.wanted')::name[])
			order by 1, 2, 3
		) as item(extension, name, place, sql)
	loop
		begin
			execute statement;
		exception when insufficient_privilege then
			null;
		end;
	end loop;
end
$do$
