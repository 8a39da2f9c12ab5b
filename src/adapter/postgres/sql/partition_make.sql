-- Makes one partition and moves its rows out of the default partition; in a transaction of its own.
-- $1 name: schema.  $2 name: table.  $3 name: partition.  $4, $5 bigint: bounds, Unix milliseconds.
-- One row, one column: moved_count; null if the table has a partition of this name by now.
--
-- LIKE and ATTACH rather than PARTITION OF: that takes ACCESS EXCLUSIVE on the table, this takes SHARE
-- UPDATE EXCLUSIVE, under which readers and writers go on.  ATTACH itself makes indexes, foreign keys and
-- triggers like the table's (PostgreSQL manual, ALTER TABLE), after the rows have moved.
-- Both locks are taken before anything is read, and never a weaker one first: a lock that is strengthened
-- later deadlocks with whoever did the same.
-- A row that moves is deleted first, so a foreign key that follows deletions (CASCADE, SET NULL) refuses it.
-- Privileges of the table are not copied: who reads through the table needs none on a partition, and
-- row security of the table would not hold for who reads the partition alone.
select pg_catalog.set_config('noetl_schema.partition', pg_catalog.jsonb_build_object(
	'schema', $1::text, 'table', $2::text, 'name', $3::text,
	'lower', pg_catalog.to_timestamp($4::bigint / 1000.0), 'upper', pg_catalog.to_timestamp($5::bigint / 1000.0)
)::text, true);

do $make$
declare
	request constant jsonb := pg_catalog.current_setting('noetl_schema.partition')::jsonb;
	lower_bound constant timestamptz := (request ->> 'lower')::timestamptz;
	upper_bound constant timestamptz := (request ->> 'upper')::timestamptz;
	wanted constant text := pg_catalog.format('%I.%I', request ->> 'schema', request ->> 'name');
	likeness text := 'including defaults including constraints including generated including storage';
	parent record;
	columns text;
	range_of_rows text;
	referring name;
	has_rows boolean;
	moved_count bigint := 0;
begin
	execute format('lock table only %I.%I in share update exclusive mode', request ->> 'schema', request ->> 'table');
	select class.oid, class.oid::regclass as identity, class.relowner::regrole as owner,
		key.attname as key_column, nullif(partitioned.partdefid, 0)::regclass as default_partition,
		tablespace.spcname as tablespace, method.amname as access_method
	into strict parent
	from pg_class as class
	join pg_namespace as namespace on namespace.oid = class.relnamespace
	join pg_partitioned_table as partitioned on partitioned.partrelid = class.oid
	join pg_attribute as key on key.attrelid = class.oid and key.attnum = partitioned.partattrs[0]
	left join pg_tablespace as tablespace on tablespace.oid = class.reltablespace
	left join pg_am as method on method.oid = class.relam
	where namespace.nspname = request ->> 'schema' and class.relname = request ->> 'table';
	if exists (
			select
			from pg_inherits
			join pg_class on pg_class.oid = pg_inherits.inhrelid
			where pg_inherits.inhparent = parent.oid and pg_class.relname = request ->> 'name') then
		perform set_config('noetl_schema.partition', '', true);
		return;
	end if;
	if parent.default_partition is not null then
		execute format('lock table %s in access exclusive mode', parent.default_partition);
	end if;

	if current_setting('server_version_num')::integer >= 140000 then
		likeness := likeness || ' including compression';
	end if;
	execute format('create table %s (like %s %s including comments)', wanted, parent.identity, likeness)
		|| coalesce(' using ' || quote_ident(parent.access_method), '')
		|| coalesce(' tablespace ' || quote_ident(parent.tablespace), '');
	if parent.owner::text <> quote_ident(current_user) then
		execute format('alter table %s owner to %s', wanted, parent.owner);
	end if;

	if parent.default_partition is not null then
		range_of_rows := format('%1$I >= %2$L and %1$I < %3$L', parent.key_column, lower_bound, upper_bound);
		select conname into referring
		from pg_constraint
		where confrelid = parent.oid and contype = 'f' and conparentid = 0 and confdeltype in ('c', 'n', 'd')
		order by conname limit 1;
		if referring is not null then
			execute format('select exists (select from %s where %s)', parent.default_partition, range_of_rows)
			into has_rows;
			if has_rows then
				raise exception 'rows of partition % cannot leave the default partition: foreign key "%" would follow their deletion',
					wanted, referring using errcode = 'object_not_in_prerequisite_state',
					hint = 'Move these rows by hand, with the foreign key dropped meanwhile.';
			end if;
		end if;
		select string_agg(quote_ident(attname), ', ' order by attnum) into columns
		from pg_attribute
		where attrelid = parent.oid and attnum > 0 and not attisdropped and attgenerated = '';
		execute format(
			'with moved as (delete from %1$s where %2$s returning %3$s) insert into %4$s (%3$s) select %3$s from moved',
			parent.default_partition, range_of_rows, columns, wanted);
		get diagnostics moved_count = row_count;
	end if;

	execute format('alter table %s attach partition %s for values from (%L) to (%L)',
		parent.identity, wanted, lower_bound, upper_bound);
	execute format('comment on table %s is %L', wanted, format('Rows of %s from %s up to %s, UTC.',
		request ->> 'table', to_char(lower_bound at time zone 'UTC', 'YYYY-MM-DD'),
		to_char(upper_bound at time zone 'UTC', 'YYYY-MM-DD')));
	perform set_config('noetl_schema.partition', moved_count::text, true);
end
$make$;

select nullif(pg_catalog.current_setting('noetl_schema.partition'), '')::bigint as moved_count
