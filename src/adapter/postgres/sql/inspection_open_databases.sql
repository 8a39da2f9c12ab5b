-- Databases that take connections and that PUBLIC may enter, by name.
select d.datname as name
from pg_catalog.pg_database d
where d.datallowconn and pg_catalog.has_database_privilege('public', d.oid, 'connect')
order by d.datname
