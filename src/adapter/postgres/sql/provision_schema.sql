-- How a schema and what goes with it differ from what was expected, and what mends it.
-- Run in the schema's own database: a row a difference, in the order of the statements.
--
-- $1 schema  $2 owner  $3 the administrator whose powers are weighed
-- $4 whether functions that the owner makes are kept from PUBLIC
-- $5 the schema that the owner's search_path in this database begins with
-- $6 the schema of the owner's ledger: made empty, and filled by the owner
--
-- Schema public belongs to pg_database_owner from 15 on, which is as good as the
-- database's owner; before that it belongs to whoever ran initdb.
with wish as (
  select $1::text as name, $2::text as owner, $3::text as administrator, $4::bool as closes_functions, $5::text as path_schema, $6::text as ledger,
         pg_catalog.current_database() as database,
         pg_catalog.current_setting('server_version_num')::int as version
), administrator as (
  select r.* from pg_catalog.pg_roles r join wish w on r.rolname = w.administrator
), owner as (
  select r.* from pg_catalog.pg_roles r join wish w on r.rolname = w.owner
), home as (
  select d.*, r.rolname as owner, r.rolsuper as owner_is_superuser
  from pg_catalog.pg_database d join pg_catalog.pg_roles r on r.oid = d.datdba
  where d.datname = pg_catalog.current_database()
), live as (
  select n.*, r.rolname as owner, n.nspname = w.name as is_target,
         case when r.rolname = 'pg_database_owner' then h.owner else r.rolname end as real_owner
  from wish w, home h, pg_catalog.pg_namespace n
  join pg_catalog.pg_roles r on r.oid = n.nspowner
  where n.nspname in (w.name, w.ledger, 'public')
), needed as (
  -- The schema's owner, and the database's for the right to create in it.
  select distinct r.oid, r.rolname, r.rolsuper
  from pg_catalog.pg_roles r, wish w, home h
  where r.rolname = w.owner or (r.oid = h.datdba and (select pg_catalog.count(*) from live l where l.nspname in (w.name, w.ledger)) < 2)
), membership as (
  -- What only an owner may do, the administrator does as a member of it, for the length of one transaction.
  select coalesce(pg_catalog.bool_and(x.holds or x.grants), false) as reaches,
         coalesce(pg_catalog.string_agg(case when not x.holds then pg_catalog.format('grant %I to %I%s; ', x.rolname, w.administrator,
           case when w.version >= 160000 then ' with inherit true, set true' end) end, '' order by x.rolname), '') as before,
         coalesce(pg_catalog.string_agg(case when not x.holds then pg_catalog.format('; revoke %I from %I%s', x.rolname, w.administrator,
           case when w.version >= 160000 then ' granted by current_user' end) end, '' order by x.rolname), '') as after
  from wish w
  left join administrator a on true
  cross join lateral (
    select n.rolname, m.holds,
           not m.is_half and coalesce((w.version < 160000 and a.rolcreaterole and not n.rolsuper)
                                      or pg_catalog.pg_has_role(a.oid, n.oid, 'member with admin option'), false) as grants
    from needed n
    cross join lateral (
      select coalesce(a.rolsuper or (pg_catalog.pg_has_role(a.oid, n.oid, 'usage')
               and pg_catalog.pg_has_role(a.oid, n.oid, case when w.version >= 160000 then 'set' else 'member' end)), false) as holds,
             -- A grant of its own that does not reach as far must not be taken away by the revoke.
             exists (select from pg_catalog.pg_auth_members g where g.roleid = n.oid and g.member = a.oid
                     and (w.version < 160000 or g.grantor = a.oid)) as is_half) m) x
), path as (
  select s.setting, pg_catalog.substr(s.setting, 13) as value
  from pg_catalog.pg_db_role_setting c
  join owner o on o.oid = c.setrole
  join home h on h.oid = c.setdatabase
  cross join lateral pg_catalog.unnest(c.setconfig) as s(setting)
  where s.setting like 'search\_path=%'
), steps(position, class, kind, identity, expected, found, statement, hint) as (
  select 1, case when m.reaches then 'change' else 'refusal' end, 'schema', pg_catalog.quote_ident(s.name),
         'owner ' || pg_catalog.quote_ident(w.owner), 'absent',
         m.before || pg_catalog.format('create schema %I authorization %I', s.name, w.owner) || m.after,
         pg_catalog.format('A superuser may run in database %I: CREATE SCHEMA %I AUTHORIZATION %I', w.database, s.name, w.owner)
  from wish w join membership m on true
  cross join lateral (values (w.name), (w.ledger)) as s(name)
  where not exists (select from live l where l.nspname = s.name)
  union all
  select 2, 'refusal', 'schema', pg_catalog.quote_ident(w.ledger), 'owner ' || pg_catalog.quote_ident(w.owner), 'owner ' || pg_catalog.quote_ident(l.owner), null,
         pg_catalog.format('It is in the place of the ledger of role %I. If nobody needs it, in database %I: DROP SCHEMA %I CASCADE; or name another in NOETL_LEDGER_SCHEMA.',
                           w.owner, w.database, w.ledger)
  from wish w join live l on l.nspname = w.ledger and l.owner <> w.owner
  union all
  -- Only a superuser reaches the schema public of 13 and 14; PUBLIC may create in it there, the owner with it.
  select 2, case when l.nspname <> 'public' then 'refusal' when l.owner_is_system and a.rolsuper then 'change' else 'warning' end,
         'schema', pg_catalog.quote_ident(w.name), 'owner ' || pg_catalog.quote_ident(w.owner), 'owner ' || pg_catalog.quote_ident(l.owner),
         pg_catalog.format('alter schema %I owner to %I', w.name, w.owner),
         case when l.nspname = 'public' then '' else 'It was there before and is left alone. ' end
           || pg_catalog.format('To hand it over, in database %I: ALTER SCHEMA %I OWNER TO %I', w.database, w.name, w.owner)
  from wish w join (select v.*, v.nspowner = 10 as owner_is_system from live v) l on l.is_target and l.real_owner <> w.owner
  left join administrator a on true
  union all
  select 3, case when o.holds then 'change' else 'warning' end, 'schema', pg_catalog.quote_ident(l.nspname),
         'PUBLIC may not create in it', 'PUBLIC may', pg_catalog.format('revoke create on schema %I from public', l.nspname),
         pg_catalog.format('Its owner (%I) may run in database %I: REVOKE CREATE ON SCHEMA %I FROM PUBLIC', l.owner, w.database, l.nspname)
  from wish w
  join live l on exists (select from pg_catalog.aclexplode(l.nspacl) x where x.grantee = 0 and x.privilege_type = 'CREATE')
  left join administrator a on true
  cross join lateral (select coalesce(a.rolsuper or pg_catalog.pg_has_role(a.oid, l.nspowner, 'usage'), false) as holds) o
  union all
  select 4, case when m.reaches then 'change' else 'warning' end, 'role', pg_catalog.quote_ident(w.owner),
         'its new functions are kept from PUBLIC', 'PUBLIC may execute them',
         m.before || pg_catalog.format('alter default privileges for role %I revoke execute on functions from public', w.owner) || m.after,
         pg_catalog.format('It may run in database %I: ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC', w.database)
  from wish w join owner o on true join membership m on true
  where w.closes_functions
    and not exists (select from pg_catalog.pg_default_acl d
                    where d.defaclrole = o.oid and d.defaclnamespace = 0 and d.defaclobjtype = 'f'
                      and not exists (select from pg_catalog.aclexplode(d.defaclacl) x where x.grantee = 0 and x.privilege_type = 'EXECUTE'))
  union all
  -- A path that somebody set is left alone; one that begins with another schema of the owner's is as it
  -- has to be where tenants share a database.
  select 5, case when p.value is not null then 'warning'
                 when a.rolsuper or a.oid = o.oid
                   or (a.rolcreaterole and (w.version < 160000 or pg_catalog.pg_has_role(a.oid, o.oid, 'member with admin option')))
                 then 'change' else 'warning' end,
         'role', pg_catalog.quote_ident(w.owner), 'search_path ' || f.path || ' in database ' || pg_catalog.quote_ident(w.database),
         coalesce('search_path ' || p.value, 'no search_path of its own'),
         pg_catalog.format('alter role %I in database %I set search_path = %s', w.owner, w.database, f.path),
         pg_catalog.format('If it is not meant: ALTER ROLE %I IN DATABASE %I SET search_path = %s', w.owner, w.database, f.path)
  from wish w join owner o on not o.rolsuper
  cross join lateral (select pg_catalog.quote_ident(w.path_schema) as first) q
  cross join lateral (select q.first || case when w.path_schema = 'public' then '' else ', public' end as path) f
  left join administrator a on true
  left join path p on true
  where p.value is null
    or not exists (select from (select q.first as name
                                union all
                                select pg_catalog.quote_ident(n.nspname) from pg_catalog.pg_namespace n where n.nspowner = o.oid) s
                   where p.value = s.name or pg_catalog.starts_with(p.value, s.name || ','))
)
select s.class, s.kind, s.identity, s.expected, s.found, case when s.class = 'change' then s.statement end as statement, false as is_outside,
       case when s.class <> 'change' then s.hint end as hint
from steps s
order by s.position, s.kind, s.identity
