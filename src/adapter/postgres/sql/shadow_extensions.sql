-- Drops the extensions that the DDL does not name, for a shadow in which nothing but the DDL is desired.  $1 name[]: those
-- that it names.
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
		order by extension.extname
	loop
		begin
			execute statement;
		exception when insufficient_privilege then
			null;
		end;
	end loop;
end
$do$
