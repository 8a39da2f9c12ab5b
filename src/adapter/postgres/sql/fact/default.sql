-- Facts: defaults of columns of tables and views. Expressions of generated columns belong to the column.
-- $1 name[]: managed schemas
-- $3 name[]: only relations of these names and what belongs to them; null: all
select 'default' as kind, pg_catalog.format('%I.%I.%I', n.nspname, c.relname, a.attname) as id,
       pg_catalog.format('%I.%I.%I', n.nspname, c.relname, a.attname) as parent,
       'pg_catalog.pg_attrdef'::pg_catalog.regclass::oid as classid, x.oid as objid, 0 as objsubid,
       pg_catalog.pg_get_expr(x.adbin, x.adrelid) as definition,
       pg_catalog.format('alter %s %I.%I alter column %I set default %s',
         case c.relkind when 'v' then 'view' else 'table' end,
         n.nspname, c.relname, a.attname, pg_catalog.pg_get_expr(x.adbin, x.adrelid)) as create_sql,
       pg_catalog.format('alter %s %I.%I alter column %I drop default',
         case c.relkind when 'v' then 'view' else 'table' end,
         n.nspname, c.relname, a.attname) as drop_sql,
       null::jsonb as attributes, null::jsonb as acl,
       pg_catalog.jsonb_build_object('replace_sql', pg_catalog.format('alter %s %I.%I alter column %I set default %s',
         case c.relkind when 'v' then 'view' else 'table' end,
         n.nspname, c.relname, a.attname, pg_catalog.pg_get_expr(x.adbin, x.adrelid)), 'replace_key',
           pg_catalog.jsonb_build_array()) as extra
from pg_catalog.pg_attrdef x
join pg_catalog.pg_class c on c.oid = x.adrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = x.adrelid and a.attnum = x.adnum
where n.nspname = any ($1::name[]) and ($3::name[] is null or c.relname = any ($3::name[]))
  and c.relkind in ('r', 'p', 'f', 'v') and c.relpersistence <> 't'
  and a.attgenerated = ''
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
    and e.objid = c.oid and e.deptype = 'e')
order by 2
