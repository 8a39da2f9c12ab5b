-- What the transaction that is open has made or changed outside its schema: a row an object.
-- $1 name: its schema.  $2 name: the ledger's schema.  $3 name[]: what a shadow renamed schemas to.
-- $4 text: what is in every name that a shadow gave, or null.
-- $5 name[]: schemas that are managed by their names, and so are told whether or not they were made.
--
-- schema    where it is; empty for what is in no schema
-- identity  as definitions.sql and its like have it
-- is_whole  a relation that is new, with all that has its name before its own
--
-- A row that is visible and whose transaction is in progress is ours: of the transaction itself or of a part of it that a
-- savepoint began, which has a later number.  Later numbers of others are not in progress once their rows are visible.
-- The server may only be asked about numbers that it has given out for sure; of those behind, the next million count,
-- which are those of savepoints: much further on are rows that were frozen before the numbers began again.
-- Not told: what extensions brought, temporary objects, and a table that a foreign key refers to, which gets a trigger
-- of the server's own.
with me as materialized (
	select
		pg_catalog.pg_current_xact_id()::text::bigint as full,
		pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::bigint as next
), namespace as materialized (
	select namespace.oid, namespace.nspname, namespace.xmin, pg_catalog.quote_ident(namespace.nspname) || '.' as prefix
	from pg_catalog.pg_namespace as namespace
	where namespace.nspname <> $1 and namespace.nspname <> $2 and namespace.nspname <> 'information_schema'
		and namespace.nspname !~ '^pg_' and namespace.nspname <> all ($3::name[])
), relation as materialized (
	select class.oid, class.xmin, class.relkind, namespace.nspname, namespace.prefix || pg_catalog.quote_ident(class.relname) as name
	from namespace
	join pg_catalog.pg_class as class on class.relnamespace = namespace.oid
), touched(classid, objid, sub, xmin, schema, identity) as (
	select '2615'::oid, namespace.oid, 0, namespace.xmin, namespace.nspname, pg_catalog.quote_ident(namespace.nspname)
	from namespace
	union all
	select '1259', relation.oid, 0, relation.xmin, relation.nspname, relation.name
	from relation
	where relation.relkind <> 'c'
	union all
	select '1259', attribute.attrelid, attribute.attnum::integer, attribute.xmin, relation.nspname,
		case relation.relkind when 'c' then relation.name else relation.name || '.' || pg_catalog.quote_ident(attribute.attname) end
	from relation
	join pg_catalog.pg_attribute as attribute on attribute.attrelid = relation.oid
	where attribute.attnum > 0 and not attribute.attisdropped and relation.relkind <> all ('{i,I,S,t}')
	union all
	select '1259', initial.adrelid, -1, initial.xmin, relation.nspname, relation.name || '.' || pg_catalog.quote_ident(attribute.attname)
	from relation
	join pg_catalog.pg_attrdef as initial on initial.adrelid = relation.oid
	join pg_catalog.pg_attribute as attribute on attribute.attrelid = initial.adrelid and attribute.attnum = initial.adnum
	union all
	select '1259', index.indexrelid, 0, index.xmin, relation.nspname, relation.name
	from relation
	join pg_catalog.pg_index as index on index.indexrelid = relation.oid
	union all
	select '1259', sequence.seqrelid, 0, sequence.xmin, relation.nspname, relation.name
	from relation
	join pg_catalog.pg_sequence as sequence on sequence.seqrelid = relation.oid
	union all
	select '2606', one.oid, 0, one.xmin, relation.nspname, relation.name || '.' || pg_catalog.quote_ident(one.conname)
	from relation
	join pg_catalog.pg_constraint as one on one.conrelid = relation.oid
	union all
	select '2606', one.oid, 0, one.xmin, namespace.nspname,
		namespace.prefix || pg_catalog.quote_ident(type.typname) || '.' || pg_catalog.quote_ident(one.conname)
	from namespace
	join pg_catalog.pg_type as type on type.typnamespace = namespace.oid
	join pg_catalog.pg_constraint as one on one.contypid = type.oid
	union all
	select '2620', trigger.oid, 0, trigger.xmin, relation.nspname, relation.name || '.' || pg_catalog.quote_ident(trigger.tgname)
	from relation
	join pg_catalog.pg_trigger as trigger on trigger.tgrelid = relation.oid
	where not trigger.tgisinternal
	union all
	select '3256', policy.oid, 0, policy.xmin, relation.nspname, relation.name || '.' || pg_catalog.quote_ident(policy.polname)
	from relation
	join pg_catalog.pg_policy as policy on policy.polrelid = relation.oid
	union all
	select '2618', rule.oid, 0, rule.xmin, relation.nspname,
		case rule.rulename when '_RETURN' then relation.name else relation.name || '.' || pg_catalog.quote_ident(rule.rulename) end
	from relation
	join pg_catalog.pg_rewrite as rule on rule.ev_class = relation.oid
	union all
	select '1255', function.oid, 0, function.xmin, namespace.nspname, function.oid::pg_catalog.regprocedure::text
	from namespace
	join pg_catalog.pg_proc as function on function.pronamespace = namespace.oid
	union all
	select '1247', type.oid, 0, type.xmin, namespace.nspname, namespace.prefix || pg_catalog.quote_ident(type.typname)
	from namespace
	join pg_catalog.pg_type as type on type.typnamespace = namespace.oid
	left join pg_catalog.pg_class as class on class.oid = type.typrelid
	where type.typelem = 0 and (class.relkind is null or class.relkind = 'c')
	union all
	select '1247', type.oid, 0, label.xmin, namespace.nspname, namespace.prefix || pg_catalog.quote_ident(type.typname)
	from namespace
	join pg_catalog.pg_type as type on type.typnamespace = namespace.oid
	join pg_catalog.pg_enum as label on label.enumtypid = type.oid
	union all
	select '3381', statistics.oid, 0, statistics.xmin, namespace.nspname, namespace.prefix || pg_catalog.quote_ident(statistics.stxname)
	from namespace
	join pg_catalog.pg_statistic_ext as statistics on statistics.stxnamespace = namespace.oid
	union all
	select '3456', coll.oid, 0, coll.xmin, namespace.nspname, namespace.prefix || pg_catalog.quote_ident(coll.collname)
	from namespace
	join pg_catalog.pg_collation as coll on coll.collnamespace = namespace.oid
	union all
	select '3602', config.oid, 0, config.xmin, namespace.nspname, namespace.prefix || pg_catalog.quote_ident(config.cfgname)
	from namespace
	join pg_catalog.pg_ts_config as config on config.cfgnamespace = namespace.oid
	union all
	select '3602', config.oid, 0, map.xmin, namespace.nspname, namespace.prefix || pg_catalog.quote_ident(config.cfgname)
	from namespace
	join pg_catalog.pg_ts_config as config on config.cfgnamespace = namespace.oid
	join pg_catalog.pg_ts_config_map as map on map.mapcfg = config.oid
	union all
	select '3600', dictionary.oid, 0, dictionary.xmin, namespace.nspname, namespace.prefix || pg_catalog.quote_ident(dictionary.dictname)
	from namespace
	join pg_catalog.pg_ts_dict as dictionary on dictionary.dictnamespace = namespace.oid
	union all
	select '2617', operator.oid, 0, operator.xmin, namespace.nspname, operator.oid::pg_catalog.regoperator::text
	from namespace
	join pg_catalog.pg_operator as operator on operator.oprnamespace = namespace.oid
	union all
	select rare.classid, rare.objid, 0, rare.xmin, namespace.nspname, object.identity
	from namespace
	join (
		select '2616'::oid, oid, xmin, opcnamespace from pg_catalog.pg_opclass
		union all
		select '2753', oid, xmin, opfnamespace from pg_catalog.pg_opfamily
		union all
		select '2607', oid, xmin, connamespace from pg_catalog.pg_conversion
		union all
		select '3601', oid, xmin, prsnamespace from pg_catalog.pg_ts_parser
		union all
		select '3764', oid, xmin, tmplnamespace from pg_catalog.pg_ts_template
	) as rare(classid, objid, xmin, namespace) on rare.namespace = namespace.oid
	cross join lateral pg_catalog.pg_identify_object(rare.classid, rare.objid, 0) as object
	union all
	select '3079', extension.oid, 0, extension.xmin, namespace.nspname, pg_catalog.quote_ident(extension.extname)
	from namespace
	join pg_catalog.pg_extension as extension on extension.extnamespace = namespace.oid
	union all
	select '826', privilege.oid, 0, privilege.xmin, namespace.nspname,
		pg_catalog.format('%s on %s by %s', privilege.defaclobjtype, pg_catalog.quote_ident(namespace.nspname),
			privilege.defaclrole::pg_catalog.regrole)
	from namespace
	join pg_catalog.pg_default_acl as privilege on privilege.defaclnamespace = namespace.oid
	union all
	select global.classid, global.objid, 0, global.xmin, '', object.identity
	from (
		select '6104'::oid, oid, xmin from pg_catalog.pg_publication
		union all
		select '6104', prpubid, xmin from pg_catalog.pg_publication_rel
		union all
		select '6104', refobjid, xmin from pg_catalog.pg_depend where classid = '6237' and refclassid = '6104'
		union all
		select '3466', oid, xmin from pg_catalog.pg_event_trigger
		union all
		select '2605', oid, xmin from pg_catalog.pg_cast
		union all
		select '2612', oid, xmin from pg_catalog.pg_language
		union all
		select '2328', oid, xmin from pg_catalog.pg_foreign_data_wrapper
		union all
		select '1417', oid, xmin from pg_catalog.pg_foreign_server
		union all
		select '3576', oid, xmin from pg_catalog.pg_transform
		union all
		select '2601', oid, xmin from pg_catalog.pg_am
		union all
		select '826', oid, xmin from pg_catalog.pg_default_acl where defaclnamespace = '0'
	) as global(classid, objid, xmin)
	cross join lateral pg_catalog.pg_identify_object(global.classid, global.objid, 0) as object
	union all
	-- Nobody but a superuser reads the rows of pg_user_mapping.
	select '1418', mapping.umid, 0, depend.xmin, '',
		pg_catalog.format('%s server %I', case mapping.umuser when 0 then 'public' else pg_catalog.quote_ident(mapping.usename) end, mapping.srvname)
	from pg_catalog.pg_depend as depend
	join pg_catalog.pg_user_mappings as mapping on mapping.umid = depend.objid
	where depend.classid = '1418' and depend.refclassid = '1417'
), described as materialized (
	select description.classoid, description.objoid, description.objsubid
	from me
	cross join pg_catalog.pg_description as description
	cross join lateral (
		select me.full + ((description.xmin::text::bigint - me.full) % 4294967296 + 4294967296) % 4294967296 as full
	) as number
	where description.xmin::text::bigint > 2 and case when number.full < me.next
		then pg_catalog.pg_xact_status(number.full::text::pg_catalog.xid8) = 'in progress'
		else number.full < greatest(me.next, me.full) + 1048576 end
), ours as (
	select touched.classid, touched.objid, touched.schema, touched.identity
	from me
	cross join touched
	cross join lateral (
		select me.full + ((touched.xmin::text::bigint - me.full) % 4294967296 + 4294967296) % 4294967296 as full
	) as number
	where touched.xmin::text::bigint > 2 and case when number.full < me.next
			then pg_catalog.pg_xact_status(number.full::text::pg_catalog.xid8) = 'in progress'
			else number.full < greatest(me.next, me.full) + 1048576 end
		or (touched.classid, touched.objid, touched.sub) in (
			select described.classoid, described.objoid, described.objsubid from described)
), new as materialized (
	select type.typrelid
	from me
	cross join pg_catalog.pg_type as type
	cross join lateral (
		select me.full + ((type.xmin::text::bigint - me.full) % 4294967296 + 4294967296) % 4294967296 as full
	) as number
	where type.typrelid <> '0' and type.xmin::text::bigint > 2 and case when number.full < me.next
		then pg_catalog.pg_xact_status(number.full::text::pg_catalog.xid8) = 'in progress'
		else number.full < greatest(me.next, me.full) + 1048576 end
)
select distinct
	ours.schema::text as schema,
	ours.identity,
	ours.classid = '1259' and exists (select from new where new.typrelid = ours.objid) as is_whole
from ours
where ($4 is null or pg_catalog.strpos(ours.identity, $4) = 0) and not exists (
		select
		from pg_catalog.pg_depend as member
		where member.classid = ours.classid and member.objid = ours.objid and member.deptype = 'e')
	-- The server's own trigger of a foreign key that comes from another table.
	and not (ours.classid = '1259' and not exists (select from new where new.typrelid = ours.objid)
		and not exists (
			select from ours as part where part.classid = '1259' and part.objid = ours.objid and part.identity <> ours.identity)
		and exists (
			select
			from pg_catalog.pg_trigger as trigger
			where trigger.tgrelid = ours.objid and trigger.tgisinternal and trigger.tgconstrrelid <> ours.objid))
union all
select namespace.nspname::text, pg_catalog.quote_ident(namespace.nspname), false
from namespace
where namespace.nspname = any ($5::name[])
order by 1, 2
