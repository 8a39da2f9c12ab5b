-- How many entries of the server's table of locks a shadow of the schemas takes, how many there are nominally for all
-- sessions together, and the setting that this is a multiple of.
-- $1 name[]: managed schemas; null: all but the server's and the ledgers'
-- $2 name[]: the relations that the shadow makes; null: all that are there
--
-- Whatever has a row in pg_class takes an entry until the end of the transaction that makes it: indexes, sequences,
-- tables for long values and their indexes too.  A relation is taken to be made as it is; one that is not there counts
-- alone.
with named as materialized (
  select distinct name from pg_catalog.unnest($2::name[]) as name
), managed as materialized (
  select c.oid, c.relname, c.reltoastrelid
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relpersistence <> 't'
    and case when $1::name[] is null
      then n.nspname !~ '^pg_' and n.nspname !~ '^noetl_ledger' and n.nspname <> 'information_schema'
      else n.nspname = any ($1::name[]) end
), made as materialized (
  select m.oid, m.reltoastrelid from managed m
  where $2::name[] is null or m.relname in (select name from named)
), stored as (
  select oid from made
  union
  select reltoastrelid from made where reltoastrelid <> 0
), relation as (
  select oid from stored
  union
  select i.indexrelid from pg_catalog.pg_index i join stored s on s.oid = i.indrelid
  union
  select s.objid from pg_catalog.pg_depend s
    join pg_catalog.pg_class c on c.oid = s.objid and c.relkind = 'S'
    join made m on m.oid = s.refobjid
  where s.classid = '1259' and s.refclassid = '1259' and s.deptype in ('a', 'i')
)
select (select pg_catalog.count(*) from relation)
       + (select pg_catalog.count(*) from named where name not in (select relname from managed)) as needed_count,
       pg_catalog.current_setting('max_locks_per_transaction')::bigint
       * (pg_catalog.current_setting('max_connections')::bigint
          + pg_catalog.current_setting('max_prepared_transactions')::bigint) as nominal_count,
       pg_catalog.current_setting('max_locks_per_transaction')::bigint as per_transaction
