-- Whether a ledger can be used: one row.  $1 text: its schema.  $2 text: its owner.
--
-- run_exists   whether there is one at all
-- problem      what is wrong with the first thing that is not as ledger_create.sql makes it; null: nothing
-- is_layout_1  it was made by a program before 0.1.0
--
-- What would run code of the ledger's owner in the session of another role that reads it is refused: views, rules, row
-- security, children, defaults, checks, casts of a column's type, and what the planner evaluates (expressions of
-- indexes and of extended statistics).  A trigger of ours may be switched off: that is how an owner mends its ledger.
with wish as (
  select $1::text as schema, $2::text as owner
), namespace as (
  select n.oid, n.nspname, pg_catalog.pg_get_userbyid(n.nspowner) as owner
  from pg_catalog.pg_namespace n join wish w on n.nspname = w.schema
), expected(position, name, trigger, shape) as (values
  (1, 'run', 'run_is_append_only', 'id bigint not null always, run uuid not null, recorded_at timestamp with time zone not null, '
    'database_name name not null, schema_name text not null, source text not null, outcome text not null, version bigint not null, '
    'checksum text not null, options text, fingerprint text, statement_count bigint not null, '
    'started_at timestamp with time zone not null, finished_at timestamp with time zone not null, session_role text, '
    'tool_version text not null, server_version integer not null, pod text, image text, image_digest text, revision text, note text'),
  (2, 'promise', 'promise_is_append_only', 'run uuid not null, kinds text[] not null, identities text[] not null, hashes text[] not null, '
    'texts text[], schemas text[], postponed boolean[], managed_schemas text[]'),
  (3, 'journal', 'journal_is_append_only', 'id bigint not null always, recorded_at timestamp with time zone not null, run uuid not null, '
    'schema_name text not null, source text not null, checksum text not null, step bigint not null, state text not null, statement text not null')
), found as (
  select e.position, e.name, e.trigger, e.shape as expected_shape, c.*, n.oid as schema_oid,
         pg_catalog.pg_get_userbyid(c.relowner) as owner,
         (select pg_catalog.string_agg(pg_catalog.concat_ws(' ', a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
                   case when a.attnotnull then 'not null' end, case a.attidentity when 'a' then 'always' when 'd' then 'by default' end,
                   case when a.atthasdef then 'default' end, case when a.attgenerated <> '' then 'generated' end), ', ' order by a.attnum)
          from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0) as shape
  from expected e
  cross join namespace n
  left join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = e.name
), problems(position, number, text) as (
  select 0, 1, pg_catalog.format('it belongs to role %I, not to %I', n.owner, w.owner) from namespace n, wish w where n.owner <> w.owner
  union all
  select f.position, 2, pg_catalog.format('table %I is missing', f.name) from found f where f.oid is null
  union all
  select f.position, 3, pg_catalog.format('%I is %s', f.name, case f.relkind
           when 'v' then 'a view' when 'm' then 'a materialized view' when 'f' then 'a foreign table' when 'p' then 'a partitioned table'
           when 'S' then 'a sequence' when 'c' then 'a type' when 'i' then 'an index' when 'I' then 'an index' else 'no table' end)
  from found f where f.relkind <> 'r'
  union all
  select f.position, 4, pg_catalog.format('table %I belongs to role %I, not to %I', f.name, f.owner, w.owner) from found f, wish w where f.owner <> w.owner
  union all
  select f.position, 5, pg_catalog.format('table %I has %s', f.name, case
           when f.relpersistence <> 'p' then 'no durable storage' when f.relrowsecurity or f.relforcerowsecurity then 'row security'
           when f.relhasrules then 'a rule' when f.relispartition then 'a parent' else 'children' end)
  from found f
  where f.relpersistence <> 'p' or f.relrowsecurity or f.relforcerowsecurity or f.relhasrules or f.relispartition or f.relhassubclass
  union all
  select f.position, 6, pg_catalog.format('the columns of table %I are others', f.name) from found f where f.shape is distinct from f.expected_shape and f.relkind = 'r'
  union all
  select f.position, 7, pg_catalog.format('table %I has a trigger %I', f.name, t.tgname)
  from found f
  join pg_catalog.pg_trigger t on t.tgrelid = f.oid
  left join pg_catalog.pg_proc p on p.oid = t.tgfoid and p.pronamespace = f.schema_oid and p.proname = 'refuse_change'
  where t.tgname <> f.trigger or p.oid is null or t.tgqual is not null or t.tgisinternal
  union all
  select f.position, 8, pg_catalog.format('table %I has a constraint %I', f.name, o.conname)
  from found f join pg_catalog.pg_constraint o on o.conrelid = f.oid where o.contype not in ('p', 'n', 't')
  union all
  select f.position, 9, pg_catalog.format('table %I has an index on an expression, or a partial one: %s', f.name, i.indexrelid::pg_catalog.regclass)
  from found f join pg_catalog.pg_index i on i.indrelid = f.oid where i.indexprs is not null or i.indpred is not null
  union all
  select f.position, 10, pg_catalog.format('table %I has extended statistics %I', f.name, s.stxname)
  from found f join pg_catalog.pg_statistic_ext s on s.stxrelid = f.oid
  union all
  select f.position, 11, pg_catalog.format('table %I has a policy %I', f.name, y.polname) from found f join pg_catalog.pg_policy y on y.polrelid = f.oid
  union all
  -- What ledger_open.sql did not lock may have come after it, or may not be read: whoever waits for it finds another table.
  select f.position, 12, pg_catalog.format('table %I is new, or role %I may not read it', f.name, current_user)
  from found f, wish w
  where f.relkind = 'r' and current_user <> w.owner
    and not exists (select from pg_catalog.pg_locks l where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.relation = f.oid)
)
select
  exists (select from found f where f.oid is not null) as run_exists,
  case when exists (select from found f where f.oid is not null) or exists (select from problems p where p.number = 1)
       then (select p.text from problems p order by p.number = 2, p.position, p.number limit 1) end as problem,
  coalesce((select f.shape not like '%, pod text,%' and f.shape like 'id bigint not null always, run uuid not null, recorded_at %'
            from found f where f.name = 'run'), false) as is_layout_1
