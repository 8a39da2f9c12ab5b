-- Relations that are changed or hang on something that is, on both sides of a shadow.  A row a name, without its schema.
-- $1 name[]: schemas: those that were put aside, and those in their places
-- $2 text[]: quoted names, without schemas, of what differs between them
--
-- What hangs on a changed object is made anew with it: views with all their dependents, other constraints alone.  So a
-- table is told whole if anything of it is reached, but what refers to it only if it was reached itself.
with recursive scope as (
	select namespace.oid
	from pg_catalog.pg_namespace as namespace
	where namespace.nspname = any ($1::name[])
), reached(class, object) as (
	select distinct seed.class, seed.object
	from (
		select '1259'::oid, relation.oid, relation.relname
		from scope
		join pg_catalog.pg_class as relation on relation.relnamespace = scope.oid
		union all
		select '1255', function.oid, function.proname
		from scope
		join pg_catalog.pg_proc as function on function.pronamespace = scope.oid
		union all
		select '1247', type.oid, type.typname
		from scope
		join pg_catalog.pg_type as type on type.typnamespace = scope.oid
		union all
		select '3381', statistics.oid, statistics.stxname
		from scope
		join pg_catalog.pg_statistic_ext as statistics on statistics.stxnamespace = scope.oid
	) as seed(class, object, name)
	where pg_catalog.quote_ident(seed.name) = any ($2::text[])
	union
	select next.class, next.object
	from reached
	cross join lateral (
		select dependent.classid, dependent.objid
		from pg_catalog.pg_depend as dependent
		where dependent.refclassid = reached.class and dependent.refobjid = reached.object
		union all
		select '1259', rewrite.ev_class
		from pg_catalog.pg_rewrite as rewrite
		where reached.class = '2618' and rewrite.oid = reached.object and rewrite.rulename = '_RETURN'
	) as next(class, object)
), told(oid) as (
	select relation.oid
	from reached
	join lateral (
		select reached.object where reached.class = '1259'
		union all
		select part.indrelid from pg_catalog.pg_index as part
		where reached.class = '1259' and part.indexrelid = reached.object
		union all
		select part.conrelid from pg_catalog.pg_constraint as part
		where reached.class = '2606' and part.oid = reached.object
		union all
		select part.adrelid from pg_catalog.pg_attrdef as part
		where reached.class = '2604' and part.oid = reached.object
		union all
		select part.tgrelid from pg_catalog.pg_trigger as part
		where reached.class = '2620' and part.oid = reached.object
		union all
		select part.polrelid from pg_catalog.pg_policy as part
		where reached.class = '3256' and part.oid = reached.object
		union all
		select part.ev_class from pg_catalog.pg_rewrite as part
		where reached.class = '2618' and part.oid = reached.object
		union all
		select part.stxrelid from pg_catalog.pg_statistic_ext as part
		where reached.class = '3381' and part.oid = reached.object
	) as owner(oid) on true
	join pg_catalog.pg_class as relation on relation.oid = owner.oid
	union
	select whole.oid
	from told
	cross join lateral (
		select inherits.inhparent
		from pg_catalog.pg_inherits as inherits
		where inherits.inhrelid = told.oid
		union all
		-- An index or a check that is made anew for one child is made anew for all.
		select inherits.inhrelid
		from pg_catalog.pg_inherits as inherits
		join pg_catalog.pg_class as child on child.oid = inherits.inhrelid and child.relkind <> all ('{i,I}')
		where inherits.inhparent = told.oid and (child.relispartition or exists (
			select from pg_catalog.pg_constraint as part
			where part.conrelid = told.oid and part.contype = 'c' and not part.convalidated))
		union all
		-- Sequences of a table's columns, and the table of a sequence.
		select case when owned.objid = told.oid then owned.refobjid else owned.objid end
		from pg_catalog.pg_depend as owned
		join pg_catalog.pg_class as sequence on sequence.oid = owned.objid and sequence.relkind = 'S'
		where owned.classid = '1259' and owned.refclassid = '1259' and owned.refobjsubid > 0 and owned.deptype in ('a', 'i')
			and (owned.refobjid = told.oid or owned.objid = told.oid)
	) as whole(oid)
)
select distinct relation.relname as name
from told
join pg_catalog.pg_class as relation on relation.oid = told.oid
order by 1
