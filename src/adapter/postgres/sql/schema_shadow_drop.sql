-- Drops what a source has promised, for a shadow: undone with its savepoint.
-- $1 text[]: kinds.  $2 text[]: identities.  $3 name: its schema.  $4 bool: whether in its schema, too, or only beyond it.
-- $5 bool: whether what may not be dropped, or is of another kind, stays.
-- What goes only with a table (columns, constraints, ...) went with it, or is on a table of somebody else's and stays.
-- A schema goes last, and only if nothing is left in it.
select pg_catalog.set_config('noetl_schema.kinds', $1::text[]::text, true),
	pg_catalog.set_config('noetl_schema.identities', $2::text[]::text, true),
	pg_catalog.set_config('noetl_schema.schema', $3::text, true),
	pg_catalog.set_config('noetl_schema.everywhere', $4::bool::text, true),
	pg_catalog.set_config('noetl_schema.may_stay', $5::bool::text, true);
do $do$
declare
	home text := pg_catalog.quote_ident(pg_catalog.current_setting('noetl_schema.schema'));
	object record;
begin
	for object in
		select
			case promised.kind when 'composite type' then 'type' when 'enum' then 'type' when 'range type' then 'type'
				else promised.kind end as kind,
			promised.identity
		from rows from (
			pg_catalog.unnest(pg_catalog.current_setting('noetl_schema.kinds')::text[]),
			pg_catalog.unnest(pg_catalog.current_setting('noetl_schema.identities')::text[])
		) as promised(kind, identity)
		where promised.kind = any ('{table,view,materialized view,foreign table,sequence,function,procedure,aggregate,domain,enum,
				composite type,range type,type,statistics,collation,operator,operator class,operator family,conversion,
				text search configuration,text search dictionary,text search parser,text search template,
				publication,event trigger,cast,server,foreign-data wrapper,user mapping,transform,schema}')
			and promised.identity <> home
			and (pg_catalog.current_setting('noetl_schema.everywhere')::bool
				or not pg_catalog.starts_with(promised.identity, home || '.'))
		order by promised.kind = 'schema', promised.kind <> 'view', promised.identity
	loop
		begin
			execute pg_catalog.format('drop %s if exists %s%s%s', object.kind, case object.kind when 'user mapping' then 'for ' end,
				object.identity, case when object.kind <> all ('{schema,user mapping}') then ' cascade' end);
		exception
			when dependent_objects_still_exist or insufficient_privilege or wrong_object_type then
				if object.kind <> 'schema' and not pg_catalog.current_setting('noetl_schema.may_stay')::bool then
					raise;
				end if;
			when undefined_object or undefined_table or undefined_function or invalid_schema_name then
				null;
		end;
	end loop;
end
$do$
