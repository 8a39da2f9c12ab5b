-- Drops everything in a schema and whatever depends on it; the schema itself stays.  $1 name: schema.
-- $2 bool: whether extensions and what they brought stay.  Stays as well: the schema's owner, privileges and comment, and the default privileges in it.
-- What is part of another object (members of an extension, functions of a range type, partitions) can only
-- go with it, and does.
select pg_catalog.set_config('noetl_schema.schema', $1::text, true),
	pg_catalog.set_config('noetl_schema.keeps_extensions', $2::bool::text, true);

do $empty$
declare
	home constant oid := (select oid from pg_namespace where nspname = current_setting('noetl_schema.schema'));
	victim record;
begin
	for victim in
		select depend.classid, depend.objid, object.identity,
			case object.type when 'composite type' then 'type' when 'statistics object' then 'statistics'
				when 'function' then 'routine' when 'procedure' then 'routine' when 'aggregate' then 'routine'
				else object.type end as type
		from pg_depend as depend
		cross join lateral pg_identify_object(depend.classid, depend.objid, 0) as object
		where depend.refclassid = 'pg_namespace'::regclass and depend.refobjid = home
			and depend.deptype = 'n' and depend.classid <> 'pg_default_acl'::regclass
			and (depend.classid <> 'pg_extension'::regclass or not current_setting('noetl_schema.keeps_extensions')::bool)
			and not exists (
				select
				from pg_depend as part
				where part.classid = depend.classid and part.objid = depend.objid
					and (part.refclassid, part.refobjid) <> (part.classid, part.objid)
					and part.deptype in ('i', 'e', 'P', 'S'))
		order by object.type, object.identity
	loop
		-- It may have gone with one before it.
		if exists (select from pg_depend
				where classid = victim.classid and objid = victim.objid and refobjid = home) then
			execute format('drop %s %s cascade', victim.type, victim.identity);
		end if;
	end loop;
end
$empty$
