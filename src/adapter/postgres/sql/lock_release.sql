-- Gives the lock of a target back.
-- $1: key (docs/locking.md)
select pg_catalog.pg_advisory_unlock($1::pg_catalog.int8) as released;
