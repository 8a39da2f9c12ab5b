-- Definitions of what goes with a schema: its owner as a role, its database, promised extensions, and, where
-- nothing inside the schema is managed, the schema's own row.  A row an object: kind, identity, hash.
-- $1 schema  $2 name[]: promised extensions  $3 bool: whether the schema's own row is wanted
--
-- Only what was promised: who else may enter the database, or what else is set for the role, is its users' affair.
with home as (
  select d.* from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()
), schema as (
  -- From 15 on the schema public belongs to pg_database_owner, which stands for the database's owner.
  select n.oid, n.nspname, n.nspacl, o.oid as owner_oid, o.rolname as owner
  from pg_catalog.pg_namespace n
  join pg_catalog.pg_roles r on r.oid = n.nspowner
  cross join home h
  join pg_catalog.pg_roles o on o.oid = case when r.rolname = 'pg_database_owner' then h.datdba else r.oid end
  where n.nspname = $1::name
)
select object.kind, object.identity, pg_catalog.md5(object.definition) as hash, object.definition as text
from (
  select 'role' as kind, pg_catalog.quote_ident(r.rolname) as identity,
         pg_catalog.concat_ws(' ', case when r.rolcanlogin then 'login' end, case when r.rolsuper then 'superuser' end,
           case when r.rolcreatedb then 'createdb' end, case when r.rolcreaterole then 'createrole' end,
           case when r.rolreplication then 'replication' end, case when r.rolbypassrls then 'bypassrls' end,
           case when not r.rolinherit then 'noinherit' end,
           (select 'member of ' || pg_catalog.string_agg(pg_catalog.quote_ident(g.rolname), ', ' order by g.rolname)
            from pg_catalog.pg_auth_members a join pg_catalog.pg_roles g on g.oid = a.roleid where a.member = r.oid),
           (select s.setting
            from pg_catalog.pg_db_role_setting c cross join home h cross join lateral pg_catalog.unnest(c.setconfig) as s(setting)
            where c.setrole = r.oid and c.setdatabase = h.oid and s.setting like 'search\_path=%'),
           (select 'functions ' || exists (select from pg_catalog.aclexplode(d.defaclacl) x where x.grantee = 0)
            from pg_catalog.pg_default_acl d
            where d.defaclrole = r.oid and d.defaclnamespace = 0 and d.defaclobjtype = 'f')) as definition
  from schema s join pg_catalog.pg_roles r on r.oid = s.owner_oid
  union all
  select 'database', pg_catalog.quote_ident(h.datname),
         pg_catalog.concat_ws(' ', 'owner', pg_catalog.quote_ident(o.rolname), 'encoding', h.encoding,
           case when not h.datallowconn then 'closed' end,
           'public', (select pg_catalog.string_agg(x.privilege, ',' order by x.privilege)
                      from pg_catalog.unnest('{CONNECT,CREATE,TEMPORARY}'::text[]) as x(privilege)
                      where pg_catalog.has_database_privilege('public', h.oid, x.privilege)),
           'owner', (select pg_catalog.string_agg(x.privilege, ',' order by x.privilege)
                     from pg_catalog.unnest('{CONNECT,CREATE,TEMPORARY}'::text[]) as x(privilege)
                     where pg_catalog.has_database_privilege(h.datdba, h.oid, x.privilege)))
  from home h join pg_catalog.pg_roles o on o.oid = h.datdba
  where exists (select from schema)
  union all
  select 'extension', pg_catalog.quote_ident(e.extname), 'installed'
  from pg_catalog.pg_extension e
  where e.extname = any ($2::name[]) and exists (select from schema)
  union all
  select 'schema', pg_catalog.quote_ident(s.nspname),
         pg_catalog.concat_ws(' ', 'owner', pg_catalog.quote_ident(s.owner),
           'public', (select pg_catalog.string_agg(x.privilege, ',' order by x.privilege)
                      from pg_catalog.unnest('{CREATE,USAGE}'::text[]) as x(privilege)
                      where pg_catalog.has_schema_privilege('public', s.oid, x.privilege)),
           'owner', (select pg_catalog.string_agg(x.privilege, ',' order by x.privilege)
                     from pg_catalog.unnest('{CREATE,USAGE}'::text[]) as x(privilege)
                     where pg_catalog.has_schema_privilege(s.owner_oid, s.oid, x.privilege)))
  from schema s
  where $3::bool
) as object
order by object.kind, object.identity
