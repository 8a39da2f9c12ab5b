-- Takes the lock of a target for the session again, if a statement that ran outside of a transaction has given it away
-- (pg_advisory_unlock_all).  $1: key (docs/locking.md)
select case when not exists (
         select
           from pg_catalog.pg_locks as lock
          where lock.locktype = 'advisory'
            and lock.granted
            and lock.objsubid = 1
            and lock.pid = pg_catalog.pg_backend_pid()
            and lock.classid::pg_catalog.int8 = (($1::pg_catalog.int8 >> 32) & 4294967295)
            and lock.objid::pg_catalog.int8 = ($1::pg_catalog.int8 & 4294967295))
       then pg_catalog.pg_try_advisory_lock($1::pg_catalog.int8) end as acquired
