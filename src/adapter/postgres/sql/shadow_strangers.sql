-- Of these roles, those that the session is not and cannot become.  $1 text[]: names, quoted as regrole does it.
select role.name as name
from pg_catalog.unnest($1::text[]) as role(name)
where not coalesce(pg_catalog.pg_has_role(pg_catalog.to_regrole(role.name), 'usage'), false)
order by role.name
