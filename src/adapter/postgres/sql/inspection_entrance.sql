-- What the catalog says of a role's way into a database; one row.  $1 role  $2 database
select r.oid is not null as role_exists, coalesce(r.rolsuper, false) as role_is_superuser, d.oid is not null as database_exists,
       coalesce(pg_catalog.has_database_privilege(r.oid, d.oid, 'connect'), false) as is_permitted
from (select $1::text as role, $2::text as database) q
left join pg_catalog.pg_roles r on r.rolname = q.role
left join pg_catalog.pg_database d on d.datname = q.database
