-- Facts: columns of tables; of views what hangs on them, which is comments and privileges.
-- $1 name[]: managed schemas
-- $3 name[]: only relations of these names and what belongs to them; null: all
--
-- extra.loosen_sql: lets a column be null that has to be told in every row.
-- extra.inherited: the parent table, the type of the table or the view's query makes it.
with t as materialized (
  select c.oid, c.relkind, c.relispartition, c.reloftype, c.relowner,
    pg_catalog.format('%I.%I', n.nspname, c.relname) as name
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1::name[]) and c.relkind in ('r', 'p', 'f', 'v', 'm') and c.relpersistence <> 't'
    and ($3::name[] is null or c.relname = any ($3::name[]))
    and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
      and e.objid = c.oid and e.deptype = 'e')
)
select 'column' as kind, t.name || '.' || pg_catalog.quote_ident(a.attname) as id, t.name as parent,
       'pg_catalog.pg_class'::pg_catalog.regclass::oid as classid, t.oid as objid, a.attnum::int as objsubid,
       case when a.attgenerated <> '' and t.relkind not in ('v', 'm')
         then a.attgenerated::text || x.text else '' end as definition,
       pg_catalog.format('alter table %s add column %I %s', t.name, a.attname, w.type)
       || case when t.relkind = 'f' and a.attfdwoptions is not null then ' options (' || (
            select pg_catalog.string_agg(pg_catalog.format('%I %L', o.option_name, o.option_value),
              ', ' order by o.ordinality)
            from pg_catalog.pg_options_to_table(a.attfdwoptions) with ordinality o) || ')' else '' end
       || case a.attgenerated
            when 's' then ' generated always as (' || x.text || ') stored'
            when 'v' then ' generated always as (' || x.text || ') virtual'
            else case when t.relkind in ('r', 'p', 'f') then coalesce(' default ' || x.text, '') else '' end end
       || case when a.attidentity <> '' and sq.seqrelid is not null then
            pg_catalog.format(' generated %s as identity (%s)', w.identity, s.text)
            else '' end
       || case when a.attnotnull then coalesce(' constraint ' || pg_catalog.quote_ident(nn.conname), '') || ' not null'
            || case when nn.connoinherit then ' no inherit' else '' end else '' end as create_sql,
       pg_catalog.format('alter table %s drop column if exists %I', t.name, a.attname) as drop_sql,
       case when t.relkind in ('v', 'm') then
         pg_catalog.jsonb_build_array(
           pg_catalog.jsonb_build_array('comment', d.description,
             pg_catalog.format('comment on column %s.%I is %s', t.name, a.attname,
               pg_catalog.quote_nullable(d.description)), null))
       else pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('type', w.type,
           pg_catalog.format('alter table %s alter column %I type %s', t.name, a.attname, w.type), w.type),
         -- What only the parent has made not null (18 tells) would by a statement be the table's own as well.
         pg_catalog.jsonb_build_array('not_null', a.attnotnull,
           case when nn.conislocal is false then '' else
             pg_catalog.format('alter table %s alter column %I %s not null', t.name, a.attname,
               case when a.attnotnull then 'set' else 'drop' end) end, a.attnotnull),
         pg_catalog.jsonb_build_array('not_null_name', nn.conname,
           pg_catalog.jsonb_build_object('rename_constraint', t.name), nn.conname),
         pg_catalog.jsonb_build_array('not_null_validated', nn.convalidated,
           case when nn.oid is null then ''
             when nn.convalidated then pg_catalog.format('alter table %s validate constraint %I', t.name, nn.conname)
             else pg_catalog.format('alter table %s add constraint %I not null %I not valid',
               t.name, nn.conname, a.attname) end, nn.convalidated),
         pg_catalog.jsonb_build_array('not_null_no_inherit', nn.connoinherit is true,
           case when nn.oid is null then ''
             else pg_catalog.format('alter table %s alter constraint %I %s', t.name, nn.conname,
               case when nn.connoinherit then 'no inherit' else 'inherit' end) end, nn.connoinherit is true),
         pg_catalog.jsonb_build_array('identity', a.attidentity,
           pg_catalog.jsonb_build_object('from', pg_catalog.jsonb_build_object(
             '', pg_catalog.format('alter table %s alter column %I add generated %s as identity (%s)',
               t.name, a.attname, w.identity, s.text),
             '*', case when a.attidentity = ''
               then pg_catalog.format('alter table %s alter column %I drop identity if exists', t.name, a.attname)
               else pg_catalog.format('alter table %s alter column %I set generated %s',
                 t.name, a.attname, w.identity) end)), a.attidentity),
         pg_catalog.jsonb_build_array('identity_options', s.options,
           pg_catalog.format('alter table %s alter column %I %s', t.name, a.attname, s.options), s.options),
         pg_catalog.jsonb_build_array('storage', a.attstorage,
           pg_catalog.format('alter table %s alter column %I set storage %s', t.name, a.attname,
             case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main'
               else 'extended' end), ty.typstorage),
         pg_catalog.jsonb_build_array('compression', w.compression,
           pg_catalog.format('alter table %s alter column %I set compression %s', t.name, a.attname,
             case w.compression when 'p' then 'pglz' when 'l' then 'lz4' else 'default' end), ''),
         pg_catalog.jsonb_build_array('statistics', coalesce(a.attstattarget, -1),
           pg_catalog.format('alter table %s alter column %I set statistics %s', t.name, a.attname,
             coalesce(a.attstattarget, -1)), -1),
         -- Some builds of PostgreSQL stamp columns with an option that nobody has set.
         pg_catalog.jsonb_build_array('column_parameters',
           (select pg_catalog.jsonb_agg(o order by o) from pg_catalog.unnest(a.attoptions) o
            where o not like 'pg_attver=%'),
           pg_catalog.jsonb_build_object('parameters',
             pg_catalog.format('alter table %s alter column %I', t.name, a.attname)), null),
         pg_catalog.jsonb_build_array('foreign_options', f.options,
           pg_catalog.jsonb_build_object('options',
             pg_catalog.format('alter foreign table %s alter column %I', t.name, a.attname)), f.options),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on column %s.%I is %s', t.name, a.attname,
             pg_catalog.quote_nullable(d.description)), null)) end as attributes,
       pg_catalog.jsonb_build_object('on', 'table ' || t.name, 'column', pg_catalog.quote_ident(a.attname),
         'owner', t.relowner::pg_catalog.regrole::text,
         'items', case when a.attacl is not null then (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
                     case when g.grantee = 0 then 'public' else g.grantee::pg_catalog.regrole::text end,
                       g.privilege_type, g.is_grantable) order by g.ordinality)
                   from pg_catalog.aclexplode(a.attacl) with ordinality g) end) as acl,
       pg_catalog.jsonb_build_object(
         'inherited', t.relkind in ('v', 'm') or t.reloftype <> 0 or (a.attinhcount > 0 and not a.attislocal),
         'inhcount', a.attinhcount, 'table', t.name, 'name', pg_catalog.quote_ident(a.attname),
         'identity_sequence', sq.seqrelid::pg_catalog.regclass::text,
         'loosen_sql', case when a.attnotnull and not a.atthasdef and a.attidentity = '' and t.relkind in ('r', 'p', 'f')
           and nn.conislocal is not false then
             pg_catalog.format('alter table %s alter column %I drop not null', t.name, a.attname) end) as extra
from t
join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_type ty on ty.oid = a.atttypid
left join pg_catalog.pg_attrdef def on a.atthasdef and def.adrelid = a.attrelid and def.adnum = a.attnum
left join pg_catalog.pg_depend own on a.attidentity <> '' and own.deptype = 'i'
  and own.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and own.refobjid = a.attrelid
  and own.refobjsubid = a.attnum and own.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
left join pg_catalog.pg_sequence sq on sq.seqrelid = own.objid
left join pg_catalog.pg_constraint nn on nn.conrelid = a.attrelid and nn.contype = 'n' and nn.conkey[1] = a.attnum
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objoid = t.oid
  and d.objsubid = a.attnum
cross join lateral (select
    pg_catalog.format_type(a.atttypid, a.atttypmod) || case when a.attcollation <> ty.typcollation
      then ' collate ' || a.attcollation::pg_catalog.regcollation else '' end as type,
    case a.attidentity when 'a' then 'always' else 'by default' end as identity,
    coalesce(pg_catalog.to_jsonb(a) ->> 'attcompression', '') as compression
  offset 0) w
cross join lateral (select pg_catalog.pg_get_expr(def.adbin, def.adrelid) as text offset 0) x
cross join lateral (select
    pg_catalog.format('sequence name %s increment by %s minvalue %s maxvalue %s start with %s cache %s %scycle',
      sq.seqrelid::pg_catalog.regclass, sq.seqincrement, sq.seqmin, sq.seqmax, sq.seqstart, sq.seqcache,
      case when sq.seqcycle then '' else 'no ' end) as text,
    case when sq.seqrelid is null then '' else pg_catalog.format(
      'set increment by %s set minvalue %s set maxvalue %s set start with %s set cache %s set %scycle',
      sq.seqincrement, sq.seqmin, sq.seqmax, sq.seqstart, sq.seqcache,
      case when sq.seqcycle then '' else 'no ' end) end as options
  offset 0) s
cross join lateral (select case when a.attfdwoptions is not null then
    (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(o.option_name, o.option_value) order by o.option_name)
     from pg_catalog.pg_options_to_table(a.attfdwoptions) o) end as options
  offset 0) f
order by t.name, a.attnum
