-- Who holds the lock of a target, as one sentence's end; no row if nobody does any more.
-- $1: key (docs/locking.md). pg_locks shows its upper half as classid, its lower one as objid.
select pg_catalog.format(
         'process %s (%s, user %s%s)%s',
         lock.pid,
         coalesce(nullif(activity.application_name, ''), 'no application name'),
         activity.usename,
         ', from ' || pg_catalog.host(activity.client_addr),
         ', connected since '
           || pg_catalog.to_char(activity.backend_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
       ) as holder
  from pg_catalog.pg_locks as lock
  left join pg_catalog.pg_stat_activity as activity on activity.pid = lock.pid
 where lock.locktype = 'advisory'
   and lock.granted
   and lock.objsubid = 1
   and lock.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
   and lock.classid::pg_catalog.int8 = (($1::pg_catalog.int8 >> 32) & 4294967295)
   and lock.objid::pg_catalog.int8 = ($1::pg_catalog.int8 & 4294967295)
 order by activity.backend_start
 limit 1;
