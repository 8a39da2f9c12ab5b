-- The statement that gives a role a new password, and what would help if it is refused.
-- $1 role  $2 verifier, made on the client  $3 the administrator
select pg_catalog.format('alter role %I password %L', $1::text, $2::text) as statement,
       pg_catalog.format('A superuser may run: %s', case
         when pg_catalog.current_setting('server_version_num')::int < 160000 then pg_catalog.format('ALTER ROLE %I CREATEROLE', $3::text)
         else pg_catalog.format('GRANT %I TO %I WITH ADMIN OPTION', $1::text, $3::text) end) as hint
