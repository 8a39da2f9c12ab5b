-- What is in a schema, piece by piece; the program puts the pieces together (catalog_pieces.h), because joining them
-- here costs more planning than all the rest.  $1 name: schema.
-- $2 name[]: what a shadow has renamed schemas to; a rename that was undone counts for nothing.
-- $4 name[]: their own names, in the same order.
-- $3 name[]: tables of which the program keeps partitions: all but the default one are data, and not told.
--
-- class, object, sub   what the piece is about, as pg_depend has it
-- kind                 of an object's first piece: "table", "column", ...; "" of what is no object: see below
-- parent               the table whose name comes before the object's own
-- name                 the object's own name, quoted; complete where there is no parent
-- text                 definition, an attribute, a comment
-- privileges, usual    access privileges, and what they are when nobody has said anything
-- Classes 0 and 1 are none of the catalog's: storage parameters and statistics targets.
--
-- "" pieces: extension (an object that an extension brought), rare (there are objects that definitions_rare.sql reads),
-- renamed (names that begin so mean the other schema: a shadow is being built).
-- NOT NULL is in the column, and from 18 on a constraint as well.
-- By their indexes: a filter over a whole catalog compares every row with every number of the list.
select pg_catalog.set_config('enable_seqscan', 'off', true);
with namespace as (
	select
		namespace.oid,
		pg_catalog.quote_ident(namespace.nspname) || '.' as prefix,
		namespace.nspowner,
		namespace.nspacl
	from pg_catalog.pg_namespace as namespace
	where namespace.nspname = $1
	offset 0
), member as materialized (
	select
		pg_catalog.array_agg(member.objid) filter (where member.classid = '1255') as functions,
		pg_catalog.array_agg(member.objid) filter (where member.classid = '1259') as relations,
		pg_catalog.array_agg(member.objid) filter (where member.classid <> '1259') as others,
		pg_catalog.bool_or(member.classid <> '1259' and member.classid <> '1255') as has_rare
	from namespace
	cross join pg_catalog.pg_depend as member
	where member.refclassid = '2615' and member.refobjid = namespace.oid
), class as materialized (
	select
		pg_catalog.array_agg(relation.oid) as oids,
		pg_catalog.array_agg(relation.reltoastrelid) filter (where relation.reltoastrelid <> '0') as toasts,
		pg_catalog.array_agg(relation.oid) filter (where relation.relkind = 'S') as sequences,
		pg_catalog.array_agg(relation.oid) filter (where relation.relkind <> 'S') as tables,
		pg_catalog.array_agg(relation.oid) filter (where relation.relhastriggers) as triggered,
		pg_catalog.array_agg(relation.oid) filter (where relation.relhasrules) as ruled,
		pg_catalog.bool_or(relation.relkind = 'f') as has_foreign
	from member
	cross join pg_catalog.pg_class as relation
	where relation.oid = any (member.relations) and relation.oid <> all ((
		select kept.oids
		from (
			select array(
			select inherits.inhrelid
			from pg_catalog.pg_class as parent
			join pg_catalog.pg_inherits as inherits on inherits.inhparent = parent.oid
			where parent.relnamespace = namespace.oid and parent.relkind = 'p' and parent.relname = any ($3::name[])
				and not exists (
					select from pg_catalog.pg_partitioned_table as parted where parted.partdefid = inherits.inhrelid)) as oids
			from namespace
		) as kept)::oid[])
), index as materialized (
	select
		pg_catalog.array_agg(index.indexrelid) as oids,
		pg_catalog.array_agg(index.indexrelid) filter (where index.indexprs is not null) as expressions
	from class
	cross join pg_catalog.pg_index as index
	where index.indrelid = any (class.tables)
), "constraint" as materialized (
	select
		pg_catalog.array_agg("constraint".oid) as oids,
		pg_catalog.array_agg("constraint".conindid) filter (where "constraint".contype in ('p', 'u', 'x')) as indexes
	from class
	cross join pg_catalog.pg_constraint as "constraint"
	where "constraint".conrelid = any (class.tables)
)
select
	'2615'::oid as class, namespace.oid as object, 0 as sub, 'schema' as kind, '0'::oid as parent,
	pg_catalog.rtrim(namespace.prefix, '.') as name,
	'owner ' || namespace.nspowner::pg_catalog.regrole::text as text,
	namespace.nspacl::text as privileges, pg_catalog.acldefault('n', namespace.nspowner)::text as usual
from namespace
union all
select
	'1259', relation.oid, 0,
	case relation.relkind when 'r' then 'table' when 'p' then 'table' when 'S' then 'sequence' when 'v' then 'view'
		when 'm' then 'materialized view' when 'f' then 'foreign table' else 'index' end,
	'0', namespace.prefix || pg_catalog.quote_ident(relation.relname),
	pg_catalog.concat_ws(E'\n',
		'persistence ' || nullif(relation.relpersistence, 'p')::text,
		'replica identity ' || nullif(relation.relreplident, case relation.relkind when 'r' then 'd' when 'p' then 'd' when 'm' then 'd' else 'n' end)::text,
		case when relation.relrowsecurity then 'row security' end,
		case when relation.relforcerowsecurity then 'row security forced' end,
		'of type ' || nullif(relation.reloftype, '0')::pg_catalog.regtype::text,
		case when relation.relkind in ('r', 'm') and relation.relam <> '2' then pg_catalog.pg_describe_object('2601', relation.relam, 0) end,
		pg_catalog.pg_describe_object('1213', nullif(relation.reltablespace, '0'), 0),
		case when relation.relkind = 'v' then 'options ' || relation.reloptions::text end,
		case when relation.relispartition then 'partition ' || pg_catalog.pg_get_expr(relation.relpartbound, relation.oid) end,
		case relation.relkind when 'p' then 'partition by ' || pg_catalog.pg_get_partkeydef(relation.oid) end,
		case when relation.relkind in ('v', 'm') then pg_catalog.pg_get_viewdef(relation.oid) end,
		case when relation.relkind <> 'i' and relation.relkind <> 'I' then 'owner ' || relation.relowner::pg_catalog.regrole::text end),
	relation.relacl::text,
	case when relation.relacl is not null then
		pg_catalog.acldefault(case relation.relkind when 'S' then 's' else 'r' end::"char", relation.relowner)::text end
from namespace
cross join class
cross join index
cross join pg_catalog.pg_class as relation
where relation.oid = any (pg_catalog.array_cat(class.oids, index.oids))
union all
-- Apart from the table, as whoever runs the database may set some that the DDL never sets.
select '0', relation.oid, option.place::integer, 'storage parameter', relation.oid,
	pg_catalog.split_part(option.text, '=', 1), option.text, null, null
from class
cross join pg_catalog.pg_class as relation
cross join lateral pg_catalog.unnest(relation.reloptions) with ordinality as option(text, place)
where relation.oid = any (class.tables) and relation.reloptions is not null and relation.relkind <> 'v'
union all
-- A table for long values is called after its table's number.
select '0', toast.oid, option.place::integer, 'storage parameter', pg_catalog.substr(toast.relname::text, 10)::oid,
	'toast.' || pg_catalog.split_part(option.text, '=', 1), option.text, null, null
from class
cross join pg_catalog.pg_class as toast
cross join lateral pg_catalog.unnest(toast.reloptions) with ordinality as option(text, place)
where toast.oid = any (class.toasts) and toast.reloptions is not null
union all
select '1', attribute.attrelid, attribute.attnum::integer, 'statistics target', attribute.attrelid,
	pg_catalog.quote_ident(attribute.attname), attribute.attstattarget::text, null, null
from class
cross join pg_catalog.pg_attribute as attribute
where attribute.attrelid = any (class.tables) and attribute.attnum > 0 and attribute.attstattarget >= 0
	and not attribute.attisdropped
union all
select
	'1259', sequence.seqrelid, 0, null, '0', null,
	pg_catalog.format('as %s start %s increment %s minimum %s maximum %s cache %s cycle %s', sequence.seqtypid::pg_catalog.regtype,
		sequence.seqstart, sequence.seqincrement, sequence.seqmin, sequence.seqmax, sequence.seqcache, sequence.seqcycle),
	null, null
from class
cross join pg_catalog.pg_sequence as sequence
where sequence.seqrelid = any (class.sequences)
union all
select
	'1259', depend.objid, 0, null, '0', null,
	'owned by ' || pg_catalog.pg_describe_object(depend.refclassid, depend.refobjid, depend.refobjsubid) || ' ' || depend.deptype::text,
	null, null
from class
cross join pg_catalog.pg_depend as depend
where depend.classid = '1259' and depend.objid = any (class.sequences) and depend.refclassid = '1259'
	and depend.refobjsubid > 0 and depend.deptype in ('a', 'i')
union all
select
	'1259', attribute.attrelid, attribute.attnum::integer, 'column', attribute.attrelid, pg_catalog.quote_ident(attribute.attname),
	pg_catalog.concat_ws(' ',
		pg_catalog.format_type(attribute.atttypid, attribute.atttypmod),
		'collate ' || nullif(nullif(attribute.attcollation, '0'), '100')::pg_catalog.regcollation::text,
		case when attribute.attnotnull then 'not null' end,
		'generated ' || nullif(attribute.attgenerated, '')::text,
		'identity ' || nullif(attribute.attidentity, '')::text,
		-- Of a partition it does not matter.
		case when attribute.attinhcount > 0 and attribute.attislocal and not (
				select heir.relispartition from pg_catalog.pg_class as heir where heir.oid = attribute.attrelid) then 'local' end,
		'storage ' || attribute.attstorage::text,
		-- What ALTER TABLE documents; Debian's 15.20 stamps every new column with a pg_attver of its own.
		case when attribute.attoptions::text like '%n_distinct%' then pg_catalog.concat_ws(' ',
			pg_catalog.substring(attribute.attoptions::text, 'n_distinct=[^,}]*'),
			pg_catalog.substring(attribute.attoptions::text, 'n_distinct_inherited=[^,}]*')) end,
		case when attribute.attfdwoptions is not null then 'foreign options '
			|| (select pg_catalog.array_agg(option order by option collate "C") from pg_catalog.unnest(attribute.attfdwoptions) as option)::text end),
	attribute.attacl::text, null
from class
cross join pg_catalog.pg_attribute as attribute
where attribute.attrelid = any (class.tables) and attribute.attnum > 0 and not attribute.attisdropped
union all
select '1259', attribute.attrelid, 0, null, '0', null, pg_catalog.format('statistics %s %s', attribute.attnum, attribute.attstattarget), null, null
from index
cross join pg_catalog.pg_attribute as attribute
where attribute.attrelid = any (index.expressions) and attribute.attstattarget >= 0
union all
select '1259', initial.adrelid, initial.adnum::integer, null, '0', null, 'default ' || pg_catalog.pg_get_expr(initial.adbin, initial.adrelid), null, null
from class
cross join pg_catalog.pg_attrdef as initial
where initial.adrelid = any (class.tables)
union all
-- The index of a constraint is told by the constraint.
select
	'1259', index.indexrelid, 0, null, '0', null,
	pg_catalog.concat_ws(E'\n',
		case when index.indexrelid = any ("constraint".indexes) then 'of a constraint' else pg_catalog.pg_get_indexdef(index.indexrelid) end,
		case when not index.indisvalid then 'invalid' end,
		case when index.indisreplident then 'replica identity' end,
		case when index.indisclustered then 'clustered' end),
	null, null
from class
cross join "constraint"
cross join pg_catalog.pg_index as index
where index.indrelid = any (class.tables)
union all
select
	'2606', one.oid, 0, 'constraint', one.conrelid, pg_catalog.quote_ident(one.conname), pg_catalog.pg_get_constraintdef(one.oid),
	null, null
from class
cross join pg_catalog.pg_constraint as one
where one.conrelid = any (class.tables) and (one.conparentid = '0') is true
	and (one.conislocal or one.contype <> all ('{c,n}')
		-- It is valid in the child alone, if that was made after a check that is NOT VALID.
		or (one.contype = 'c' and one.convalidated and exists (
			select from pg_catalog.pg_inherits as inherits
			join pg_catalog.pg_constraint as above on above.conrelid = inherits.inhparent
				and above.conname = one.conname and above.contype = 'c' and not above.convalidated
			where inherits.inhrelid = one.conrelid)))
union all
-- Of the triggers behind a foreign key only those that are off: then nobody checks it. Of a partition's copies those that
-- are not enabled as their parent's is.
select
	case when trigger.tgisinternal then '2606'::oid else '2620'::oid end,
	case when trigger.tgisinternal then trigger.tgconstraint else trigger.oid end,
	0,
	case when not trigger.tgisinternal then 'trigger' end,
	trigger.tgrelid, pg_catalog.quote_ident(trigger.tgname),
	case when trigger.tgisinternal then 'not enforced' else pg_catalog.concat_ws(E'\n', pg_catalog.pg_get_triggerdef(trigger.oid), 'enabled ' || trigger.tgenabled::text,
		'comment ' || pg_catalog.obj_description(trigger.oid, 'pg_trigger')) end,
	null, null
from class
cross join pg_catalog.pg_trigger as trigger
where trigger.tgrelid = any (class.triggered)
	and (trigger.tgparentid = '0' or not trigger.tgisinternal and trigger.tgenabled <> (
		select parent.tgenabled from pg_catalog.pg_trigger as parent where parent.oid = trigger.tgparentid))
	and (not trigger.tgisinternal or trigger.tgenabled <> 'O')
union all
select
	'2618', rewrite.oid, 0, 'rule', rewrite.ev_class, pg_catalog.quote_ident(rewrite.rulename),
	pg_catalog.concat_ws(E'\n', pg_catalog.pg_get_ruledef(rewrite.oid), 'enabled ' || rewrite.ev_enabled::text,
		'comment ' || pg_catalog.obj_description(rewrite.oid, 'pg_rewrite')),
	null, null
from class
cross join pg_catalog.pg_rewrite as rewrite
where rewrite.ev_class = any (class.ruled) and rewrite.rulename <> '_RETURN'
union all
select
	'1255', function.oid, 0, case function.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end, '0',
	function.oid::pg_catalog.regprocedure::text,
	case when function.prokind <> 'a' then pg_catalog.pg_get_functiondef(function.oid)
		else pg_catalog.pg_get_function_result(function.oid) || ' ' || function.proparallel::text end
		|| ' owner ' || function.proowner::pg_catalog.regrole::text,
	function.proacl::text, pg_catalog.acldefault('f', function.proowner)::text
from member
cross join pg_catalog.pg_proc as function
where function.oid = any (member.functions)
union all
select
	'1255', aggregate.aggfnoid::oid, 0, null, '0', null,
	pg_catalog.concat_ws(' ', aggregate.aggkind, aggregate.aggnumdirectargs, aggregate.aggtransfn, aggregate.aggfinalfn,
		aggregate.aggcombinefn, aggregate.aggserialfn, aggregate.aggdeserialfn, aggregate.aggmtransfn,
		aggregate.aggminvtransfn, aggregate.aggmfinalfn, aggregate.aggfinalextra, aggregate.aggmfinalextra,
		aggregate.aggfinalmodify, aggregate.aggmfinalmodify, aggregate.aggsortop::pg_catalog.regoper,
		aggregate.aggtranstype::pg_catalog.regtype, aggregate.aggtransspace, aggregate.aggmtranstype::pg_catalog.regtype,
		aggregate.aggmtransspace, pg_catalog.quote_nullable(aggregate.agginitval), pg_catalog.quote_nullable(aggregate.aggminitval)),
	null, null
from member
cross join pg_catalog.pg_aggregate as aggregate
where aggregate.aggfnoid = any (member.functions)
union all
select description.classoid, description.objoid, description.objsubid, null, '0', null, 'comment ' || description.description, null, null
from namespace
cross join member
cross join class
cross join index
cross join "constraint"
cross join pg_catalog.pg_description as description
where description.objoid = any (pg_catalog.array_cat(
	pg_catalog.array_cat(class.oids, index.oids),
	pg_catalog.array_cat("constraint".oids, pg_catalog.array_append(member.functions, namespace.oid))))
union all
select extension.classid, extension.objid, 0, '', '0', 'extension', null, null, null
from pg_catalog.pg_depend as extension
where extension.refclassid = '3079' and extension.deptype = 'e'
union all
select '0', '0', 0, '', '0', 'rare', null, null, null
from member
cross join class
where member.has_rare or class.has_foreign
	or pg_catalog.pg_relation_size('pg_catalog.pg_policy') > 0 or pg_catalog.pg_relation_size('pg_catalog.pg_inherits') > 0
union all
select '0', '0', 0, '', '0', 'renamed', pg_catalog.quote_ident(namespace.nspname) || '.', pg_catalog.quote_ident(pair.original) || '.', null
from rows from (pg_catalog.unnest($2::name[]), pg_catalog.unnest($4::name[])) as pair(renamed, original)
join pg_catalog.pg_namespace as namespace on namespace.nspname = pair.renamed;
reset enable_seqscan
