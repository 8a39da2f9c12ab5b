-- Facts: operators, operator families, operator classes.
-- $1 name[]: managed schemas
select 'operator' as kind, o.oid::pg_catalog.regoperator::text as id, pg_catalog.quote_ident(n.nspname) as parent,
       'pg_catalog.pg_operator'::pg_catalog.regclass::oid as classid, o.oid as objid, 0 as objsubid,
         x.text as definition,
       pg_catalog.format('create operator %I.%s (%s)', n.nspname, o.oprname, x.text) as create_sql,
       pg_catalog.format('drop operator if exists %s', o.oid::pg_catalog.regoperator) as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('owner', o.oprowner::pg_catalog.regrole::text,
           pg_catalog.format('alter operator %s owner to %s', o.oid::pg_catalog.regoperator,
             o.oprowner::pg_catalog.regrole), pg_catalog.quote_ident(current_user)),
         pg_catalog.jsonb_build_array('comment', d.description,
           pg_catalog.format('comment on operator %s is %s', o.oid::pg_catalog.regoperator,
             pg_catalog.quote_nullable(d.description)), null)) as attributes,
       null::jsonb as acl, null::jsonb as extra
from pg_catalog.pg_operator o
join pg_catalog.pg_namespace n on n.oid = o.oprnamespace
cross join lateral (select pg_catalog.concat_ws(', ', 'function = ' || o.oprcode::pg_catalog.regproc,
    case when o.oprleft <> 0 then 'leftarg = ' || pg_catalog.format_type(o.oprleft, null) end,
    case when o.oprright <> 0 then 'rightarg = ' || pg_catalog.format_type(o.oprright, null) end,
    (select pg_catalog.format('commutator = operator(%I.%s)', cn.nspname, c.oprname) from pg_catalog.pg_operator c
      join pg_catalog.pg_namespace cn on cn.oid = c.oprnamespace where c.oid = o.oprcom),
    (select pg_catalog.format('negator = operator(%I.%s)', cn.nspname, c.oprname) from pg_catalog.pg_operator c
      join pg_catalog.pg_namespace cn on cn.oid = c.oprnamespace where c.oid = o.oprnegate),
    case when o.oprrest <> 0 then 'restrict = ' || o.oprrest::pg_catalog.regproc end,
    case when o.oprjoin <> 0 then 'join = ' || o.oprjoin::pg_catalog.regproc end,
    case when o.oprcanhash then 'hashes' end, case when o.oprcanmerge then 'merges' end) as text) x
left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_operator'::pg_catalog.regclass and d.objoid = o.oid
where n.nspname = any ($1::name[]) and o.oprcode <> 0
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_operator'::pg_catalog.regclass
    and e.objid = o.oid and e.deptype = 'e')
union all
select 'operator family', pg_catalog.format('%I.%I using %s', n.nspname, f.opfname, am.amname),
  pg_catalog.quote_ident(n.nspname),
       'pg_catalog.pg_opfamily'::pg_catalog.regclass::oid, f.oid, 0, '',
       pg_catalog.format('create operator family %I.%I using %s', n.nspname, f.opfname, am.amname),
       pg_catalog.format('drop operator family if exists %I.%I using %s', n.nspname, f.opfname, am.amname),
       pg_catalog.jsonb_build_array(pg_catalog.jsonb_build_array('owner', f.opfowner::pg_catalog.regrole::text,
           pg_catalog.format('alter operator family %I.%I using %s owner to %s', n.nspname, f.opfname, am.amname,
             f.opfowner::pg_catalog.regrole), pg_catalog.quote_ident(current_user))), null, null
from pg_catalog.pg_opfamily f
join pg_catalog.pg_namespace n on n.oid = f.opfnamespace
join pg_catalog.pg_am am on am.oid = f.opfmethod
where n.nspname = any ($1::name[])
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass
    and e.objid = f.oid and e.deptype = 'e')
union all
select 'operator class', pg_catalog.format('%I.%I using %s', n.nspname, c.opcname, am.amname),
  pg_catalog.quote_ident(n.nspname),
       'pg_catalog.pg_opclass'::pg_catalog.regclass::oid, c.oid, 0, x.text,
       pg_catalog.format('create operator class %I.%I %s', n.nspname, c.opcname, x.text),
       pg_catalog.format('drop operator class if exists %I.%I using %s', n.nspname, c.opcname, am.amname),
       pg_catalog.jsonb_build_array(pg_catalog.jsonb_build_array('owner', c.opcowner::pg_catalog.regrole::text,
           pg_catalog.format('alter operator class %I.%I using %s owner to %s', n.nspname, c.opcname, am.amname,
             c.opcowner::pg_catalog.regrole), pg_catalog.quote_ident(current_user))), null, null
from pg_catalog.pg_opclass c
join pg_catalog.pg_namespace n on n.oid = c.opcnamespace
join pg_catalog.pg_am am on am.oid = c.opcmethod
join pg_catalog.pg_opfamily f on f.oid = c.opcfamily
join pg_catalog.pg_namespace fn on fn.oid = f.opfnamespace
cross join lateral (select pg_catalog.format('%sfor type %s using %s family %I.%I as %s',
  case when c.opcdefault then 'default ' else '' end,
    pg_catalog.format_type(c.opcintype, null), am.amname, fn.nspname, f.opfname,
    pg_catalog.concat_ws(', ', case when c.opckeytype <> 0 then 'storage '
      || pg_catalog.format_type(c.opckeytype, null) end,
      (select pg_catalog.string_agg(pg_catalog.format('operator %s %s', a.amopstrategy,
        a.amopopr::pg_catalog.regoperator), ', ' order by a.amopstrategy)
       from pg_catalog.pg_amop a join pg_catalog.pg_depend e on e.classid = 'pg_catalog.pg_amop'::pg_catalog.regclass
         and e.objid = a.oid
        and e.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass and e.refobjid = c.oid),
      (select pg_catalog.string_agg(pg_catalog.format('function %s (%s, %s) %s', a.amprocnum,
        pg_catalog.format_type(a.amproclefttype, null), pg_catalog.format_type(a.amprocrighttype, null),
        a.amproc::oid::pg_catalog.regprocedure), ', ' order by a.amprocnum)
       from pg_catalog.pg_amproc a
         join pg_catalog.pg_depend e on e.classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass and e.objid = a.oid
        and e.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass and e.refobjid = c.oid))) as text) x
where n.nspname = any ($1::name[])
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_opclass'::pg_catalog.regclass
    and e.objid = c.oid and e.deptype = 'e')
order by 1, 2
