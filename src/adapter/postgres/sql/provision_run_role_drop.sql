-- The steps that take all power from a role which was made for one run, and then the role: a row each, none if it is gone.
-- $1 the role  $2 the administrator whose powers are weighed
--
-- Each is a transaction of its own: any login can grant to such a role what nobody else can take back, or keep such a grant
-- open, and so stops the last step (PostgreSQL manual, DROP ROLE), but none that takes the login away.
-- What it was granted on a database goes as the owner of that, where this administrator can be one.
-- "cascade" takes what sessions of the role have granted on; whoever else granted the same keeps it.
with wish as (
  select $1::text as name, $2::text as administrator, pg_catalog.current_setting('server_version_num')::int as version
), administrator as (
  select r.* from pg_catalog.pg_roles r join wish w on r.rolname = w.administrator
), role as (
  select r.* from pg_catalog.pg_roles r join wish w on r.rolname = w.name
  where r.rolname ~ '^noetl_schema_run_[0-9a-f]{32}$'
    and not r.rolsuper and not r.rolcreaterole and not r.rolcreatedb and not r.rolreplication and not r.rolbypassrls
), membership as (
  select m.roleid, r.rolname as member, g.rolname as granted, x.rolname as grantor,
         coalesce(a.rolsuper or (not g.rolsuper and case
           when w.version < 160000 then a.rolcreaterole or pg_catalog.pg_has_role(a.oid, g.oid, 'member with admin option')
           else pg_catalog.pg_has_role(a.oid, g.oid, 'member with admin option') and pg_catalog.pg_has_role(a.oid, x.oid, 'usage') end), false) as is_reached
  from wish w cross join role r
  join pg_catalog.pg_auth_members m on m.member = r.oid
  join pg_catalog.pg_roles g on g.oid = m.roleid
  left join pg_catalog.pg_roles x on x.oid = m.grantor
  left join administrator a on true
), home as (
  select d.oid, d.datname, r.rolname as member, o.rolname as owner,
         coalesce(a.rolsuper or (pg_catalog.pg_has_role(a.oid, o.oid, 'usage')
           and pg_catalog.pg_has_role(a.oid, o.oid, case when w.version >= 160000 then 'set' else 'member' end)), false) as holds,
         coalesce((w.version < 160000 and a.rolcreaterole and not o.rolsuper)
           or pg_catalog.pg_has_role(a.oid, o.oid, 'member with admin option'), false)
         and not exists (select from pg_catalog.pg_auth_members x where x.roleid = o.oid and x.member = a.oid
                         and (w.version < 160000 or x.grantor = a.oid)) as can_hold
  from wish w cross join role r
  join pg_catalog.pg_database d on exists (select from pg_catalog.aclexplode(d.datacl) x where x.grantee = r.oid)
  join pg_catalog.pg_roles o on o.oid = d.datdba
  left join administrator a on true
), step as (
  select 1 as place, r.oid as object, pg_catalog.format(
           'alter role %1$I with nologin password null valid until ''-infinity''; alter role %1$I reset role', r.rolname) as statement
  from role r where r.rolcanlogin or r.rolvaliduntil is distinct from '-infinity'
  union all
  select 2, m.roleid, pg_catalog.format('revoke %I from %I%s cascade', m.granted, m.member,
                                        case when w.version >= 160000 then pg_catalog.format(' granted by %I', m.grantor) end)
  from wish w cross join membership m where m.is_reached
  union all
  select 3, h.oid, pg_catalog.concat_ws('; ',
           case when not h.holds
                then pg_catalog.format('grant %I to %I%s', h.owner, w.administrator, case when w.version >= 160000 then ' with inherit true, set true' end) end,
           pg_catalog.format('revoke all on database %I from %I cascade', h.datname, h.member),
           case when not h.holds
                then pg_catalog.format('revoke %I from %I%s', h.owner, w.administrator, case when w.version >= 160000 then ' granted by current_user' end) end)
  from wish w cross join home h where h.holds or h.can_hold
  union all
  select 4, r.oid, pg_catalog.format('drop role if exists %I', r.rolname) from role r
)
select s.statement, s.place = 1 as takes_login from step s order by s.place, s.object
