-- Facts: that an inherited check is validated where that of the parent is not, as it is of a partition that was made
-- after a check that is NOT VALID. It goes with that check alone.
-- $1 name[]: managed schemas
-- $3 name[]: only relations of these names and what belongs to them; null: all
select distinct on (2) 'validation' as kind, pg_catalog.format('%s.%I', k.conrelid::pg_catalog.regclass, k.conname) as id,
       k.conrelid::pg_catalog.regclass::text as parent, 0::oid as classid, 0::oid as objid, 0 as objsubid, '' as definition,
       pg_catalog.format('alter table %s validate constraint %I', k.conrelid::pg_catalog.regclass, k.conname) as create_sql,
       '' as drop_sql,
       null::jsonb as attributes, null::jsonb as acl,
       pg_catalog.jsonb_build_object('attached', pg_catalog.format('%s.%I', r.conrelid::pg_catalog.regclass, r.conname), 'deps', pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('constraint', pg_catalog.format('%s.%I', r.conrelid::pg_catalog.regclass, r.conname)),
         pg_catalog.jsonb_build_array('partition', k.conrelid::pg_catalog.regclass::text),
         pg_catalog.jsonb_build_array('inherit', pg_catalog.format('%s < %s', i.inhrelid::pg_catalog.regclass,
           i.inhparent::pg_catalog.regclass)))) as extra
from pg_catalog.pg_constraint k
join pg_catalog.pg_class c on c.oid = k.conrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_inherits i on i.inhrelid = k.conrelid
join pg_catalog.pg_constraint p on p.conrelid = i.inhparent and p.conname = k.conname and p.contype = 'c'
  and not p.convalidated
-- The one that all the others come from.
cross join lateral (
  with recursive above as (
    select p.conrelid, p.conname, p.conislocal
    union all
    select q.conrelid, q.conname, q.conislocal
    from above a
    join pg_catalog.pg_inherits h on h.inhrelid = a.conrelid
    join pg_catalog.pg_constraint q on q.conrelid = h.inhparent and q.conname = a.conname and q.contype = 'c'
    where not a.conislocal
  )
  select a.conrelid, a.conname from above a where a.conislocal limit 1) r
where n.nspname = any ($1::name[]) and ($3::name[] is null or c.relname = any ($3::name[])) and k.contype = 'c' and k.convalidated and not k.conislocal
  and c.relpersistence <> 't'
order by 2
