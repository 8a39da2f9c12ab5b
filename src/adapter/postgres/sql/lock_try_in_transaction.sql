-- Takes the lock of a target until the end of the transaction: a session's lock would stay
-- with a connection of the pooler.
-- $1: key (docs/locking.md)
select pg_catalog.pg_try_advisory_xact_lock($1::pg_catalog.int8) as acquired;
