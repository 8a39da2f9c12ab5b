-- Facts: sequences, and what column owns one. Sequences of identity columns are made and dropped with their column,
-- which has their options, too; what is here of them is comments and privileges.
-- $1 name[]: managed schemas
-- $3 name[]: only relations of these names and what belongs to them; null: all
with s as materialized (
  select c.*, n.nspname, pg_catalog.format('%I.%I', n.nspname, c.relname) as name,
    o.refobjid::pg_catalog.regclass::text as owner_table,
    o.refobjid::pg_catalog.regclass || '.' || pg_catalog.quote_ident(a.attname) as owner_column
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_depend o on o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and o.objid = c.oid
    and o.deptype = 'a' and o.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and o.refobjsubid > 0
  left join pg_catalog.pg_attribute a on a.attrelid = o.refobjid and a.attnum = o.refobjsubid
  where n.nspname = any ($1::name[]) and c.relkind = 'S' and c.relpersistence <> 't'
    and ($3::name[] is null or c.relname = any ($3::name[]))
    and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
      and e.objid = c.oid and e.deptype in ('e', 'i'))
)
select 'sequence' as kind, s.name as id, pg_catalog.quote_ident(s.nspname) as parent,
       'pg_catalog.pg_class'::pg_catalog.regclass::oid as classid, s.oid as objid, 0 as objsubid, '' as definition,
       pg_catalog.format(
         'create %ssequence %s as %s increment by %s minvalue %s maxvalue %s start with %s cache %s %scycle',
         case s.relpersistence when 'u' then 'unlogged ' else '' end, s.name, q.seqtypid::pg_catalog.regtype,
         q.seqincrement, q.seqmin, q.seqmax, q.seqstart, q.seqcache,
           case when q.seqcycle then '' else 'no ' end) as create_sql,
       pg_catalog.format('drop sequence if exists %s', s.name) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('options',
           pg_catalog.format('as %s increment by %s minvalue %s maxvalue %s start with %s cache %s %scycle',
             q.seqtypid::pg_catalog.regtype, q.seqincrement, q.seqmin, q.seqmax, q.seqstart, q.seqcache,
               case when q.seqcycle then '' else 'no ' end),
           pg_catalog.format(
             'alter sequence %s as %s increment by %s minvalue %s maxvalue %s start with %s cache %s %scycle',
             s.name, q.seqtypid::pg_catalog.regtype, q.seqincrement, q.seqmin, q.seqmax, q.seqstart, q.seqcache,
               case when q.seqcycle then '' else 'no ' end),
           pg_catalog.format('as %s increment by %s minvalue %s maxvalue %s start with %s cache %s %scycle',
             q.seqtypid::pg_catalog.regtype, q.seqincrement, q.seqmin, q.seqmax, q.seqstart, q.seqcache,
               case when q.seqcycle then '' else 'no ' end)),
         pg_catalog.jsonb_build_array('persistence', s.relpersistence,
           pg_catalog.format('alter sequence %s set %s', s.name,
             case s.relpersistence when 'u' then 'unlogged' else 'logged' end), s.relpersistence),
         pg_catalog.jsonb_build_array('owner', s.relowner::pg_catalog.regrole::text,
           -- A linked sequence follows its table: ALTER SEQUENCE ... OWNER is refused then (0A000).
           pg_catalog.format('alter %s owner to %s', coalesce('table ' || s.owner_table, 'sequence ' || s.name),
             s.relowner::pg_catalog.regrole), pg_catalog.quote_ident(current_user)),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on sequence %s is %s', s.name, pg_catalog.quote_nullable(d.description)),
             null)) as attributes,
       pg_catalog.jsonb_build_object('on', 'sequence ' || s.name, 'owner', s.relowner::pg_catalog.regrole::text,
         'items', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
                     case when g.grantee = 0 then 'public' else g.grantee::pg_catalog.regrole::text end,
                       g.privilege_type, g.is_grantable) order by g.ordinality)
                   from pg_catalog.aclexplode(coalesce(s.relacl,
                     pg_catalog.acldefault('s', s.relowner))) with ordinality g)) as acl,
       pg_catalog.jsonb_build_object('slot', 'relation ' || s.name,
         'owner_column', s.owner_column) as extra
from s
join pg_catalog.pg_sequence q on q.seqrelid = s.oid
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objoid = s.oid
  and d.objsubid = 0
union all
select 'owned by', s.name, s.name, 0, 0, 0, s.owner_column, w.text,
       pg_catalog.format('alter sequence %s owned by none', s.name), null, null,
       pg_catalog.jsonb_build_object(
         'deps', pg_catalog.jsonb_build_array(pg_catalog.jsonb_build_array('column', s.owner_column)),
         'replace_sql', w.text, 'replace_key', '[]'::jsonb)
from s
cross join lateral (select pg_catalog.format('alter sequence %s owned by %s', s.name, s.owner_column) as text) w
where s.owner_column is not null
union all
select 'identity sequence', i.name, i.owner_column, 0, 0, 0, '', '', '',
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on sequence %s is %s', i.name, pg_catalog.quote_nullable(d.description)), null)),
       pg_catalog.jsonb_build_object('on', 'sequence ' || i.name, 'owner', i.relowner::pg_catalog.regrole::text,
         'items', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
                     case when g.grantee = 0 then 'public' else g.grantee::pg_catalog.regrole::text end,
                       g.privilege_type, g.is_grantable) order by g.ordinality)
                   from pg_catalog.aclexplode(coalesce(i.relacl,
                     pg_catalog.acldefault('s', i.relowner))) with ordinality g)),
       null
from (
  select c.oid, c.relowner, c.relacl, pg_catalog.format('%I.%I', n.nspname, c.relname) as name,
    pg_catalog.format('%I.%I.%I', tn.nspname, t.relname, a.attname) as owner_column
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_depend o on o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and o.objid = c.oid
    and o.deptype = 'i' and o.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and o.refobjsubid > 0
  join pg_catalog.pg_class t on t.oid = o.refobjid
  join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = o.refobjid and a.attnum = o.refobjsubid
  where n.nspname = any ($1::name[]) and c.relkind = 'S' and c.relpersistence <> 't'
    and ($3::name[] is null or c.relname = any ($3::name[]))
) i
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objoid = i.oid
  and d.objsubid = 0
order by 1, 2
