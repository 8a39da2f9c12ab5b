-- Roles that killed runs left behind: their minute has passed, and this administrator may drop them.
-- $1 the administrator
--
-- Only what such a role is made of, whatever else has a name like that: no superuser, no other power, a member of one role at most,
-- a login that has ended.  A role whose minute has not passed belongs to a run that is at work.
select r.rolname as name
from pg_catalog.pg_roles r
join pg_catalog.pg_roles a on a.rolname = $1::text
where r.rolname ~ '^noetl_schema_run_[0-9a-f]{32}$'
  and r.rolvaliduntil < pg_catalog.clock_timestamp()
  and not r.rolsuper and not r.rolcreaterole and not r.rolcreatedb and not r.rolreplication and not r.rolbypassrls
  and (select pg_catalog.count(*) from pg_catalog.pg_auth_members m where m.member = r.oid) <= 1
  and (a.rolsuper or (a.rolcreaterole and (pg_catalog.current_setting('server_version_num')::int < 160000
                                           or pg_catalog.pg_has_role(a.oid, r.oid, 'member with admin option'))))
order by r.rolname
