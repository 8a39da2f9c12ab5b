-- Everything that is in a schema: kind, identity, MD5 of the definition; sorted by nobody.
-- $1 name: schema.  $2 text: a kind, or null.  $3 text: an identity, or null: with both, the definition itself, for
-- people.
-- A definition is text that PostgreSQL's own deparsers give under search_path = pg_catalog, pg_temp, and attributes,
-- owner, privileges, comment.  Not in it: numbers of columns and of objects, what an extension brought, partitions (they
-- are data) and the names of NOT NULL constraints (18).
-- While a shadow is built, names of the renamed schema are written as those of the schema: noetl_schema.renamed.
with namespace as materialized (
	select
		namespace.oid,
		namespace.nspname,
		pg_catalog.quote_ident(namespace.nspname) || '.' as prefix,
		pg_catalog.quote_ident(nullif(pg_catalog.current_setting('noetl_schema.renamed', true), '')) || '.' as renamed_prefix
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
	select
		class.*,
		namespace.prefix || pg_catalog.quote_ident(class.relname) as name,
		case class.relkind
			when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view'
			when 'f' then 'foreign table' when 'c' then 'composite type' else 'table' end as kind,
		case class.relkind when 'S' then 's' else 'r' end::"char" as acl_kind
	from namespace
	join member on member.classid = '1259' and not member.is_foreign
	join pg_catalog.pg_class as class on class.oid = member.objid
	where not class.relispartition
), function as materialized (
	select function.*, function.oid::pg_catalog.regprocedure::text as name
	from member
	join pg_catalog.pg_proc as function on function.oid = member.objid
	where member.classid = '1255' and not member.is_foreign
), type as materialized (
	select type.*, namespace.prefix || pg_catalog.quote_ident(type.typname) as name
	from namespace
	join member on member.classid = '1247' and not member.is_foreign
	join pg_catalog.pg_type as type on type.oid = member.objid
), owned(kind, identity, classid, objid, owner, acl, default_acl, text) as (
	select
		'schema', pg_catalog.quote_ident(namespace.nspname), '2615'::oid, namespace.oid, namespace.nspowner, namespace.nspacl,
		pg_catalog.acldefault('n', namespace.nspowner), ''
	from pg_catalog.pg_namespace as namespace
	where namespace.nspname = $1
	union all
	select
		relation.kind, relation.name, '1259', relation.oid, relation.relowner, relation.relacl,
		pg_catalog.acldefault(relation.acl_kind, relation.relowner),
		pg_catalog.concat_ws(E'\n',
			'persistence ' || nullif(relation.relpersistence, 'p')::text,
			'replica identity ' || nullif(relation.relreplident, 'd')::text,
			case when relation.relrowsecurity then 'row security' end,
			case when relation.relforcerowsecurity then 'row security forced' end,
			'options ' || relation.reloptions::text,
			'toast options ' || toast.reloptions::text,
			'of ' || nullif(relation.reloftype, 0)::pg_catalog.regtype,
			'access method ' || method.amname,
			'tablespace ' || tablespace.spcname,
			case relation.relkind when 'p' then 'partition by ' || pg_catalog.pg_get_partkeydef(relation.oid) end,
			case when relation.relkind in ('v', 'm') then 'as ' || pg_catalog.pg_get_viewdef(relation.oid) end,
			case relation.relkind when 'S' then (
				select pg_catalog.format('as %s start %s increment %s minimum %s maximum %s cache %s cycle %s',
					sequence.seqtypid::pg_catalog.regtype, sequence.seqstart, sequence.seqincrement, sequence.seqmin,
					sequence.seqmax, sequence.seqcache, sequence.seqcycle)
				from pg_catalog.pg_sequence as sequence
				where sequence.seqrelid = relation.oid
			) end,
			case relation.relkind when 'S' then (
				select pg_catalog.format('owned by %s.%I (%s)', depend.refobjid::pg_catalog.regclass, attribute.attname, depend.deptype)
				from pg_catalog.pg_depend as depend
				join pg_catalog.pg_attribute as attribute
					on attribute.attrelid = depend.refobjid and attribute.attnum = depend.refobjsubid
				where depend.classid = '1259' and depend.objid = relation.oid and depend.refclassid = '1259'
					and depend.refobjsubid > 0 and depend.deptype in ('a', 'i')
			) end,
			case relation.relkind when 'f' then (
				select pg_catalog.concat_ws(' ', 'server', server.srvname, foreign_table.ftoptions::text)
				from pg_catalog.pg_foreign_table as foreign_table
				join pg_catalog.pg_foreign_server as server on server.oid = foreign_table.ftserver
				where foreign_table.ftrelid = relation.oid
			) end)
	from relation
	left join pg_catalog.pg_class as toast on toast.oid = relation.reltoastrelid
	left join pg_catalog.pg_am as method on method.oid = relation.relam and method.amname <> 'heap'
	left join pg_catalog.pg_tablespace as tablespace on tablespace.oid = relation.reltablespace
	where relation.relkind <> 'c'
	union all
	select
		case function.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end, function.name,
		'1255', function.oid, function.proowner, function.proacl, pg_catalog.acldefault('f', function.proowner),
		case function.prokind when 'a' then (
			select pg_catalog.concat_ws(' ', pg_catalog.pg_get_function_result(function.oid), function.proparallel,
				aggregate.aggkind, aggregate.aggnumdirectargs, aggregate.aggtransfn, aggregate.aggfinalfn,
				aggregate.aggcombinefn, aggregate.aggserialfn, aggregate.aggdeserialfn, aggregate.aggmtransfn,
				aggregate.aggminvtransfn, aggregate.aggmfinalfn, aggregate.aggfinalextra, aggregate.aggmfinalextra,
				aggregate.aggfinalmodify, aggregate.aggmfinalmodify, aggregate.aggsortop::pg_catalog.regoper,
				aggregate.aggtranstype::pg_catalog.regtype, aggregate.aggtransspace,
				aggregate.aggmtranstype::pg_catalog.regtype, aggregate.aggmtransspace,
				pg_catalog.quote_nullable(aggregate.agginitval), pg_catalog.quote_nullable(aggregate.aggminitval))
			from pg_catalog.pg_aggregate as aggregate
			where aggregate.aggfnoid = function.oid
		) else pg_catalog.pg_get_functiondef(function.oid) end
	from function
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
		and member.classid <> all ('{1259,1255,1247,3381,2617,3456,3602,3600,3079,826}')
), columns(kind, identity, text, acl, description) as (
	select
		'column', relation.name || '.' || pg_catalog.quote_ident(attribute.attname),
		pg_catalog.concat_ws(' ',
			pg_catalog.format_type(attribute.atttypid, attribute.atttypmod),
			case when attribute.attcollation <> type.typcollation
				then 'collate ' || attribute.attcollation::pg_catalog.regcollation end,
			case when attribute.attnotnull then 'not null' end,
			case when attribute.attgenerated <> '' then 'generated ' || attribute.attgenerated::text else 'default' end
				|| ' ' || pg_catalog.pg_get_expr(initial.adbin, initial.adrelid),
			'identity ' || nullif(attribute.attidentity, '')::text,
			'storage ' || nullif(attribute.attstorage, type.typstorage)::text,
			'statistics ' || nullif(attribute.attstattarget, -1),
			-- Only what ALTER TABLE documents: Debian's 15.20 stamps every new column with a pg_attver of its own.
			case when attribute.attoptions is not null then (
				select 'options ' || pg_catalog.string_agg(option, ', ' order by option collate "C")
				from pg_catalog.unnest(attribute.attoptions) as option
				where option like 'n\_distinct%') end,
			'foreign options ' || attribute.attfdwoptions::text),
		attribute.attacl,
		description.description
	from relation
	join pg_catalog.pg_attribute as attribute
		on attribute.attrelid = relation.oid and attribute.attnum > 0 and not attribute.attisdropped
	join pg_catalog.pg_type as type on type.oid = attribute.atttypid
	left join pg_catalog.pg_attrdef as initial
		on initial.adrelid = attribute.attrelid and initial.adnum = attribute.attnum and attribute.atthasdef
	left join pg_catalog.pg_description as description on description.classoid = '1259'
		and description.objoid = relation.oid and description.objsubid = attribute.attnum
	where relation.relkind in ('r', 'p', 'v', 'm', 'f')
), part(kind, identity, classid, objid, text) as (
	-- An index of a constraint goes with the constraint.
	select
		'index', relation.prefix || pg_catalog.quote_ident(class.relname), '1259'::oid, class.oid,
		pg_catalog.concat_ws(' ',
			pg_catalog.pg_get_indexdef(class.oid),
			case when not index.indisvalid and class.relkind = 'i' then 'invalid' end,
			case when index.indisreplident then 'replica identity' end,
			case when index.indisclustered then 'clustered' end,
			'tablespace ' || tablespace.spcname,
			case when index.indexprs is not null then (
				select 'statistics ' || pg_catalog.string_agg(attribute.attnum || ' ' || attribute.attstattarget, ', '
					order by attribute.attnum)
				from pg_catalog.pg_attribute as attribute
				where attribute.attrelid = class.oid and attribute.attstattarget >= 0
			) end)
	from (select namespace.prefix, relation.oid from relation cross join namespace) as relation
	join pg_catalog.pg_index as index on index.indrelid = relation.oid
	join pg_catalog.pg_class as class on class.oid = index.indexrelid
	left join pg_catalog.pg_tablespace as tablespace on tablespace.oid = class.reltablespace
	where not exists (
		select
		from pg_catalog.pg_depend as depend
		where depend.classid = '1259' and depend.objid = class.oid and depend.refclassid = '2606' and depend.deptype = 'i')
	union all
	select
		'constraint', relation.name || '.' || pg_catalog.quote_ident("constraint".conname), '2606', "constraint".oid,
		pg_catalog.concat_ws(' ',
			pg_catalog.pg_get_constraintdef("constraint".oid),
			case when "constraint".contype = 't' then 'trigger' end,
			case when "constraint".conindid <> 0 and "constraint".contype in ('p', 'u', 'x') then (
				select pg_catalog.concat_ws(' ',
					case when not index.indisvalid and class.relkind = 'i' then 'invalid' end,
					case when index.indisreplident then 'replica identity' end,
					case when index.indisclustered then 'clustered' end,
					'options ' || class.reloptions::text,
					'tablespace ' || tablespace.spcname)
				from pg_catalog.pg_index as index
				join pg_catalog.pg_class as class on class.oid = index.indexrelid
				left join pg_catalog.pg_tablespace as tablespace on tablespace.oid = class.reltablespace
				where index.indexrelid = "constraint".conindid
			) end,
			case when "constraint".contype = 'f' then (
				select 'not enforced: ' || pg_catalog.string_agg(trigger.tgenabled::text, '' order by trigger.tgtype)
				from pg_catalog.pg_trigger as trigger
				where trigger.tgconstraint = "constraint".oid and trigger.tgparentid = 0 and trigger.tgenabled <> 'O'
			) end)
	from relation
	join pg_catalog.pg_constraint as "constraint" on "constraint".conrelid = relation.oid
	where "constraint".conparentid = 0 and "constraint".contype <> 'n'
		and ("constraint".conislocal or "constraint".contype <> 'c')
	union all
	select
		'domain constraint', type.name || '.' || pg_catalog.quote_ident("constraint".conname), '2606', "constraint".oid,
		pg_catalog.pg_get_constraintdef("constraint".oid)
	from type
	join pg_catalog.pg_constraint as "constraint" on "constraint".contypid = type.oid
	where "constraint".contype <> 'n'
	union all
	select
		'trigger', relation.name || '.' || pg_catalog.quote_ident(trigger.tgname), '2620', trigger.oid,
		pg_catalog.pg_get_triggerdef(trigger.oid) || ' ' || trigger.tgenabled::text
	from relation
	join pg_catalog.pg_trigger as trigger on trigger.tgrelid = relation.oid
	where not trigger.tgisinternal and trigger.tgparentid = 0
	union all
	select
		'rule', relation.name || '.' || pg_catalog.quote_ident(rewrite.rulename), '2618', rewrite.oid,
		pg_catalog.pg_get_ruledef(rewrite.oid) || ' ' || rewrite.ev_enabled::text
	from relation
	join pg_catalog.pg_rewrite as rewrite on rewrite.ev_class = relation.oid
	where rewrite.rulename <> '_RETURN'
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
			from pg_catalog.unnest(privilege.defaclacl) as item)
	from namespace
	join pg_catalog.pg_default_acl as privilege on privilege.defaclnamespace = namespace.oid
), definition(kind, identity, text) as (
	select
		owned.kind, owned.identity,
		pg_catalog.concat_ws(E'\n', nullif(owned.text, ''),
			'owner ' || owned.owner::pg_catalog.regrole,
			'privileges ' || case when owned.acl is not null and owned.acl <> owned.default_acl then (
				select pg_catalog.string_agg(item::text, ' ' order by item::text collate "C")
				from pg_catalog.unnest(owned.acl) as item) end,
			'comment ' || description.description)
	from owned
	left join pg_catalog.pg_description as description on description.classoid = owned.classid
		and description.objoid = owned.objid and description.objsubid = 0
	union all
	select
		columns.kind, columns.identity,
		pg_catalog.concat_ws(E'\n', columns.text,
			'privileges ' || case when columns.acl is not null then (
				select pg_catalog.string_agg(item::text, ' ' order by item::text collate "C")
				from pg_catalog.unnest(columns.acl) as item) end,
			'comment ' || columns.description)
	from columns
	union all
	select part.kind, part.identity, pg_catalog.concat_ws(E'\n', part.text, 'comment ' || description.description)
	from part
	left join pg_catalog.pg_description as description on description.classoid = part.classid
		and description.objoid = part.objid and description.objsubid = 0
)
select
	named.kind,
	named.identity,
	pg_catalog.md5(named.text) as hash,
	case when $2 is not null then named.text end as text
from (
	select
		definition.kind,
		coalesce(pg_catalog.replace(definition.identity, namespace.renamed_prefix, namespace.prefix), definition.identity)
			as identity,
		coalesce(pg_catalog.replace(definition.text, namespace.renamed_prefix, namespace.prefix), definition.text) as text
	from definition
	cross join namespace
) as named
where $2 is null or named.kind = $2 and named.identity = $3
