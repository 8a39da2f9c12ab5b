-- Drops the extensions that the DDL does not name, for a shadow in which nothing but the DDL is desired.  $1 name[]: those
-- that it names; they get the comments that they come with.
select pg_catalog.set_config('noetl_schema.wanted', $1::name[]::text, true);
do $do$
declare
	statement text;
begin
	for statement in
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
	loop
		begin
			execute statement;
		exception when insufficient_privilege then
			null;
		end;
	end loop;
end
$do$
