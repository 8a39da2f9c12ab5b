-- The statement that gives a role a new password, and what would help if it is refused.
-- $1 role  $2 verifier, made on the client  $3 the administrator
with wish as (
  select $1::text as role, $3::text as administrator, pg_catalog.current_setting('server_version_num')::int as version
)
select pg_catalog.format('alter role %I password %L', w.role, $2::text) as statement,
       case when r.rolsuper
            then pg_catalog.format('Only a superuser may change it, for %I is one: correct the password in the settings, or give a superuser as NOETL_ADMIN_USER', w.role)
            else 'A superuser may run: ' || nullif(pg_catalog.concat_ws('; ',
              case when not a.rolcreaterole then pg_catalog.format('ALTER ROLE %I CREATEROLE', w.administrator) end,
              case when w.version >= 160000 and not pg_catalog.pg_has_role(a.oid, r.oid, 'member with admin option')
                   then pg_catalog.format('GRANT %I TO %I WITH ADMIN OPTION', w.role, w.administrator) end), '') end as hint
from wish w
left join pg_catalog.pg_roles r on r.rolname = w.role
left join pg_catalog.pg_roles a on a.rolname = w.administrator
