-- Where a setting of this session comes from, if a role or a database gives it: one row for the place that counts of several,
-- or none. Settings of all roles (ALTER ROLE ALL) are the server's, not one role's.
-- $1 setting  $2 role, or null: the one that logged in  $3 database, or null: this one
select s.value, s.is_of_role,
       case when s.role is null then '' else 'role ' || pg_catalog.quote_ident(s.role) end
         || case when s.role is not null and s.database is not null then ' in ' else '' end
         || case when s.database is null then '' else 'database ' || pg_catalog.quote_ident(s.database) end as place,
       'ALTER ' || case when s.role is null then '' else 'ROLE ' || pg_catalog.quote_ident(s.role) end
         || case when s.role is not null and s.database is not null then ' IN ' else '' end
         || case when s.database is null then '' else 'DATABASE ' || pg_catalog.quote_ident(s.database) end
         || ' RESET ' || $1::text as reset
from (
  select r.rolname as role, d.datname as database, r.oid is not null as is_of_role,
         pg_catalog.substr(c.setting, pg_catalog.length($1::text) + 2) as value
  from pg_catalog.pg_db_role_setting p
  left join pg_catalog.pg_roles r on r.oid = p.setrole
  left join pg_catalog.pg_database d on d.oid = p.setdatabase
  cross join lateral pg_catalog.unnest(p.setconfig) as c(setting)
  where (p.setrole = 0 or r.rolname = coalesce($2::name, session_user))
    and (p.setdatabase = 0 or d.datname = coalesce($3::name, pg_catalog.current_database()))
    and (p.setrole <> 0 or p.setdatabase <> 0)
    and pg_catalog.starts_with(c.setting, $1::text || '=')
  order by p.setrole <> 0 and p.setdatabase <> 0 desc, p.setrole <> 0 desc
  limit 1
) s
