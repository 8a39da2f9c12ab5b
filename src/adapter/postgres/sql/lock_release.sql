-- Gives the locks of a target back.
-- $1 int8[]: keys (docs/locking.md).  $2 bool[]: whether each is shared
select case when lock.is_shared then pg_catalog.pg_advisory_unlock_shared(lock.key)
	else pg_catalog.pg_advisory_unlock(lock.key) end as released
from rows from (pg_catalog.unnest($1::pg_catalog.int8[]), pg_catalog.unnest($2::pg_catalog.bool[])) as lock(key, is_shared)
