-- Takes the lock of a target for the session, or says that somebody else has it.
-- $1: key (docs/locking.md)
select pg_catalog.pg_try_advisory_lock($1::pg_catalog.int8) as acquired;
