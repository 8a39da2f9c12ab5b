-- What the server keeps of a role's password: one row. Superusers only.
-- $1 role
select (select a.rolpassword from pg_catalog.pg_authid a where a.rolname = $1::text) as verifier
