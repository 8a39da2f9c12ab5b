-- Of these roles, those that the session is not and cannot become, and those that have a ledger of their own.
-- $1 text[]: names, quoted as regrole does it.  $2 text: how the schemas of ledgers begin; null: ledgers do not matter.
select told.name, told.has_ledger
from (
	select role.name, pg_catalog.pg_has_role(pg_catalog.to_regrole(role.name), 'usage') as is_own, exists (
		select
		from pg_catalog.pg_namespace as ledger
		where ledger.nspowner = pg_catalog.to_regrole(role.name) and ledger.nspowner <> current_user::pg_catalog.regrole
			and (ledger.nspname = $2::name or pg_catalog.starts_with(ledger.nspname::text, $2::text || '_'))) as has_ledger
	from pg_catalog.unnest($1::text[]) as role(name)
) as told
where not coalesce(told.is_own, false) or told.has_ledger
order by told.name
