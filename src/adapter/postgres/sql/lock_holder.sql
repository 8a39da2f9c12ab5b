-- Who holds one of the advisory locks, in a mode that is in the way: a row a holder, each described as the end of a sentence.
-- $1 int8[]: keys (docs/locking.md): pg_locks shows the upper half as classid, the lower one as objid
-- $3 bool[]: whether each is to be shared
-- $2 the administrator of this run, or null where every holder counts as a run like this one
--
-- is_peer: may be a run like this one. Any login can take any advisory lock, but only who may make
-- roles, or become the administrator, provisions. pg_stat_activity shows everybody the role that logged in. A
-- holder that it does not show is about to come or to go. No run of this program prepares a transaction,
-- and a role that was dropped meanwhile provisions nothing more.
select case when l.pid is null
            then pg_catalog.format('prepared transaction %L of %s (ROLLBACK PREPARED %L ends it)', x.gid, x.owner, x.gid)
            else pg_catalog.format('process %s (%s, user %s%s)%s',
                   l.pid,
                   coalesce(nullif(a.application_name, ''), 'no application name'),
                   coalesce(a.usename, '?'),
                   ', from ' || pg_catalog.host(a.client_addr),
                   ', connected since '
                     || pg_catalog.to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
       end as holder,
       l.pid is not null
         and ($2::name is null or a.usesysid is null
              or coalesce(r.rolsuper or r.rolcreaterole or pg_catalog.pg_has_role(r.oid, m.oid, 'member'), false)) as is_peer
  from (
    select distinct lock.pid, lock.virtualtransaction
      from rows from (pg_catalog.unnest($1::pg_catalog.int8[]), pg_catalog.unnest($3::pg_catalog.bool[])) as wanted(key, is_shared)
      join pg_catalog.pg_locks as lock
        on lock.classid::pg_catalog.int8 = ((wanted.key >> 32) & 4294967295)
       and lock.objid::pg_catalog.int8 = (wanted.key & 4294967295)
     where lock.locktype = 'advisory'
       and lock.granted
       and lock.objsubid = 1
       and lock.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
       and not (wanted.is_shared and lock.mode = 'ShareLock')) as l
  left join pg_catalog.pg_stat_activity as a on a.pid = l.pid
  left join pg_catalog.pg_roles as r on r.oid = a.usesysid
  left join pg_catalog.pg_roles as m on m.rolname = $2::name
  -- A prepared transaction keeps the lock on its own number beside those that it holds.
  left join pg_catalog.pg_locks as t
         on l.pid is null and t.pid is null and t.locktype = 'transactionid' and t.virtualtransaction = l.virtualtransaction
  left join pg_catalog.pg_prepared_xacts as x on x.transaction = t.transactionid
 order by is_peer desc, a.backend_start, l.pid
