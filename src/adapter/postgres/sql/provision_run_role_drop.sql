-- The statements that drop a role which was made for one run: a row, or none if it is gone.
-- $1 the role  $2 the administrator whose powers are weighed
--
-- What it was granted on databases goes first (PostgreSQL manual, DROP ROLE), as the owner of each who granted it.
with wish as (
  select $1::text as name, $2::text as administrator, pg_catalog.current_setting('server_version_num')::int as version
), administrator as (
  select r.* from pg_catalog.pg_roles r join wish w on r.rolname = w.administrator
)
select pg_catalog.concat_ws('; ', g.revokes, pg_catalog.format('drop role if exists %I', r.rolname)) as statement
from wish w
join pg_catalog.pg_roles r on r.rolname = w.name
left join administrator a on true
cross join lateral (
  select pg_catalog.string_agg(pg_catalog.concat_ws('; ',
           case when not m.holds and not m.is_half
                then pg_catalog.format('grant %I to %I%s', o.rolname, w.administrator, case when w.version >= 160000 then ' with inherit true, set true' end) end,
           pg_catalog.format('revoke all on database %I from %I', d.datname, r.rolname),
           case when not m.holds and not m.is_half
                then pg_catalog.format('revoke %I from %I%s', o.rolname, w.administrator, case when w.version >= 160000 then ' granted by current_user' end) end),
         '; ' order by d.datname) as revokes
  from pg_catalog.pg_database d
  join pg_catalog.pg_roles o on o.oid = d.datdba
  cross join lateral (
    select coalesce(a.rolsuper or (pg_catalog.pg_has_role(a.oid, o.oid, 'usage')
             and pg_catalog.pg_has_role(a.oid, o.oid, case when w.version >= 160000 then 'set' else 'member' end)), false) as holds,
           exists (select from pg_catalog.pg_auth_members x where x.roleid = o.oid and x.member = a.oid
                   and (w.version < 160000 or x.grantor = a.oid)) as is_half) m
  where exists (select from pg_catalog.aclexplode(d.datacl) x where x.grantee = r.oid)
) g
