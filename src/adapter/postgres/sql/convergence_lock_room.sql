-- How many entries of the server's table of locks a shadow of the schemas takes, and how many there are nominally for
-- all sessions together. $1 name[]: managed schemas
--
-- Whatever has a row in pg_class takes an entry until the end of the transaction that makes it: indexes, sequences,
-- tables for long values and their indexes too.
with relation as materialized (
  select c.oid, c.reltoastrelid
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1::name[]) and c.relpersistence <> 't'
)
select (select pg_catalog.count(*) from relation)
       + (select pg_catalog.count(*) from relation r where r.reltoastrelid <> 0)
       + (select pg_catalog.count(*) from relation r join pg_catalog.pg_index i on i.indrelid = r.reltoastrelid)
         as needed_count,
       pg_catalog.current_setting('max_locks_per_transaction')::bigint
       * (pg_catalog.current_setting('max_connections')::bigint
          + pg_catalog.current_setting('max_prepared_transactions')::bigint) as nominal_count
