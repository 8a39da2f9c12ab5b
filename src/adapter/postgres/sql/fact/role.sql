-- Facts: roles and their memberships, which are the cluster's.
select 'role' as kind, pg_catalog.quote_ident(r.rolname) as id, null::text as parent,
       'pg_catalog.pg_authid'::pg_catalog.regclass::oid as classid, r.oid as objid, 0 as objsubid, '' as definition,
       pg_catalog.format('create role %I %s', r.rolname, x.text) as create_sql, '' as drop_sql,
       pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('attributes', x.text, pg_catalog.format('alter role %I %s', r.rolname, x.text),
           x.text)) as attributes,
       null::jsonb as acl, null::jsonb as extra
from pg_catalog.pg_roles r
cross join lateral (select pg_catalog.concat_ws(' ', case when r.rolsuper then 'superuser' else 'nosuperuser' end,
  case when r.rolinherit then 'inherit' else 'noinherit' end,
    case when r.rolcreaterole then 'createrole' else 'nocreaterole' end,
      case when r.rolcreatedb then 'createdb' else 'nocreatedb' end,
    case when r.rolcanlogin then 'login' else 'nologin' end,
      case when r.rolreplication then 'replication' else 'noreplication' end,
    case when r.rolbypassrls then 'bypassrls' else 'nobypassrls' end, 'connection limit ' || r.rolconnlimit) as text) x
where r.rolname !~ '^pg_' and r.oid >= 16384
union all
select 'role membership', pg_catalog.format('%I in %I', m.rolname, r.rolname), null, 0, 0, 0, '',
       pg_catalog.format('grant %I to %I%s', r.rolname, m.rolname,
         case when a.admin_option then ' with admin option' else '' end), '', null, null,
       pg_catalog.jsonb_build_object('deps', pg_catalog.jsonb_build_array(
         pg_catalog.jsonb_build_array('role', pg_catalog.quote_ident(r.rolname)),
         pg_catalog.jsonb_build_array('role', pg_catalog.quote_ident(m.rolname))))
from pg_catalog.pg_auth_members a
join pg_catalog.pg_roles r on r.oid = a.roleid
join pg_catalog.pg_roles m on m.oid = a.member
-- From 16 on the server makes who creates a role a member of it, who can do nothing but administer it: by CREATE ROLE alone.
where m.oid >= 16384 and not (a.admin_option and pg_catalog.to_jsonb(a) ->> 'set_option' = 'false'
  and pg_catalog.to_jsonb(a) ->> 'inherit_option' = 'false' and a.grantor = '10') is true
order by 1, 2
