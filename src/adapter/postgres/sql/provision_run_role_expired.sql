-- Roles that killed runs left behind: their minute has passed, and this administrator may drop them.  At most as many as cost a run little.
-- $1 the administrator
--
-- Only what such a role is made of, whatever else has a name like that: no superuser, no other power, a login that has ended.
-- Memberships say nothing: on versions 13 and 14 any role may grant itself to another (PostgreSQL 15 release notes).
-- A role whose minute has not passed belongs to a run that is at work.  Those that can still be given a login go first; among
-- the others, which somebody may keep for ever, chance decides, so that all come to their turn.
select r.rolname as name
from pg_catalog.pg_roles r
join pg_catalog.pg_roles a on a.rolname = $1::text
where r.rolname ~ '^noetl_schema_run_[0-9a-f]{32}$'
  and r.rolvaliduntil < pg_catalog.clock_timestamp()
  and not r.rolsuper and not r.rolcreaterole and not r.rolcreatedb and not r.rolreplication and not r.rolbypassrls
  and (a.rolsuper or (a.rolcreaterole and (pg_catalog.current_setting('server_version_num')::int < 160000
                                           or pg_catalog.pg_has_role(a.oid, r.oid, 'member with admin option'))))
order by r.rolcanlogin desc, pg_catalog.random()
limit 16
