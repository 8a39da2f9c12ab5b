-- Facts: functions, procedures, window functions, aggregates; all are of the kind "function".
-- $1 name[]: managed schemas
with p as materialized (
  select p.*, n.nspname, p.oid::pg_catalog.regprocedure::text as name,
         case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end as word,
         case when p.prokind = 'a' then pg_catalog.format('%I.%I(%s)', n.nspname, p.proname,
           coalesce(nullif(pg_catalog.pg_get_function_identity_arguments(p.oid), ''), '*'))
              else p.oid::pg_catalog.regprocedure::text end as target
  from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where n.nspname = any ($1::name[])
    and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
      and e.objid = p.oid and e.deptype in ('e', 'i'))
), f as (
  select p.*, pg_catalog.pg_get_functiondef(p.oid) as text from p where p.prokind <> 'a'
  union all
  select p.*, pg_catalog.format('create aggregate %I.%I(%s) (sfunc = %s, stype = %s', p.nspname, p.proname,
    coalesce(nullif(pg_catalog.pg_get_function_identity_arguments(p.oid), ''), '*'),
              a.aggtransfn::pg_catalog.regproc, pg_catalog.format_type(a.aggtranstype, null))
         || case when a.aggtransspace <> 0 then ', sspace = ' || a.aggtransspace else '' end
         || case when a.aggfinalfn <> 0 then ', finalfunc = ' || a.aggfinalfn::pg_catalog.regproc else '' end
         || case when a.aggfinalextra then ', finalfunc_extra' else '' end
         || case when a.aggfinalfn <> 0 then ', finalfunc_modify = '
           || case a.aggfinalmodify when 'r' then 'read_only' when 's' then 'shareable' else 'read_write' end else ''
           end
         || case when a.aggcombinefn <> 0 then ', combinefunc = ' || a.aggcombinefn::pg_catalog.regproc else '' end
         || case when a.aggserialfn <> 0 then ', serialfunc = ' || a.aggserialfn::pg_catalog.regproc else '' end
         || case when a.aggdeserialfn <> 0 then ', deserialfunc = ' || a.aggdeserialfn::pg_catalog.regproc else '' end
         || coalesce(', initcond = ' || pg_catalog.quote_literal(a.agginitval), '')
         || case when a.aggmtransfn <> 0 then ', msfunc = ' || a.aggmtransfn::pg_catalog.regproc || ', minvfunc = '
           || a.aggminvtransfn::pg_catalog.regproc
              || ', mstype = ' || pg_catalog.format_type(a.aggmtranstype, null) else '' end
         || case when a.aggmtransspace <> 0 then ', msspace = ' || a.aggmtransspace else '' end
         || case when a.aggmfinalfn <> 0 then ', mfinalfunc = ' || a.aggmfinalfn::pg_catalog.regproc else '' end
         || case when a.aggmfinalextra then ', mfinalfunc_extra' else '' end
         || case when a.aggmfinalfn <> 0 then ', mfinalfunc_modify = '
           || case a.aggmfinalmodify when 'r' then 'read_only' when 's' then 'shareable' else 'read_write' end else ''
           end
         || coalesce(', minitcond = ' || pg_catalog.quote_literal(a.aggminitval), '')
         || case when a.aggsortop <> 0 then ', sortop = operator('
           || (select pg_catalog.format('%I.%s', sn.nspname, so.oprname)
              from pg_catalog.pg_operator so join pg_catalog.pg_namespace sn on sn.oid = so.oprnamespace
                where so.oid = a.aggsortop) || ')' else '' end
         || case when a.aggkind = 'h' then ', hypothetical' else '' end
         || case p.proparallel when 's' then ', parallel = safe' when 'r' then ', parallel = restricted' else '' end
           || ')'
  from p join pg_catalog.pg_aggregate a on a.aggfnoid = p.oid
)
select 'function' as kind, f.name as id, pg_catalog.quote_ident(f.nspname) as parent,
       'pg_catalog.pg_proc'::pg_catalog.regclass::oid as classid, f.oid as objid, 0 as objsubid,
       f.text as definition, f.text as create_sql,
       pg_catalog.format('drop %s if exists %s', f.word, f.target) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('owner', f.proowner::pg_catalog.regrole::text,
           pg_catalog.format('alter %s %s owner to %s', f.word, f.target, f.proowner::pg_catalog.regrole),
             pg_catalog.quote_ident(current_user)),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on %s %s is %s', f.word, f.target, pg_catalog.quote_nullable(d.description)),
             null)) as attributes,
       pg_catalog.jsonb_build_object('on', case when f.prokind = 'p' then 'procedure ' else 'function ' end || f.name,
         'owner', f.proowner::pg_catalog.regrole::text,
         'items', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
                     case when g.grantee = 0 then 'public' else g.grantee::pg_catalog.regrole::text end,
                       g.privilege_type, g.is_grantable) order by g.ordinality)
                   from pg_catalog.aclexplode(coalesce(f.proacl,
                     pg_catalog.acldefault('f', f.proowner))) with ordinality g)) as acl,
       pg_catalog.jsonb_build_object('slot', 'function ' || f.name,
         'replace_sql', case when f.prokind <> 'a' then f.text end,
         'replace_key', pg_catalog.jsonb_build_array(pg_catalog.concat_ws(' ', f.prokind, f.proretset,
           pg_catalog.format_type(f.prorettype, null), f.proargmodes::text, f.proargnames::text,
           f.proallargtypes::text))
           || coalesce((select pg_catalog.jsonb_agg('default'::text)
             from pg_catalog.generate_series(1, f.pronargdefaults)), '[]'::jsonb)) as extra
from f
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objoid = f.oid
order by 2
