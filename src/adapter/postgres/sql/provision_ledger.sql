-- Whether a role can use the ledger that another role owns: one row if it cannot.
-- $1 the ledger's schema  $2 role
select 'change' as class, 'ledger ' || pg_catalog.quote_ident($1::text) as object,
       pg_catalog.quote_ident($2::text) || ' may read it and add to it' as promised,
       case when l.run is null then 'absent' else 'it may not' end as found,
       null::text as statement, false as is_outside, null::text as hint
from (
  select pg_catalog.max(n.oid) as schema, pg_catalog.max(c.oid) as run
  from pg_catalog.pg_namespace n
  left join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = 'run'
  where n.nspname = $1::text
) l
left join pg_catalog.pg_roles r on r.rolname = $2::text
where not coalesce(r.rolsuper or (pg_catalog.has_schema_privilege(r.oid, l.schema, 'usage')
                                  and pg_catalog.has_table_privilege(r.oid, l.run, 'select')
                                  and pg_catalog.has_table_privilege(r.oid, l.run, 'insert')), false)
