-- What moves when something that defines a schema changes: a row for each, the first for $1 unless there is none.
-- $1 name: schema; beyond_set.sql names more of them.
-- $2 name[]: as $3 of definitions.sql.  docs/fingerprint.md tells what is in it and why it is written so.
-- Every column is a multiset; the program sorts and hashes.  Mostly xmin, which every rewritten row gets anew;
-- pg_class by what defines a relation, because TRUNCATE, REINDEX and VACUUM FULL rewrite its rows too.
-- Reads system catalogs only, no relation of the schema, so it waits for nobody.
-- By their indexes: a filter over a whole catalog compares every row with every number of the list.
select pg_catalog.set_config('enable_seqscan', 'off', true);
select
	member.oids is null as is_empty,
	-- That of $1 is in fingerprint_roles.sql.
	case when namespace.nspname <> $1 then array[namespace.xmin] end as namespaces,
	class.hashes as classes,
	array(
		select pg_catalog.hashtextextended(pg_catalog.concat_ws('|', class_of_index.relname, class_of_index.relowner,
			class_of_index.relpersistence, class_of_index.reloptions, class_of_index.reltablespace), 0)
		from pg_catalog.pg_class as class_of_index
		where class_of_index.oid = any (pg_catalog.array_cat(index.oids, class.toasts))
	) as index_classes,
	array(
		select attribute.xmin
		from pg_catalog.pg_attribute as attribute
		where attribute.attrelid = any (pg_catalog.array_cat(class.oids, index.expressions)) and attribute.attnum > 0
	) as attributes,
	"constraint".xmins as constraints,
	index.xmins as indexes,
	trigger.xmins as triggers,
	rewrite.xmins as rewrites,
	array(
		select sequence.xmin
		from pg_catalog.pg_sequence as sequence
		where sequence.seqrelid = any (class.sequences)
	) as sequences,
	array(
		select function.xmin
		from pg_catalog.pg_proc as function
		where function.oid = any (member.functions)
	) as functions,
	array(
		select description.xmin
		from pg_catalog.pg_description as description
		where description.objoid = any (pg_catalog.array_cat(
			pg_catalog.array_cat(pg_catalog.array_cat(class.oids, index.oids), pg_catalog.array_cat("constraint".oids, trigger.oids)),
			pg_catalog.array_cat(rewrite.oids, pg_catalog.array_append(member.others, namespace.oid))))
	) as descriptions,
	array(
		select default_acl.xmin
		from pg_catalog.pg_default_acl as default_acl
		where default_acl.defaclnamespace = namespace.oid
			or default_acl.defaclnamespace = '0' and default_acl.defaclrole = namespace.nspowner
	) as default_privileges,
	case when member.has_rare or class.has_foreign or pg_catalog.pg_relation_size('pg_catalog.pg_policy') > 0 then array(
		select stat.word
		from pg_catalog.ts_stat(pg_catalog.format('
			select pg_catalog.array_to_tsvector(pg_catalog.array_agg(part.word))
			from (
				with type as (
					select type.oid, type.xmin, type.typrelid
					from pg_catalog.pg_type as type
					left join pg_catalog.pg_class as class on class.oid = type.typrelid
					where type.typnamespace = %1$s and type.typelem = 0
						and (class.relkind is null or class.relkind = ''c'')
				), operator_family as (
					select oid, xmin from pg_catalog.pg_opfamily where opfnamespace = %1$s
				)
				select ''type:'' || oid || '':'' || xmin from type
				union all
				select ''attribute:'' || attrelid || '':'' || attnum || '':'' || xmin from pg_catalog.pg_attribute
				where attrelid in (select typrelid from type where typrelid <> 0) and attnum > 0
				union all
				select ''comment:'' || objoid || '':'' || objsubid || '':'' || xmin from pg_catalog.pg_description
				where objoid in (select typrelid from type where typrelid <> 0)
				union all
				select ''enum:'' || oid || '':'' || xmin from pg_catalog.pg_enum where enumtypid in (select oid from type)
				union all
				select ''constraint:'' || oid || '':'' || xmin from pg_catalog.pg_constraint
				where contypid in (select oid from type)
				union all
				select ''comment:'' || objoid || '':'' || xmin from pg_catalog.pg_description
				where objoid in (select oid from pg_catalog.pg_constraint where contypid in (select oid from type))
				union all
				select ''operator:'' || oid || '':'' || xmin from pg_catalog.pg_operator where oprnamespace = %1$s
				union all
				select ''opclass:'' || oid || '':'' || xmin from pg_catalog.pg_opclass where opcnamespace = %1$s
				union all
				select ''opfamily:'' || oid || '':'' || xmin from operator_family
				union all
				select ''amop:'' || oid || '':'' || xmin from pg_catalog.pg_amop
				where amopfamily in (select oid from operator_family)
				union all
				select ''amproc:'' || oid || '':'' || xmin from pg_catalog.pg_amproc
				where amprocfamily in (select oid from operator_family)
				union all
				select ''collation:'' || oid || '':'' || xmin from pg_catalog.pg_collation where collnamespace = %1$s
				union all
				select ''conversion:'' || oid || '':'' || xmin from pg_catalog.pg_conversion where connamespace = %1$s
				union all
				select ''ts_config:'' || oid || '':'' || xmin from pg_catalog.pg_ts_config where cfgnamespace = %1$s
				union all
				select ''ts_config_map:'' || map.mapcfg || '':'' || map.maptokentype || '':'' || map.mapseqno || '':'' || map.xmin
				from pg_catalog.pg_ts_config_map as map
				join pg_catalog.pg_ts_config as config on config.oid = map.mapcfg
				where config.cfgnamespace = %1$s
				union all
				select ''ts_dict:'' || oid || '':'' || xmin from pg_catalog.pg_ts_dict where dictnamespace = %1$s
				union all
				select ''ts_parser:'' || oid || '':'' || xmin from pg_catalog.pg_ts_parser where prsnamespace = %1$s
				union all
				select ''ts_template:'' || oid || '':'' || xmin from pg_catalog.pg_ts_template where tmplnamespace = %1$s
				union all
				select ''policy:'' || policy.oid || '':'' || policy.xmin
				from pg_catalog.pg_policy as policy
				join pg_catalog.pg_class as class on class.oid = policy.polrelid
				where class.relnamespace = %1$s
				union all
				select ''comment:'' || objoid || '':'' || xmin from pg_catalog.pg_description
				where objoid in (
					select policy.oid
					from pg_catalog.pg_policy as policy
					join pg_catalog.pg_class as class on class.oid = policy.polrelid
					where class.relnamespace = %1$s)
				union all
				select ''statistics:'' || oid || '':'' || xmin from pg_catalog.pg_statistic_ext where stxnamespace = %1$s
				union all
				select ''extension:'' || oid || '':'' || xmin from pg_catalog.pg_extension where extnamespace = %1$s
				union all
				select ''foreign_table:'' || ftrelid || '':'' || foreign_table.xmin
				from pg_catalog.pg_foreign_table as foreign_table
				join pg_catalog.pg_class as class on class.oid = foreign_table.ftrelid
				where class.relnamespace = %1$s
			) as part(word)', namespace.oid)) as stat
	) end as rare_objects
from pg_catalog.pg_namespace as namespace
cross join lateral (
	select
		pg_catalog.array_agg(member.objid) as oids,
		pg_catalog.array_agg(member.objid) filter (where member.classid = '1259') as relations,
		pg_catalog.array_agg(member.objid) filter (where member.classid = '1255') as functions,
		pg_catalog.array_agg(member.objid) filter (where member.classid <> '1259') as others,
		pg_catalog.bool_or(member.classid <> all ('{1259,1255,826}')) as has_rare
	from pg_catalog.pg_depend as member
	where member.refclassid = '2615' and member.refobjid = namespace.oid
	offset 0
) as member
cross join lateral (
	select
		pg_catalog.array_agg(relation.oid) as oids,
		pg_catalog.array_agg(relation.reltoastrelid) filter (where relation.reltoastrelid <> '0') as toasts,
		pg_catalog.array_agg(relation.oid) filter (where relation.relkind = 'S') as sequences,
		pg_catalog.array_agg(relation.oid) filter (where relation.relhastriggers) as triggered,
		pg_catalog.array_agg(relation.oid) filter (where relation.relhasrules) as ruled,
		pg_catalog.bool_or(relation.relkind = 'f') as has_foreign,
		pg_catalog.array_agg(pg_catalog.hashtextextended(pg_catalog.concat_ws('|',
			relation.relname, relation.relkind, relation.relowner, relation.relpersistence, relation.relreplident,
			relation.relrowsecurity, relation.relforcerowsecurity, relation.reloptions, relation.relacl,
			relation.reloftype, relation.relam, relation.reltablespace, relation.relpartbound), 0)) as hashes
	from pg_catalog.pg_class as relation
	where relation.oid = any (member.relations) and relation.oid <> all (array(
			select inherits.inhrelid
			from pg_catalog.pg_class as parent
			join pg_catalog.pg_inherits as inherits on inherits.inhparent = parent.oid
			where parent.relnamespace = namespace.oid and namespace.nspname = $1 and parent.relkind = 'p' and parent.relname = any ($2::name[])
				and not exists (
					select from pg_catalog.pg_partitioned_table as parted where parted.partdefid = inherits.inhrelid)))
	offset 0
) as class
cross join lateral (
	select
		pg_catalog.array_agg(index.indexrelid) as oids,
		pg_catalog.array_agg(index.indexrelid) filter (where index.indexprs is not null) as expressions,
		pg_catalog.array_agg(index.xmin) as xmins
	from pg_catalog.pg_index as index
	where index.indrelid = any (class.oids)
	offset 0
) as index
cross join lateral (
	select
		pg_catalog.array_agg("constraint".oid) filter (where "constraint".conparentid = '0') as oids,
		pg_catalog.array_agg("constraint".xmin) filter (where "constraint".conparentid = '0') as xmins
	from pg_catalog.pg_constraint as "constraint"
	where "constraint".conrelid = any (class.oids)
	offset 0
) as "constraint"
cross join lateral (
	select pg_catalog.array_agg(trigger.oid) as oids, pg_catalog.array_agg(trigger.xmin) as xmins
	from pg_catalog.pg_trigger as trigger
	-- Of the triggers behind foreign keys only those that are off: references from elsewhere put theirs here too.
	where trigger.tgrelid = any (class.triggered) and trigger.tgparentid = '0'
		and (not trigger.tgisinternal or trigger.tgenabled <> 'O')
	offset 0
) as trigger
cross join lateral (
	select pg_catalog.array_agg(rewrite.oid) as oids, pg_catalog.array_agg(rewrite.xmin) as xmins
	from pg_catalog.pg_rewrite as rewrite
	where rewrite.ev_class = any (class.ruled)
	offset 0
) as rewrite
where namespace.nspname = any (pg_catalog.array_append(
	nullif(pg_catalog.current_setting('noetl_schema.beyond', true), '')::name[], $1::name))
order by namespace.nspname <> $1, namespace.nspname;
reset enable_seqscan
