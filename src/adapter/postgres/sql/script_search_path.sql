-- What unqualified names of a script mean: its schema, then those where extensions live that somebody
-- installed elsewhere (uuid-ossp in public).
-- PostgreSQL passes over a schema that the role may not use, and would create tables in the next one:
-- so that is an error first.
-- $1: schema; $2: until the end of the transaction (true) or of the session (false)
select pg_catalog.set_config('noetl_schema.script_schema', $1, $2::pg_catalog.bool);
do $$
declare
  schema constant pg_catalog.name := pg_catalog.current_setting('noetl_schema.script_schema');
begin
  if not pg_catalog.has_schema_privilege(schema, 'usage') then
    raise insufficient_privilege using message = pg_catalog.format('permission denied for schema %I', schema);
  end if;
end
$$;
select pg_catalog.set_config(
         'search_path',
         pg_catalog.format('%I', $1::pg_catalog.text)
           || coalesce((select pg_catalog.string_agg(pg_catalog.format(', %I', schema.nspname), '' order by schema.nspname)
                          from (select distinct namespace.nspname
                                  from pg_catalog.pg_extension as extension
                                  join pg_catalog.pg_namespace as namespace
                                    on namespace.oid = extension.extnamespace
                                 where namespace.nspname not in ('pg_catalog', 'information_schema', $1)) as schema), ''),
         $2::pg_catalog.bool);
