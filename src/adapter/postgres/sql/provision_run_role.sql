-- The statements that make a role for the length of one login, and what would help if they are refused: one row.
-- Without statements the administrator cannot give CONNECT: its GRANT would end in a warning (PostgreSQL manual, GRANT).
-- $1 the role  $2 the owner whose role its sessions take  $3 the database that it enters
-- $4 the administrator whose powers are weighed  $5 verifier of its password, made on the client
--
-- It is a member of the owner alone and inherits nothing, so that it has no CONNECT of the owner's (PostgreSQL manual, GRANT):
-- what only the database's owner may give, the administrator gives as a member of it, for the length of this transaction.
-- A minute is by the server's clock, and ends the login, not a session that is open (CREATE ROLE, VALID UNTIL).
with wish as (
  select $1::text as name, $2::text as owner, $3::text as database, $4::text as administrator, $5::text as verifier,
         pg_catalog.current_setting('server_version_num')::int as version
), administrator as (
  select r.* from pg_catalog.pg_roles r join wish w on r.rolname = w.administrator
), owner as (
  select r.* from pg_catalog.pg_roles r join wish w on r.rolname = w.owner
), home as (
  select d.*, r.rolname as owner
  from pg_catalog.pg_database d join wish w on d.datname = w.database join pg_catalog.pg_roles r on r.oid = d.datdba
), membership as (
  select coalesce(a.rolsuper or (pg_catalog.pg_has_role(a.oid, h.datdba, 'usage')
           and pg_catalog.pg_has_role(a.oid, h.datdba, case when w.version >= 160000 then 'set' else 'member' end)), false) as holds,
         -- A grant of its own that does not reach as far must not be taken away by the revoke.
         exists (select from pg_catalog.pg_auth_members x where x.roleid = h.datdba and x.member = a.oid
                 and (w.version < 160000 or x.grantor = a.oid)) as is_half,
         h.oid is null or pg_catalog.has_database_privilege('public', h.oid, 'connect') as is_open,
         coalesce(a.rolsuper or (w.version < 160000 and a.rolcreaterole and not o.rolsuper)
           or pg_catalog.pg_has_role(a.oid, o.oid, 'member with admin option'), false) as reaches_owner,
         coalesce(a.rolsuper or a.rolcreaterole, false) as creates
  from wish w left join administrator a on true left join owner o on true left join home h on true
)
select case when m.is_open or m.holds or not m.is_half then pg_catalog.concat_ws('; ',
         pg_catalog.format('create role %I with login noinherit nosuperuser nocreatedb nocreaterole password %L valid until %L', w.name, w.verifier,
                           (pg_catalog.clock_timestamp() + interval '1 minute')::text),
         pg_catalog.format('grant %I to %I%s', w.owner, w.name, case when w.version >= 160000 then ' with inherit false, set true' end),
         pg_catalog.format('alter role %I set role = %L', w.name, w.owner),
         case when not m.is_open and not m.holds
              then pg_catalog.format('grant %I to %I%s', h.owner, w.administrator, case when w.version >= 160000 then ' with inherit true, set true' end) end,
         case when not m.is_open then pg_catalog.format('grant connect on database %I to %I', w.database, w.name) end,
         case when not m.is_open and not m.holds
              then pg_catalog.format('revoke %I from %I%s', h.owner, w.administrator, case when w.version >= 160000 then ' granted by current_user' end) end
       ) end as statement,
       case when not m.creates then pg_catalog.format('A superuser may run: ALTER ROLE %I CREATEROLE', w.administrator)
            when not m.reaches_owner
            then pg_catalog.format('A superuser may run: GRANT %I TO %I%s', w.owner, w.administrator, case when w.version >= 160000 then ' WITH ADMIN OPTION' end)
            when not m.is_open and not m.holds and m.is_half and w.version >= 160000
            then pg_catalog.format('A superuser may run: GRANT %I TO %I WITH INHERIT TRUE, SET TRUE', h.owner, w.administrator)
            when not m.is_open and not m.holds and m.is_half
            then pg_catalog.format('A superuser may run: ALTER ROLE %I INHERIT', w.administrator)
       end as hint
from wish w cross join membership m left join home h on true
