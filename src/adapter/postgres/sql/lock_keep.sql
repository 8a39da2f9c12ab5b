-- Takes the locks of a target for the session again, if a statement that ran outside of a transaction has given them away
-- (pg_advisory_unlock_all).
-- $1 int8[]: keys (docs/locking.md).  $2 bool[]: whether each is shared
select case when lock.is_shared then pg_catalog.pg_try_advisory_lock_shared(lock.key)
	else pg_catalog.pg_try_advisory_lock(lock.key) end as acquired
from rows from (pg_catalog.unnest($1::pg_catalog.int8[]), pg_catalog.unnest($2::pg_catalog.bool[])) as lock(key, is_shared)
where not exists (
	select
	from pg_catalog.pg_locks as held
	where held.locktype = 'advisory'
		and held.granted
		and held.objsubid = 1
		and held.pid = pg_catalog.pg_backend_pid()
		and held.classid::pg_catalog.int8 = ((lock.key >> 32) & 4294967295)
		and held.objid::pg_catalog.int8 = (lock.key & 4294967295))
