-- Facts: tables: ordinary, partitioned, foreign. A partition is created by itself; partition.sql attaches it.
-- $1 name[]: managed schemas
-- $3 name[]: only relations of these names and what belongs to them; null: all
with t as materialized (
  select c.*, n.nspname, pg_catalog.format('%I.%I', n.nspname, c.relname) as name
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1::name[]) and c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't'
    and ($3::name[] is null or c.relname = any ($3::name[]))
    and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
      and e.objid = c.oid and e.deptype = 'e')
), column_line as (
  select a.attrelid, pg_catalog.string_agg(
           pg_catalog.format('%I', a.attname)
           || case when t.reloftype <> 0 then ' with options' else ' '
             || pg_catalog.format_type(a.atttypid, a.atttypmod) end
           || case when a.attcollation <> ty.typcollation and t.reloftype = 0 then ' collate '
             || a.attcollation::pg_catalog.regcollation else '' end
           || case when t.relkind = 'f' and a.attfdwoptions is not null then ' options (' || (
                select pg_catalog.string_agg(pg_catalog.format('%I %L', o.option_name, o.option_value),
                  ', ' order by o.ordinality)
                from pg_catalog.pg_options_to_table(a.attfdwoptions) with ordinality o) || ')' else '' end
           || case when a.attgenerated <> '' then pg_catalog.format(' generated always as (%s) %s',
                pg_catalog.pg_get_expr(x.adbin, x.adrelid),
                case a.attgenerated when 's' then 'stored' else 'virtual' end) else '' end
           || case when a.attidentity <> '' then pg_catalog.format(' generated %s as identity (sequence name %s '
                'increment by %s minvalue %s maxvalue %s start with %s cache %s %scycle)',
                case a.attidentity when 'a' then 'always' else 'by default' end, sq.seqrelid::pg_catalog.regclass,
                sq.seqincrement, sq.seqmin, sq.seqmax, sq.seqstart, sq.seqcache,
                case when sq.seqcycle then '' else 'no ' end) else '' end
           || case when a.attnotnull then coalesce(' constraint ' || pg_catalog.quote_ident(nn.conname), '')
             || ' not null'
                || case when nn.connoinherit then ' no inherit' else '' end else '' end,
           ', ' order by a.attnum) as columns
  from t
  join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  join pg_catalog.pg_type ty on ty.oid = a.atttypid
  left join pg_catalog.pg_attrdef x on x.adrelid = a.attrelid and x.adnum = a.attnum
  left join pg_catalog.pg_depend own on a.attidentity <> '' and own.deptype = 'i'
    and own.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and own.refobjid = a.attrelid
    and own.refobjsubid = a.attnum and own.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
  left join pg_catalog.pg_sequence sq on sq.seqrelid = own.objid
  left join pg_catalog.pg_constraint nn on nn.conrelid = a.attrelid and nn.contype = 'n' and nn.conkey[1] = a.attnum
    and nn.convalidated
  where (t.relispartition or a.attislocal) and not (t.reloftype <> 0 and not a.attnotnull and x.oid is null)
  group by a.attrelid
)
select 'table' as kind, t.name as id, pg_catalog.quote_ident(t.nspname) as parent,
       'pg_catalog.pg_class'::pg_catalog.regclass::oid as classid, t.oid as objid, 0 as objsubid,
       pg_catalog.concat_ws(' ', t.relkind, pg_catalog.pg_get_partkeydef(t.oid),
         case when t.reloftype <> 0 then 'of ' || t.reloftype::pg_catalog.regtype end,
         (select am.amname from pg_catalog.pg_am am where am.oid = t.relam and am.amname <> 'heap'),
           s.srvname) as definition,
       pg_catalog.format('create %stable %s ', case when t.relkind = 'f' then 'foreign '
         when t.relpersistence = 'u' then 'unlogged ' else '' end, t.name)
       || case when t.reloftype <> 0 then 'of ' || t.reloftype::pg_catalog.regtype
         || coalesce(' (' || k.columns || ')', '')
               else '(' || coalesce(k.columns, '') || case when t.relispartition then coalesce((
              select pg_catalog.string_agg(pg_catalog.format(', constraint %I %s', q.conname,
                pg_catalog.pg_get_constraintdef(q.oid)), '' order by q.conname)
              from pg_catalog.pg_constraint q where q.conrelid = t.oid and q.contype = 'c' and not q.conislocal), '')
                else '' end || ')' end
       || case when not t.relispartition then coalesce((
            select ' inherits (' || pg_catalog.string_agg(i.inhparent::pg_catalog.regclass::text,
              ', ' order by i.inhseqno) || ')'
            from pg_catalog.pg_inherits i where i.inhrelid = t.oid having pg_catalog.count(*) > 0), '') else '' end
       || coalesce(' partition by ' || pg_catalog.pg_get_partkeydef(t.oid), '')
       || coalesce((select ' using ' || pg_catalog.quote_ident(am.amname) from pg_catalog.pg_am am
         where am.oid = t.relam and am.amname <> 'heap'), '')
       || coalesce(' server ' || pg_catalog.quote_ident(s.srvname), '') as create_sql,
       pg_catalog.format('drop %stable if exists %s', case when t.relkind = 'f' then 'foreign ' else '' end,
         t.name) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('owner', t.relowner::pg_catalog.regrole::text,
           pg_catalog.format('alter table %s owner to %s', t.name, t.relowner::pg_catalog.regrole),
             pg_catalog.quote_ident(current_user)),
         pg_catalog.jsonb_build_array('persistence', t.relpersistence,
           pg_catalog.format('alter table %s set %s', t.name,
             case t.relpersistence when 'u' then 'unlogged' else 'logged' end), t.relpersistence),
         pg_catalog.jsonb_build_array('row_security', t.relrowsecurity,
           pg_catalog.format('alter table %s %s row level security', t.name,
             case when t.relrowsecurity then 'enable' else 'disable' end), false),
         pg_catalog.jsonb_build_array('force_row_security', t.relforcerowsecurity,
           pg_catalog.format('alter table %s %s row level security', t.name,
             case when t.relforcerowsecurity then 'force' else 'no force' end), false),
         pg_catalog.jsonb_build_array('storage_parameters',
           -- In their own order, in which pg_dump shows them.
           (select pg_catalog.jsonb_agg(p.o order by p.prefix, p.place) from (
              select '' as prefix, o, place from pg_catalog.unnest(t.reloptions) with ordinality as u(o, place)
              union all
              select 'toast.', 'toast.' || o, place from pg_catalog.pg_class tt
                cross join lateral pg_catalog.unnest(tt.reloptions) with ordinality as u(o, place)
                where tt.oid = t.reltoastrelid) p),
           pg_catalog.jsonb_build_object('parameters', 'alter table ' || t.name), null),
         pg_catalog.jsonb_build_array('foreign_options',
           (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(o.option_name, o.option_value)
             order by o.option_name)
            from pg_catalog.pg_options_to_table(f.ftoptions) o),
           pg_catalog.jsonb_build_object('options', 'alter foreign table ' || t.name), null),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on %stable %s is %s', case when t.relkind = 'f' then 'foreign ' else '' end,
             t.name, pg_catalog.quote_nullable(d.description)), null)) as attributes,
       pg_catalog.jsonb_build_object('on', 'table ' || t.name, 'owner', t.relowner::pg_catalog.regrole::text,
         'items', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
                     case when a.grantee = 0 then 'public' else a.grantee::pg_catalog.regrole::text end,
                       a.privilege_type, a.is_grantable) order by a.ordinality)
                   from pg_catalog.aclexplode(coalesce(t.relacl,
                     pg_catalog.acldefault('r', t.relowner))) with ordinality a)) as acl,
       pg_catalog.jsonb_build_object('slot', 'relation ' || t.name, 'partition', t.relispartition) as extra
from t
left join column_line k on k.attrelid = t.oid
left join pg_catalog.pg_foreign_table f on f.ftrelid = t.oid
left join pg_catalog.pg_foreign_server s on s.oid = f.ftserver
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objoid = t.oid
  and d.objsubid = 0
order by 2
