-- What few schemas have: types, policies, inheritance, default privileges and the like.  Asked for only where
-- definitions.sql says so.  Kind, identity, MD5 of the definition.
-- $1 name: schema.  $2 text: a kind, or null.  $3 text: an identity, or null: with both, the definition itself.
-- $4 name[], $6 name[]: as $2 and $4 of definitions.sql; the longest name first, as it may end in another.
-- $5 name[]: as $3 of definitions.sql.
with recursive namespace as materialized (
	select
		namespace.oid,
		namespace.nspname,
		pg_catalog.quote_ident(namespace.nspname) || '.' as prefix
	from pg_catalog.pg_namespace as namespace
	where namespace.nspname = $1
), member as materialized (
	-- What lives in the schema itself, and whether an extension brought it.
	select
		depend.classid,
		depend.objid,
		exists (
			select
			from pg_catalog.pg_depend as extension
			where extension.classid = depend.classid and extension.objid = depend.objid and extension.deptype = 'e'
		) as is_foreign
	from namespace
	join pg_catalog.pg_depend as depend on depend.refclassid = '2615' and depend.refobjid = namespace.oid
), relation as materialized (
	select class.*, namespace.prefix || pg_catalog.quote_ident(class.relname) as name
	from namespace
	join member on member.classid = '1259' and not member.is_foreign
	join pg_catalog.pg_class as class on class.oid = member.objid
	where class.oid <> all (array(
			select inherits.inhrelid
			from pg_catalog.pg_class as parent
			join pg_catalog.pg_inherits as inherits on inherits.inhparent = parent.oid
			where parent.relnamespace = namespace.oid and parent.relkind = 'p' and parent.relname = any ($5::name[])
				and not exists (
					select from pg_catalog.pg_partitioned_table as parted where parted.partdefid = inherits.inhrelid)))
), type as materialized (
	select type.*, namespace.prefix || pg_catalog.quote_ident(type.typname) as name
	from namespace
	join member on member.classid = '1247' and not member.is_foreign
	join pg_catalog.pg_type as type on type.oid = member.objid
), own_item(pattern, grantee) as (
	-- To PUBLIC, or of the owner, who has granted it to himself; and whom any other is to.
	select '^(|"(?:[^"]|"")*"|[^"=]*)=[^/]*/\1$|^=', '^("(?:[^"]|"")*"|[^"=]*)='
), owned(kind, identity, classid, objid, owner, acl, default_acl, text) as (
	select
		'foreign data', relation.name, '1259'::oid, relation.oid, relation.relowner, null::aclitem[], null::aclitem[],
		(
			select pg_catalog.concat_ws(' ', 'server', server.srvname,
				(select pg_catalog.array_agg(option order by option collate "C") from pg_catalog.unnest(foreign_table.ftoptions) as option)::text)
			from pg_catalog.pg_foreign_table as foreign_table
			join pg_catalog.pg_foreign_server as server on server.oid = foreign_table.ftserver
			where foreign_table.ftrelid = relation.oid
		)
	from relation
	where relation.relkind = 'f'
	union all
	select
		case type.typtype
			when 'd' then 'domain' when 'e' then 'enum' when 'c' then 'composite type' when 'r' then 'range type'
			else 'type' end,
		type.name, '1247', type.oid, type.typowner, type.typacl, pg_catalog.acldefault('T', type.typowner),
		case type.typtype
			when 'd' then pg_catalog.concat_ws(' ', pg_catalog.format_type(type.typbasetype, type.typtypmod),
				'collate ' || nullif(type.typcollation, 0)::pg_catalog.regcollation,
				case when type.typnotnull then 'not null' end, 'default ' || type.typdefault)
			when 'e' then (
				select pg_catalog.string_agg(pg_catalog.quote_literal(label.enumlabel), ', ' order by label.enumsortorder)
				from pg_catalog.pg_enum as label
				where label.enumtypid = type.oid)
			when 'c' then (
				select pg_catalog.string_agg(pg_catalog.concat_ws(' ', pg_catalog.quote_ident(attribute.attname),
					pg_catalog.format_type(attribute.atttypid, attribute.atttypmod),
					nullif(attribute.attcollation, 0)::pg_catalog.regcollation, description.description),
					', ' order by attribute.attnum)
				from pg_catalog.pg_attribute as attribute
				left join pg_catalog.pg_description as description on description.classoid = '1259'
					and description.objoid = attribute.attrelid and description.objsubid = attribute.attnum
				where attribute.attrelid = type.typrelid and attribute.attnum > 0 and not attribute.attisdropped)
			when 'r' then (
				select pg_catalog.concat_ws(' ', pg_catalog.format_type(range.rngsubtype, null),
					(select opclass.opcname from pg_catalog.pg_opclass as opclass where opclass.oid = range.rngsubopc),
					nullif(range.rngcollation, 0)::pg_catalog.regcollation, range.rngcanonical, range.rngsubdiff)
				from pg_catalog.pg_range as range
				where range.rngtypid = type.oid)
			else pg_catalog.concat_ws(' ', type.typlen, type.typbyval, type.typalign, type.typstorage, type.typcategory,
				type.typispreferred, type.typdelim, type.typelem::pg_catalog.regtype, type.typinput, type.typoutput,
				type.typreceive, type.typsend, type.typmodin, type.typmodout, type.typanalyze, type.typdefault)
		end
	from type
	union all
	select
		'statistics', namespace.prefix || pg_catalog.quote_ident(statistics.stxname), '3381', statistics.oid,
		statistics.stxowner, null, null,
		pg_catalog.concat_ws(' ', pg_catalog.pg_get_statisticsobjdef(statistics.oid),
			nullif(pg_catalog.to_jsonb(statistics) ->> 'stxstattarget', '-1'))
	from namespace
	join member on member.classid = '3381' and not member.is_foreign
	join pg_catalog.pg_statistic_ext as statistics on statistics.oid = member.objid
	union all
	select
		'operator', operator.oid::pg_catalog.regoperator::text, '2617', operator.oid, operator.oprowner, null, null,
		pg_catalog.concat_ws(' ', operator.oprcode, nullif(operator.oprresult, 0)::pg_catalog.regtype,
			nullif(operator.oprcom, 0)::pg_catalog.regoperator, nullif(operator.oprnegate, 0)::pg_catalog.regoperator,
			operator.oprrest, operator.oprjoin, operator.oprcanhash, operator.oprcanmerge)
	from member
	join pg_catalog.pg_operator as operator on operator.oid = member.objid
	where member.classid = '2617' and not member.is_foreign
	union all
	select
		'collation', namespace.prefix || pg_catalog.quote_ident(coll.collname), '3456', coll.oid,
		coll.collowner, null, null,
		pg_catalog.concat_ws(' ', coll.collprovider, coll.collisdeterministic,
			coll.collcollate, coll.collctype,
			coalesce(pg_catalog.to_jsonb(coll) ->> 'colllocale', pg_catalog.to_jsonb(coll) ->> 'colliculocale'),
			pg_catalog.to_jsonb(coll) ->> 'collicurules')
	from namespace
	join member on member.classid = '3456' and not member.is_foreign
	join pg_catalog.pg_collation as coll on coll.oid = member.objid
	union all
	select
		'text search configuration', namespace.prefix || pg_catalog.quote_ident(config.cfgname), '3602', config.oid,
		config.cfgowner, null, null,
		pg_catalog.concat_ws(' ', config.cfgparser, (
			select pg_catalog.string_agg(map.maptokentype || ' ' || map.mapdict::pg_catalog.regdictionary::text, ', '
				order by map.maptokentype, map.mapseqno)
			from pg_catalog.pg_ts_config_map as map
			where map.mapcfg = config.oid))
	from namespace
	join member on member.classid = '3602' and not member.is_foreign
	join pg_catalog.pg_ts_config as config on config.oid = member.objid
	union all
	select
		'text search dictionary', namespace.prefix || pg_catalog.quote_ident(dictionary.dictname), '3600', dictionary.oid,
		dictionary.dictowner, null, null,
		pg_catalog.concat_ws(' ', (
			select pg_catalog.format('%I.%I', owner.nspname, template.tmplname)
			from pg_catalog.pg_ts_template as template
			join pg_catalog.pg_namespace as owner on owner.oid = template.tmplnamespace
			where template.oid = dictionary.dicttemplate), dictionary.dictinitoption)
	from namespace
	join member on member.classid = '3600' and not member.is_foreign
	join pg_catalog.pg_ts_dict as dictionary on dictionary.oid = member.objid
	union all
	select
		'extension version', pg_catalog.quote_ident(extension.extname), '3079', extension.oid, extension.extowner, null, null,
		extension.extversion
	from member
	join pg_catalog.pg_extension as extension on extension.oid = member.objid
	where member.classid = '3079'
	union all
	-- That a publication has a schema is told by the publication.
	-- Kinds that nobody writes by hand are told by name and parts; a change of them shows in the fingerprint.
	select
		object.type, object.identity, member.classid, member.objid, null, null, null,
		(
			select pg_catalog.string_agg(part.identity, ', ' order by part.identity collate "C")
			from pg_catalog.pg_depend as depend
			cross join lateral pg_catalog.pg_identify_object(depend.classid, depend.objid, 0) as part
			where depend.refclassid = member.classid and depend.refobjid = member.objid and depend.deptype in ('a', 'i')
				and member.classid in ('2616', '2753') and depend.classid in ('2602', '2603')
		)
	from member
	cross join lateral pg_catalog.pg_identify_object(member.classid, member.objid, 0) as object
	where not member.is_foreign
		and member.classid <> all ('{1259,1255,1247,3381,2617,3456,3602,3600,3079,826,6237}')
), part(kind, identity, classid, objid, text) as (
	select
		'domain constraint', type.name || '.' || pg_catalog.quote_ident("constraint".conname), '2606'::oid, "constraint".oid,
		pg_catalog.pg_get_constraintdef("constraint".oid)
	from type
	join pg_catalog.pg_constraint as "constraint" on "constraint".contypid = type.oid
	where "constraint".contype <> 'n'
	union all
	select
		'policy', relation.name || '.' || pg_catalog.quote_ident(policy.polname), '3256', policy.oid,
		pg_catalog.concat_ws(' ',
			case when not policy.polpermissive then 'restrictive' end,
			'for ' || policy.polcmd::text,
			'to ' || (
				select pg_catalog.string_agg(case role.oid when 0 then 'public' else role.oid::pg_catalog.regrole::text end, ', '
					order by role.oid::pg_catalog.regrole::text collate "C")
				from pg_catalog.unnest(policy.polroles) as role(oid)),
			'using ' || pg_catalog.pg_get_expr(policy.polqual, policy.polrelid),
			'with check ' || pg_catalog.pg_get_expr(policy.polwithcheck, policy.polrelid))
	from relation
	join pg_catalog.pg_policy as policy on policy.polrelid = relation.oid
	union all
	select 'inheritance', relation.name || ' from ' || inherits.inhparent::pg_catalog.regclass::text, '0', '0', inherits.inhseqno::text
	from relation
	join pg_catalog.pg_inherits as inherits on inherits.inhrelid = relation.oid
	union all
	select
		'default privilege',
		pg_catalog.format('%s on %s by %s', privilege.defaclobjtype, pg_catalog.quote_ident(namespace.nspname),
			privilege.defaclrole::pg_catalog.regrole),
		'0', '0',
		(select pg_catalog.string_agg(item::text, ' ' order by item::text collate "C")
			from pg_catalog.unnest(privilege.defaclacl) as item
			where item::text ~ own_item.pattern)
	from own_item
	cross join namespace
	join pg_catalog.pg_default_acl as privilege on privilege.defaclnamespace = namespace.oid
), definition(kind, identity, text) as (
	select
		owned.kind, owned.identity,
		pg_catalog.concat_ws(E'\n', nullif(owned.text, ''),
			'owner ' || owned.owner::pg_catalog.regrole,
			'privileges ' || nullif(own.privileges, own.usual),
			'comment ' || description.description)
	from owned
	cross join own_item
	cross join lateral (
		select
			(select coalesce(pg_catalog.string_agg(item::text, ' ' order by item::text collate "C"), '')
				from pg_catalog.unnest(coalesce(owned.acl, owned.default_acl)) as item
				where item::text ~ own_item.pattern) as privileges,
			(select coalesce(pg_catalog.string_agg(item::text, ' ' order by item::text collate "C"), '')
				from pg_catalog.unnest(owned.default_acl) as item
				where item::text ~ own_item.pattern) as usual
	) as own
	left join pg_catalog.pg_description as description on description.classoid = owned.classid
		and description.objoid = owned.objid and description.objsubid = 0
	union all
	select part.kind, part.identity, pg_catalog.concat_ws(E'\n', part.text, 'comment ' || description.description)
	from part
	left join pg_catalog.pg_description as description on description.classoid = part.classid
		and description.objoid = part.objid and description.objsubid = 0
	union all
	-- Of others, one by one.
	select
		'privileges', granted.identity || ' to ' || pg_catalog.substring(item::text, own_item.grantee),
		pg_catalog.string_agg(item::text, ' ' order by item::text collate "C")
	from own_item
	cross join (
		select owned.identity, owned.acl
		from owned
		union all
		select
			pg_catalog.format('%s on %s by %s', privilege.defaclobjtype, pg_catalog.quote_ident(namespace.nspname),
				privilege.defaclrole::pg_catalog.regrole),
			privilege.defaclacl
		from namespace
		join pg_catalog.pg_default_acl as privilege on privilege.defaclnamespace = namespace.oid
	) as granted
	cross join lateral pg_catalog.unnest(granted.acl) as item
	where item::text !~ own_item.pattern
	group by granted.identity, pg_catalog.substring(item::text, own_item.grantee)
), rename as materialized (
	select
		pg_catalog.quote_ident(namespace.nspname) || '.' as renamed,
		pg_catalog.quote_ident(pair.original) || '.' as original,
		pg_catalog.row_number() over (order by pg_catalog.length(pg_catalog.quote_ident(namespace.nspname)) desc) as place
	from rows from (pg_catalog.unnest($4::name[]), pg_catalog.unnest($6::name[])) as pair(renamed, original)
	join pg_catalog.pg_namespace as namespace on namespace.nspname = pair.renamed
), object(kind, identity, text, place) as (
	select definition.kind, definition.identity collate "C", definition.text collate "C", 0::bigint
	from definition
	union all
	select object.kind, pg_catalog.replace(object.identity, rename.renamed, rename.original),
		pg_catalog.replace(object.text, rename.renamed, rename.original), rename.place
	from object
	join rename on rename.place = object.place + 1
)
select
	object.kind,
	object.identity,
	pg_catalog.md5(object.text) as hash,
	object.text
from object
where object.place = (select pg_catalog.count(*) from rename)
	and ($2 is null or object.kind = $2 and object.identity = $3)
