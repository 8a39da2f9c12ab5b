"""The whole structure of a database that users can see, as comparable texts.

Two runs ended the same if their structures are equal; in names, an environment's mark is shown as a
star. Privileges that were never granted are those that the kind of object has by default.
"""

STRUCTURE = """
with schemas as (
  select n.oid, n.nspname
  from pg_catalog.pg_namespace n
  where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
)
select pg_catalog.format('schema %I owner %I acl %s', n.nspname,
  pg_catalog.pg_get_userbyid(n.nspowner),
  coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner)))
from pg_catalog.pg_namespace n join schemas s using (oid)
union all
select pg_catalog.format('relation %I.%I kind %s owner %I acl %s options %s security %s',
  s.nspname, c.relname, c.relkind, pg_catalog.pg_get_userbyid(c.relowner),
  coalesce(c.relacl, pg_catalog.acldefault(case c.relkind when 'S' then 's' else 'r' end::"char",
    c.relowner)),
  c.reloptions, c.relrowsecurity)
from pg_catalog.pg_class c join schemas s on s.oid = c.relnamespace
union all
select pg_catalog.format('column %I.%I.%I %s number %s not null %s default %s',
  s.nspname, c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
  a.attnum, a.attnotnull, pg_catalog.pg_get_expr(d.adbin, d.adrelid))
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid
join schemas s on s.oid = c.relnamespace
left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attnum > 0 and not a.attisdropped
union all
select pg_catalog.format('constraint %I.%s.%I %s validated %s', s.nspname,
  k.conrelid::pg_catalog.regclass, k.conname, pg_catalog.pg_get_constraintdef(k.oid),
  k.convalidated)
from pg_catalog.pg_constraint k join schemas s on s.oid = k.connamespace
union all
select pg_catalog.format('index %s valid %s', pg_catalog.pg_get_indexdef(i.indexrelid),
  i.indisvalid)
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join schemas s on s.oid = c.relnamespace
union all
select pg_catalog.format('function %s owner %I acl %s', pg_catalog.pg_get_functiondef(p.oid),
  pg_catalog.pg_get_userbyid(p.proowner), coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner)))
from pg_catalog.pg_proc p join schemas s on s.oid = p.pronamespace
where p.prokind in ('f', 'p')
union all
select pg_catalog.format('view %I.%I %s', s.nspname, c.relname, pg_catalog.pg_get_viewdef(c.oid))
from pg_catalog.pg_class c join schemas s on s.oid = c.relnamespace
where c.relkind in ('v', 'm')
union all
select pg_catalog.format('trigger %s enabled %s', pg_catalog.pg_get_triggerdef(t.oid), t.tgenabled)
from pg_catalog.pg_trigger t
join pg_catalog.pg_class c on c.oid = t.tgrelid
join schemas s on s.oid = c.relnamespace
where not t.tgisinternal
union all
select pg_catalog.format('sequence %I.%I %s start %s increment %s bounds %s %s cache %s cycle %s',
  s.nspname, c.relname, q.seqtypid::pg_catalog.regtype, q.seqstart, q.seqincrement, q.seqmin,
  q.seqmax, q.seqcache, q.seqcycle)
from pg_catalog.pg_sequence q
join pg_catalog.pg_class c on c.oid = q.seqrelid
join schemas s on s.oid = c.relnamespace
union all
select pg_catalog.format('comment %s %s',
  pg_catalog.pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description)
from pg_catalog.pg_description d
where d.objoid >= 16384
union all
select pg_catalog.format('default privileges of %s in %s for %s: %s',
  pg_catalog.pg_get_userbyid(a.defaclrole), a.defaclnamespace::pg_catalog.regnamespace,
  a.defaclobjtype, a.defaclacl)
from pg_catalog.pg_default_acl a
union all
select pg_catalog.format('extension %s', e.extname)
from pg_catalog.pg_extension e
union all
select pg_catalog.format('database owner %s acl %s', pg_catalog.pg_get_userbyid(d.datdba), d.datacl)
from pg_catalog.pg_database d
where d.datname = pg_catalog.current_database()
union all
select pg_catalog.format('setting of %s: %s', r.setrole::pg_catalog.regrole, r.setconfig)
from pg_catalog.pg_db_role_setting r
join pg_catalog.pg_database d on d.oid = r.setdatabase
where d.datname = pg_catalog.current_database()
order by 1
"""

INVALID_INDEXES = """
select i.indexrelid::pg_catalog.regclass::text
from pg_catalog.pg_index i
where not i.indisvalid or not i.indisready or not i.indislive
"""


def structure(session, mark):
    return [text.replace(mark, "*") for (text,) in session.execute(STRUCTURE).fetchall()]


def invalid_indexes(session):
    return [name for (name,) in session.execute(INVALID_INDEXES).fetchall()]
