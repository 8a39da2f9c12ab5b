-- The statement that tells which tables have no row of before this transaction any more. One row, one
-- column: statement; null if there is nothing to ask. It gives a row for each such table: relation, is_emptied.
-- $1 int8[]: tables; $2, $3 int8[]: rows that the run has inserted into and deleted from each; $4 bool[]: whether
-- its file is another one; $5 bool: whether the counters can be believed.
--
-- A row of before is one that was written before this transaction, or one that the transaction did not insert:
-- it has updated or rewritten it. The first is found at the first such row, so that a DELETE of some rows of a
-- large table costs no scan. A file that is another one counts only under the lock that this takes: VACUUM FULL
-- of somebody else changes it too. What the login may not read is told by the counters.
with touched as (
	select
		class.oid as relation,
		class.relispartition as is_partition,
		case
			when class.relispartition then pg_catalog.pg_partition_root(class.oid)::pg_catalog.oid
			else class.oid
		end as root,
		given.inserted,
		given.deleted,
		given.is_refiled and exists (
			select
			from pg_catalog.pg_locks as lock
			where lock.locktype = 'relation'
				and lock.relation = class.oid
				and lock.pid = pg_catalog.pg_backend_pid()
				and lock.mode = 'AccessExclusiveLock'
		) as is_refiled
	from rows from (
		pg_catalog.unnest($1::pg_catalog.int8[]), pg_catalog.unnest($2::pg_catalog.int8[]),
		pg_catalog.unnest($3::pg_catalog.int8[]), pg_catalog.unnest($4::pg_catalog.bool[])
	) as given (relation, inserted, deleted, is_refiled)
	join pg_catalog.pg_class as class on class.oid = given.relation::pg_catalog.oid
), asked as (
	select
		root as relation,
		pg_catalog.sum(inserted)::pg_catalog.int8 as inserted,
		pg_catalog.sum(deleted)::pg_catalog.int8 as deleted,
		pg_catalog.bool_or(is_refiled) as is_refiled
	from touched
	group by root
	having pg_catalog.bool_or(is_refiled or deleted > 0 or not $5::pg_catalog.bool)
	union all
	select relation, inserted, deleted, true
	from touched
	where is_partition and is_refiled
), described as (
	select
		asked.*,
		pg_catalog.format('%I.%I', namespace.nspname, class.relname) as name,
		case when class.relkind = 'p' then '' else 'only ' end as only_word,
		class.reltuples,
		pg_catalog.has_schema_privilege(namespace.oid, 'usage')
			and pg_catalog.has_table_privilege(class.oid, 'select')
			and not pg_catalog.row_security_active(class.oid) as is_readable
	from asked
	join pg_catalog.pg_class as class on class.oid = asked.relation
	join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
)
select pg_catalog.string_agg(
	case
		when is_readable then pg_catalog.format(
			'select %s::pg_catalog.int8 as relation, not (exists (select from %s%s as old where pg_catalog.age(old.xmin) '
				'> pg_catalog.age(pg_catalog.pg_current_xact_id()::pg_catalog.xid))%s) as is_emptied',
			relation, only_word, name,
			case
				when $5::pg_catalog.bool
					then pg_catalog.format(' or (select pg_catalog.count(*) from %s%s) > %s', only_word, name, inserted)
				else ''
			end
		)
		else pg_catalog.format(
			'select %s::pg_catalog.int8 as relation, %L::pg_catalog.bool as is_emptied',
			relation, is_refiled or not $5::pg_catalog.bool or deleted >= greatest(reltuples, 1)
		)
	end,
	' union all '
) as statement
from described
