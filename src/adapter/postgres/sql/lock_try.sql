-- Takes the locks of a target for the session, all or none, or says that somebody else has one.
-- $1 int8[]: keys (docs/locking.md).  $2 bool[]: whether each is shared
with taken as materialized (
	select lock.key, lock.is_shared,
		case when lock.is_shared then pg_catalog.pg_try_advisory_lock_shared(lock.key)
			else pg_catalog.pg_try_advisory_lock(lock.key) end as acquired
	from rows from (pg_catalog.unnest($1::pg_catalog.int8[]), pg_catalog.unnest($2::pg_catalog.bool[])) as lock(key, is_shared)
), given_back as materialized (
	select case when taken.is_shared then pg_catalog.pg_advisory_unlock_shared(taken.key)
		else pg_catalog.pg_advisory_unlock(taken.key) end as released
	from taken
	where taken.acquired and not (select pg_catalog.bool_and(each.acquired) from taken as each)
)
select pg_catalog.bool_and(taken.acquired) and (select pg_catalog.count(given_back.released) from given_back) = 0 as acquired
from taken
