-- Whether an object has the name that it had, the one that it is to have, or both, and who owns the first.
-- $1 text: what it is; $2 text: its schema; $3 text: the relation or type that it is a part of;
-- $4 text: the old name; $5 text: the new one.
with wanted as (
	select name, is_old
		from (values ($4::pg_catalog.name, true), ($5::pg_catalog.name, false)) as both_names(name, is_old)
), found as (
	select wanted.is_old, schema.nspowner as owner
		from wanted
		join pg_catalog.pg_namespace as schema on schema.nspname = wanted.name
		where $1 = 'schema'
	union all
	select wanted.is_old, relation.relowner
		from wanted
		join pg_catalog.pg_class as relation on relation.relname = wanted.name
		join pg_catalog.pg_namespace as schema on schema.oid = relation.relnamespace
		where $1 = 'relation' and schema.nspname = $2
	union all
	select wanted.is_old, type.typowner
		from wanted
		join pg_catalog.pg_type as type on type.typname = wanted.name
		join pg_catalog.pg_namespace as schema on schema.oid = type.typnamespace
		where $1 = 'type' and schema.nspname = $2
	union all
	-- Another function may have the name: which one it is says the statement.
	select true, case when pg_catalog.count(*) = 1 then pg_catalog.min(function.proowner) end
		from pg_catalog.pg_proc as function
		join pg_catalog.pg_namespace as schema on schema.oid = function.pronamespace
		where $1 = 'function' and schema.nspname = $2 and function.proname = $4
	having pg_catalog.count(*) > 0
	union all
	select wanted.is_old, relation.relowner
		from wanted
		join pg_catalog.pg_attribute as part on part.attname = wanted.name and not part.attisdropped
		join pg_catalog.pg_class as relation on relation.oid = part.attrelid
		join pg_catalog.pg_namespace as schema on schema.oid = relation.relnamespace
		where $1 = 'column' and schema.nspname = $2 and relation.relname = $3
	union all
	select wanted.is_old, relation.relowner
		from wanted
		join pg_catalog.pg_constraint as part on part.conname = wanted.name
		join pg_catalog.pg_class as relation on relation.oid = part.conrelid
		join pg_catalog.pg_namespace as schema on schema.oid = relation.relnamespace
		where $1 = 'constraint' and schema.nspname = $2 and relation.relname = $3
	union all
	select wanted.is_old, type.typowner
		from wanted
		join pg_catalog.pg_constraint as part on part.conname = wanted.name
		join pg_catalog.pg_type as type on type.oid = part.contypid
		join pg_catalog.pg_namespace as schema on schema.oid = type.typnamespace
		where $1 = 'domain constraint' and schema.nspname = $2 and type.typname = $3
	union all
	select wanted.is_old, type.typowner
		from wanted
		join pg_catalog.pg_enum as part on part.enumlabel = wanted.name
		join pg_catalog.pg_type as type on type.oid = part.enumtypid
		join pg_catalog.pg_namespace as schema on schema.oid = type.typnamespace
		where $1 = 'label' and schema.nspname = $2 and type.typname = $3
)
select coalesce(pg_catalog.bool_or(found.is_old), false) as has_old,
		coalesce(pg_catalog.bool_or(not found.is_old), false) as has_new,
		pg_catalog.min(found.owner::pg_catalog.regrole::pg_catalog.text) filter (where found.is_old) as owner,
		coalesce(pg_catalog.bool_and(pg_catalog.pg_has_role(found.owner, 'usage')) filter (where found.is_old), true)
			as is_own,
		pg_catalog.concat_ws('.', pg_catalog.quote_ident($2), pg_catalog.quote_ident($3), pg_catalog.quote_ident($4)) as old_identity,
		pg_catalog.concat_ws('.', pg_catalog.quote_ident($2), pg_catalog.quote_ident($3), pg_catalog.quote_ident($5)) as new_identity
	from found
