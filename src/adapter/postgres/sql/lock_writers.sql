-- Transactions that have changed something and have not ended, of every database: asked right after a
-- statement of ours ran into lock_timeout on a row of a shared catalog, which no relation lock shows.
select case when l.pid is null then pg_catalog.format('prepared transaction %L of %s (ROLLBACK PREPARED %L ends it)', x.gid, x.owner, x.gid)
            else pg_catalog.format('process %s (%s, user %s, database %s)', l.pid,
                   coalesce(nullif(a.application_name, ''), 'no application name'), coalesce(a.usename, '?'), coalesce(a.datname, '?'))
       end as blocker
  from pg_catalog.pg_locks as l
  left join pg_catalog.pg_stat_activity as a on a.pid = l.pid
  left join pg_catalog.pg_prepared_xacts as x on l.pid is null and x.transaction = l.transactionid
 where l.locktype = 'transactionid'
   and l.granted
   and l.mode = 'ExclusiveLock'
   and l.pid is distinct from pg_catalog.pg_backend_pid()
 order by a.backend_start, l.pid
 limit 3
