-- Facts: enums, domains, composite types, range types; base types, which are named and never made.
-- $1 name[]: managed schemas
with t as materialized (
  select t.*, n.nspname, pg_catalog.format('%I.%I', n.nspname, t.typname) as name,
         case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'c' then 'composite type'
           when 'r' then 'range type' else 'base type' end as kind
  from pg_catalog.pg_type t
  join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  left join pg_catalog.pg_class c on c.oid = t.typrelid
  where n.nspname = any ($1::name[]) and (t.typtype in ('e', 'd', 'r') or (t.typtype = 'c' and c.relkind = 'c')
      or (t.typtype in ('b', 'p') and not exists (select from pg_catalog.pg_depend i
        where i.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and i.objid = t.oid and i.deptype = 'i')))
    and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass
      and e.objid = t.oid and e.deptype = 'e')
), x as (
  select t.*,
    case t.kind
      when 'domain' then pg_catalog.format_type(t.typbasetype, t.typtypmod)
        || case when t.typcollation <> b.typcollation then ' collate '
        || t.typcollation::pg_catalog.regcollation else '' end
      when 'range type' then (select 'subtype = ' || pg_catalog.format_type(r.rngsubtype, null)
          || case when not oc.opcdefault then pg_catalog.format(', subtype_opclass = %I.%I', ocn.nspname, oc.opcname)
            else '' end
          || case when r.rngcollation <> 0 and r.rngcollation <> st.typcollation then ', collation = '
            || r.rngcollation::pg_catalog.regcollation else '' end
          || case when r.rngcanonical <> 0 then ', canonical = ' || r.rngcanonical::pg_catalog.regproc else '' end
          || case when r.rngsubdiff <> 0 then ', subtype_diff = ' || r.rngsubdiff::pg_catalog.regproc else '' end
          || coalesce((select pg_catalog.format(', multirange_type_name = %I.%I', mn.nspname, m.typname)
            from pg_catalog.pg_type m join pg_catalog.pg_namespace mn on mn.oid = m.typnamespace
                       where m.oid = (pg_catalog.to_jsonb(r) ->> 'rngmultitypid')::oid), '')
        from pg_catalog.pg_range r join pg_catalog.pg_opclass oc on oc.oid = r.rngsubopc
          join pg_catalog.pg_namespace ocn on ocn.oid = oc.opcnamespace
        join pg_catalog.pg_type st on st.oid = r.rngsubtype where r.rngtypid = t.oid)
      when 'base type' then pg_catalog.concat_ws(' ', t.typinput::text, t.typoutput::text)
      else '' end as text,
    case t.kind when 'enum' then (select pg_catalog.jsonb_agg(e.enumlabel order by e.enumsortorder)
      from pg_catalog.pg_enum e where e.enumtypid = t.oid)
      when 'composite type' then (select pg_catalog.jsonb_agg(
        pg_catalog.jsonb_build_array(pg_catalog.quote_ident(a.attname), pg_catalog.format_type(a.atttypid, a.atttypmod)
           || case when a.attcollation <> at.typcollation then ' collate '
             || a.attcollation::pg_catalog.regcollation else '' end) order by a.attnum)
         from pg_catalog.pg_attribute a join pg_catalog.pg_type at on at.oid = a.atttypid where a.attrelid = t.typrelid
           and a.attnum > 0 and not a.attisdropped) end as parts
  from t left join pg_catalog.pg_type b on b.oid = t.typbasetype
)
select x.kind, x.name as id, pg_catalog.quote_ident(x.nspname) as parent,
       'pg_catalog.pg_type'::pg_catalog.regclass::oid as classid, x.oid as objid, 0 as objsubid, x.text as definition,
       case x.kind
         when 'enum' then pg_catalog.format('create type %s as enum (%s)', x.name,
           (select pg_catalog.string_agg(pg_catalog.quote_literal(l), ', ' order by ord)
           from pg_catalog.jsonb_array_elements_text(x.parts) with ordinality as e(l, ord)))
         when 'composite type' then pg_catalog.format('create type %s as (%s)', x.name,
           (select pg_catalog.string_agg((l ->> 0) || ' ' || (l ->> 1), ', ' order by ord)
           from pg_catalog.jsonb_array_elements(x.parts) with ordinality as e(l, ord)))
         when 'range type' then pg_catalog.format('create type %s as range (%s)', x.name, x.text)
         when 'domain' then pg_catalog.format('create domain %s as %s', x.name, x.text)
         else null end as create_sql,
       pg_catalog.format('drop %s if exists %s', case x.kind when 'domain' then 'domain' else 'type' end,
         x.name) as drop_sql,
       case when x.kind = 'domain' then pg_catalog.jsonb_build_array(
           pg_catalog.jsonb_build_array('not_null', x.typnotnull,
             pg_catalog.format('alter domain %s %s not null', x.name,
             case when x.typnotnull then 'set' else 'drop' end), false))
         else '[]'::jsonb end
       || pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('owner', x.typowner::pg_catalog.regrole::text,
           pg_catalog.format('alter %s %s owner to %s', case x.kind when 'domain' then 'domain' else 'type' end,
             x.name, x.typowner::pg_catalog.regrole), pg_catalog.quote_ident(current_user)),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on %s %s is %s', case x.kind when 'domain' then 'domain' else 'type' end, x.name,
             pg_catalog.quote_nullable(d.description)), null)) as attributes,
       pg_catalog.jsonb_build_object('on', case x.kind when 'domain' then 'domain ' else 'type ' end || x.name,
         'owner', x.typowner::pg_catalog.regrole::text,
         'items', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
                     case when g.grantee = 0 then 'public' else g.grantee::pg_catalog.regrole::text end,
                       g.privilege_type, g.is_grantable) order by g.ordinality)
                   from pg_catalog.aclexplode(coalesce(x.typacl,
                     pg_catalog.acldefault('T', x.typowner))) with ordinality g)) as acl,
       pg_catalog.jsonb_build_object('slot', case when x.kind = 'composite type' then 'relation '
         || x.name else 'type ' || x.name end, 'parts', x.parts, 'name', pg_catalog.quote_ident(x.typname),
         'composite_columns', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
           pg_catalog.quote_ident(a.attname), cd.description) order by a.attnum)
             from pg_catalog.pg_attribute a
               join pg_catalog.pg_description cd on cd.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
               and cd.objoid = a.attrelid and cd.objsubid = a.attnum
             where a.attrelid = x.typrelid and x.typrelid <> 0)) as extra
from x
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass and d.objoid = x.oid
order by 2
