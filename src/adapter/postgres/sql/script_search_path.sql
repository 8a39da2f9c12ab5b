-- What unqualified names of a script mean: its schema, then those where extensions live that somebody
-- installed elsewhere (uuid-ossp in public), temporary objects last.
-- $1: schema; $2: until the end of the transaction (true) or of the session (false)
select pg_catalog.set_config(
         'search_path',
         pg_catalog.format('%I', $1::pg_catalog.text)
           || coalesce((select pg_catalog.string_agg(pg_catalog.format(', %I', schema.nspname), '' order by schema.nspname)
                          from (select distinct namespace.nspname
                                  from pg_catalog.pg_extension as extension
                                  join pg_catalog.pg_namespace as namespace
                                    on namespace.oid = extension.extnamespace
                                 where namespace.nspname not in ('pg_catalog', 'information_schema', $1)) as schema), '')
           || ', pg_temp',
         $2::pg_catalog.bool);
