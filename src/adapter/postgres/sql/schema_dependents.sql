-- Objects outside a schema that depend on objects in it: what dropping its contents would drop as well.
-- $1 name: schema.  $2 text[]: names of schemas that do not count.  The first step is enough: what depends on these in turn is found once they are gone.
-- $3 bool: whether extensions and what they brought stay, and so what depends on those.
-- An object without a schema of its own (constraint, default, rule, trigger, policy) has its table's, which is
-- the first part of its address; the member of an operator family has the family's, which is the second.
with home as (
	select namespace.oid from pg_catalog.pg_namespace as namespace where namespace.nspname = $1::pg_catalog.name
), inside(classid, objid) as (
	select 'pg_catalog.pg_class'::pg_catalog.regclass::oid, class.oid
	from pg_catalog.pg_class as class where class.relnamespace in (select home.oid from home)
	union all
	select 'pg_catalog.pg_type'::pg_catalog.regclass, type.oid
	from pg_catalog.pg_type as type where type.typnamespace in (select home.oid from home)
	union all
	select 'pg_catalog.pg_proc'::pg_catalog.regclass, function.oid
	from pg_catalog.pg_proc as function where function.pronamespace in (select home.oid from home)
	union all
	select 'pg_catalog.pg_constraint'::pg_catalog.regclass, constraint_.oid
	from pg_catalog.pg_constraint as constraint_ where constraint_.connamespace in (select home.oid from home)
	union
	select depend.classid, depend.objid
	from pg_catalog.pg_depend as depend
	where depend.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
		and depend.refobjid in (select home.oid from home)
	union
	select member.classid, member.objid
	from pg_catalog.pg_extension as extension
	join pg_catalog.pg_depend as member
		on member.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
		and member.refobjid = extension.oid and member.deptype = 'e'
	where extension.extnamespace in (select home.oid from home)
), gone(classid, objid) as (
	select inside.classid, inside.objid
	from inside
	where not $3::bool or inside.classid <> 'pg_catalog.pg_extension'::pg_catalog.regclass and not exists (
		select
		from pg_catalog.pg_depend as member
		where member.classid = inside.classid and member.objid = inside.objid and member.deptype = 'e')
), dependent as (
	select distinct depend.classid, depend.objid, depend.objsubid
	from pg_catalog.pg_depend as depend
	join gone on gone.classid = depend.refclassid and gone.objid = depend.refobjid
	where depend.deptype in ('n', 'a')
		and not exists (select from inside as own where own.classid = depend.classid and own.objid = depend.objid)
)
select distinct
	case when dependent.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
		then pg_catalog.pg_describe_object('pg_catalog.pg_class'::pg_catalog.regclass, rule.ev_class, 0)
		else pg_catalog.pg_describe_object(dependent.classid, dependent.objid, dependent.objsubid)
	end as description
from dependent
cross join lateral pg_catalog.pg_identify_object(dependent.classid, dependent.objid, 0) as identity
cross join lateral pg_catalog.pg_identify_object_as_address(dependent.classid, dependent.objid, 0) as address
left join pg_catalog.pg_rewrite as rule
	on dependent.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass and rule.oid = dependent.objid
cross join lateral (
	select coalesce(identity.schema, pg_catalog.quote_ident(case
		when dependent.classid in ('pg_catalog.pg_amop'::pg_catalog.regclass, 'pg_catalog.pg_amproc'::pg_catalog.regclass)
			then address.object_names[2]
		else address.object_names[1] end)) as schema
) as place
where place.schema is distinct from pg_catalog.quote_ident($1::text)
	and (place.schema is null or place.schema not in (
		select pg_catalog.quote_ident(later.name) from pg_catalog.unnest($2::text[]) as later(name)))
order by 1
