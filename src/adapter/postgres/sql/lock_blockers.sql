-- Sessions that hold locks on user relations of this database, the oldest transactions first: asked
-- right after a statement of ours ran into lock_timeout, when pg_blocking_pids() knows no more.
-- $1: schema whose relations count, or null for all
select pg_catalog.format(
         'process %s (%s, user %s, %s%s)',
         blocker.pid,
         coalesce(nullif(activity.application_name, ''), 'no application name'),
         activity.usename,
         coalesce(activity.state, 'state not shown to this role'),
         ', transaction since '
           || pg_catalog.to_char(activity.xact_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
       ) as blocker
  from (select distinct lock.pid
          from pg_catalog.pg_locks as lock
          join pg_catalog.pg_class as relation on relation.oid = lock.relation
          join pg_catalog.pg_namespace as schema on schema.oid = relation.relnamespace
         where lock.locktype = 'relation'
           and lock.granted
           and lock.pid <> pg_catalog.pg_backend_pid()
           and lock.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
           and schema.nspname not like 'pg\_%'
           and ($1::pg_catalog.text is null or schema.nspname = $1)) as blocker
  left join pg_catalog.pg_stat_activity as activity on activity.pid = blocker.pid
 order by activity.xact_start, blocker.pid
 limit 3;
