-- What the server keeps of a role's password. Superusers only.
-- $1 role
select a.rolpassword as verifier from pg_catalog.pg_authid a where a.rolname = $1::text
