-- The statement that tells what would be lost. One row, one column: statement; null if nothing is there.
-- It gives a row for each loss: kind, name, row_count, is_estimate, size_bytes.
-- $1 int8[]: relations; $2 text[]: gone, column or emptied; $3 text[]: numbers of the columns, "3,7", some of
-- which may have been dropped long ago.
--
-- What is lost together with its parent (partitions of a partitioned table, inherited columns) is the parent's
-- loss. Up to 10,000 rows are counted, more are estimated by the server's statistics; so is what the login may not read.
with suspect as (
	select given.relation::pg_catalog.oid as relation, given.cause, given.columns
	from rows from (
		pg_catalog.unnest($1::pg_catalog.int8[]), pg_catalog.unnest($2::pg_catalog.text[]),
		pg_catalog.unnest($3::pg_catalog.text[])
	) as given (relation, cause, columns)
), lost_column as (
	select suspect.relation, attribute.attname
	from suspect
	join pg_catalog.pg_attribute as attribute on attribute.attrelid = suspect.relation
		and attribute.attnum = any (pg_catalog.string_to_array(suspect.columns, ',')::pg_catalog.int2[])
	where suspect.cause = 'column' and not attribute.attisdropped
), lost as (
	select suspect.relation, null::pg_catalog.name as attname
	from suspect
	where suspect.cause <> 'column'
		and not exists (
			select
			from pg_catalog.pg_partition_ancestors(suspect.relation) as ancestor
			join suspect as parent on parent.relation = ancestor.relid and parent.cause <> 'column'
			where ancestor.relid <> suspect.relation
		)
	union all
	select lost_column.relation, lost_column.attname
	from lost_column
	where not exists (
		select
		from pg_catalog.pg_inherits as inherits
		join lost_column as parent on parent.relation = inherits.inhparent and parent.attname = lost_column.attname
		where inherits.inhrelid = lost_column.relation
	)
), described as (
	select
		case
			when lost.attname is not null then 'column'
			when class.relkind = 'm' then 'materialized view'
			when class.relispartition then 'partition'
			else 'table'
		end as kind,
		pg_catalog.format('%I.%I', namespace.nspname, class.relname) as name,
		lost.attname,
		case when class.relkind = 'p' then '' else 'only ' end as only_word,
		pg_catalog.has_schema_privilege(namespace.oid, 'usage')
			and pg_catalog.has_table_privilege(class.oid, 'select')
			and not pg_catalog.row_security_active(class.oid) as is_readable,
		members.row_estimate,
		members.size_bytes
	from lost
	join pg_catalog.pg_class as class on class.oid = lost.relation
	join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
	cross join lateral (
		select
			coalesce(pg_catalog.sum(greatest(member.reltuples, 0)), 0)::pg_catalog.int8 as row_estimate,
			coalesce(pg_catalog.sum(pg_catalog.pg_total_relation_size(member.oid)), 0)::pg_catalog.int8 as size_bytes
		from (
			select class.oid where class.relkind <> 'p'
			union all
			select tree.relid from pg_catalog.pg_partition_tree(class.oid) as tree where class.relkind = 'p' and tree.isleaf
		) as leaf (relation)
		join pg_catalog.pg_class as member on member.oid = leaf.relation
	) as members
)
select pg_catalog.string_agg(
	case
		when not is_readable then pg_catalog.format(
			'select %L as kind, %L as name, %s::pg_catalog.int8 as row_count, true as is_estimate, '
				'%s::pg_catalog.int8 as size_bytes',
			kind, name || coalesce('.' || pg_catalog.quote_ident(attname), ''),
			case when size_bytes > 0 then greatest(row_estimate, 1) else 0 end, size_bytes
		)
		when attname is null then pg_catalog.format(
			'select %L as kind, %L as name, case when pg_catalog.count(*) > 10000 then %s else pg_catalog.count(*) end '
				'as row_count, pg_catalog.count(*) > 10000 as is_estimate, %s::pg_catalog.int8 as size_bytes '
				'from (select from %s%s limit 10001) as counted',
			kind, name, greatest(row_estimate, 10001), size_bytes, only_word, name
		)
		else pg_catalog.format(
			'select %L as kind, %L as name, case when pg_catalog.count(*) > 10000 then %3$s else pg_catalog.count(*) end '
				'as row_count, pg_catalog.count(*) > 10000 as is_estimate, '
				'coalesce((pg_catalog.avg(coalesce(pg_catalog.pg_column_size(counted.value), 0)) '
				'* case when pg_catalog.count(*) > 10000 then %3$s else pg_catalog.count(*) end)::pg_catalog.int8, 0) '
				'as size_bytes from (select %4$I as value from %5$s%6$s limit 10001) as counted',
			kind, name || '.' || pg_catalog.quote_ident(attname), greatest(row_estimate, 10001), attname, only_word, name
		)
	end,
	' union all ' order by kind <> 'table', kind, name, attname
) as statement
from described
