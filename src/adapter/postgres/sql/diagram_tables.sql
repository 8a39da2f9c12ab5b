-- Tables of schemas, for a diagram: a row a table, in the order of their names. Views are none.
-- $1 name[]: the schemas
--
-- Of a partition root_schema and root_name are the table that it is a part of, however many others are between
-- them. What a comment says is shown in part, so that no more of it is sent.
select n.nspname as schema, c.relname as name, rn.nspname as root_schema, r.relname as root_name,
       c.relkind <> 'p' as is_leaf, (
         select pg_catalog.left(d.description, 1000)
         from pg_catalog.pg_description d
         where d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objoid = c.oid and d.objsubid = 0
       ) as comment,
       pg_catalog.pg_get_partkeydef(c.oid) as partition_key
from pg_catalog.pg_namespace n
join pg_catalog.pg_class c on c.relnamespace = n.oid
left join pg_catalog.pg_class r on c.relispartition and r.oid = pg_catalog.pg_partition_root(c.oid)
left join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
where n.nspname = any ($1::name[]) and c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't'
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
    and e.objid = c.oid and e.deptype = 'e')
order by n.nspname, c.relname
