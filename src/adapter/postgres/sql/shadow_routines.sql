-- The routines that a DROP names.  A row for each name, in their order: the routine's oid, 0 if there is none.
-- $1 text[]: names with their schemas and, in parentheses, the types of their arguments; without them the name is to be
-- the only one.  $2 name: schema in which types without one are looked for.
-- What is no list of types (names of arguments) names nothing here.
select
	pg_catalog.set_config('noetl_schema.routines', $1::text[]::text, true),
	pg_catalog.set_config('noetl_schema.own', $2::name::text, true),
	pg_catalog.set_config('noetl_schema.path', pg_catalog.current_setting('search_path'), true);
do $do$
declare
	routine text;
	found pg_catalog.oid;
	oids text[] := '{}';
begin
	perform pg_catalog.set_config('search_path', pg_catalog.quote_ident(pg_catalog.current_setting('noetl_schema.own')), true);
	foreach routine in array pg_catalog.current_setting('noetl_schema.routines')::text[] loop
		begin
			found := case when pg_catalog.strpos(routine, '(') > 0 then pg_catalog.to_regprocedure(routine)::pg_catalog.oid
				else pg_catalog.to_regproc(routine)::pg_catalog.oid end;
		exception when others then
			found := null;
		end;
		oids := oids || coalesce(found, 0)::text;
	end loop;
	perform pg_catalog.set_config('noetl_schema.routines', oids::text, true);
	perform pg_catalog.set_config('search_path', pg_catalog.current_setting('noetl_schema.path'), true);
end
$do$;
select routine.oid::pg_catalog.int8 as oid
from pg_catalog.unnest(pg_catalog.current_setting('noetl_schema.routines')::text[]) with ordinality as routine(oid, place)
order by routine.place
