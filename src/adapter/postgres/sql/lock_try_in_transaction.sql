-- Takes the locks of a target until the end of the transaction, which is to end unless it got all: a session's lock would
-- stay with a connection of the pooler.
-- $1 int8[]: keys (docs/locking.md).  $2 bool[]: whether each is shared
select pg_catalog.bool_and(case when lock.is_shared then pg_catalog.pg_try_advisory_xact_lock_shared(lock.key)
	else pg_catalog.pg_try_advisory_xact_lock(lock.key) end) as acquired
from rows from (pg_catalog.unnest($1::pg_catalog.int8[]), pg_catalog.unnest($2::pg_catalog.bool[])) as lock(key, is_shared)
