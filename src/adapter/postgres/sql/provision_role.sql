-- How a role differs from what was expected of it, and what mends it: a row a difference.
--
-- $1 role  $2 must log in (otherwise nobody asks whether it does)  $3 must create databases
-- $4 the administrator whose powers are weighed
--
-- class is change (the administrator can do it), refusal (it cannot: the hint says
-- what would help) or warning (not ours to change). Of a superuser, and of the
-- administrator's own role, nothing is changed.
with wish as (
  select $1::text as name, $2::bool as can_login, $3::bool as creates_databases,
         pg_catalog.current_setting('server_version_num')::int as version
), administrator as (
  select r.* from pg_catalog.pg_roles r where r.rolname = $4::text
), live as (
  select r.*, r.rolname = $4::text as is_administrator,
         w.can_login and not r.rolcanlogin as lacks_login,
         w.can_login and r.rolconnlimit = 0 as lacks_connections,
         r.rolcreatedb <> w.creates_databases as differs_in_createdb,
         pg_catalog.pg_has_role(a.oid, r.oid, 'member with admin option') as may_be_granted
  from wish w
  join pg_catalog.pg_roles r on r.rolname = w.name
  left join administrator a on true
), promise as (
  select pg_catalog.concat_ws(' ', case when w.can_login then 'LOGIN' else 'NOLOGIN' end,
                              case when w.creates_databases then 'CREATEDB' end) as attributes
  from wish w
), power as (
  -- From 16 on CREATEROLE reaches only roles that were granted WITH ADMIN OPTION, and gives away only what it has.
  select coalesce(a.rolsuper or (a.rolcreaterole and (w.version < 160000 or a.rolcreatedb or not w.creates_databases)), false) as creates,
         coalesce(a.rolsuper
           or (w.version < 160000 and a.rolcreaterole and not l.rolreplication and not l.rolbypassrls)
           or (w.version >= 160000 and a.rolcreaterole and l.may_be_granted
               and (a.rolcreatedb or not l.differs_in_createdb)
               and (a.rolreplication or not l.rolreplication) and (a.rolbypassrls or not l.rolbypassrls)), false) as alters
  from wish w
  left join administrator a on true
  left join live l on true
)
select case when p.creates then 'change' else 'refusal' end as class,
       'role' as kind, pg_catalog.quote_ident(w.name) as identity, o.attributes as expected, 'absent' as found,
       pg_catalog.format('create role %I with %s', w.name, pg_catalog.lower(o.attributes)) as statement,
       false as is_outside,
       case when not p.creates then pg_catalog.format('A superuser may run: ALTER ROLE %I CREATEROLE%s', $4::text,
                                                      case when w.creates_databases then ' CREATEDB' end) end as hint
from wish w, promise o, power p
where not exists (select from live)
union all
select case when l.is_administrator then 'warning' when p.alters then 'change' else 'refusal' end,
       'role', pg_catalog.quote_ident(l.rolname), o.attributes, f.attributes,
       pg_catalog.format('alter role %I with %s', l.rolname, pg_catalog.lower(d.attributes)), false,
       case when l.is_administrator then 'It is the administrator of this run too. Give the run an administrator of its own (NOETL_ADMIN_USER).'
            when not p.alters then pg_catalog.format('A superuser may run: ALTER ROLE %I %s', l.rolname, d.attributes)
              || case when not l.may_be_granted and w.version >= 160000
                      then pg_catalog.format(', or: GRANT %I TO %I WITH ADMIN OPTION', l.rolname, $4::text) else '' end
       end
from wish w, promise o, power p, live l
cross join lateral (
  select pg_catalog.concat_ws(' ', case when l.rolcanlogin then 'LOGIN' else 'NOLOGIN' end,
      case when l.rolcreatedb then 'CREATEDB' end, case when l.rolcreaterole then 'CREATEROLE' end,
      case when l.rolreplication then 'REPLICATION' end, case when l.rolbypassrls then 'BYPASSRLS' end,
      case when l.lacks_connections then 'CONNECTION LIMIT 0' end) as attributes) f
cross join lateral (
  select pg_catalog.concat_ws(' ', case when l.lacks_login then 'LOGIN' end,
      case when l.differs_in_createdb then case when w.creates_databases then 'CREATEDB' else 'NOCREATEDB' end end,
      case when l.rolcreaterole then 'NOCREATEROLE' end, case when l.rolreplication then 'NOREPLICATION' end,
      case when l.rolbypassrls then 'NOBYPASSRLS' end,
      case when l.lacks_connections then 'CONNECTION LIMIT -1' end) as attributes) d
where not l.rolsuper and d.attributes <> ''
union all
-- An owner without a login is stood in for by a role that is made for the run: a member of the owner, for a minute.
select 'refusal', 'role', pg_catalog.quote_ident(l.rolname),
       pg_catalog.format('%I may grant it', $4::text), 'it may not', null, false,
       pg_catalog.format('A superuser may run: GRANT %I TO %I WITH ADMIN OPTION', l.rolname, $4::text)
from wish w
join live l on not l.rolcanlogin
left join administrator a on true
where not w.can_login
  and not coalesce(a.rolsuper or l.may_be_granted or (w.version < 160000 and a.rolcreaterole and not l.rolsuper), false)
union all
select 'warning', 'role', pg_catalog.quote_ident(l.rolname), o.attributes, 'SUPERUSER', null, false,
       'A superuser may enter every database and change everything: isolation cannot hold. Use a role of its own.'
from promise o, live l
where l.rolsuper
union all
select 'warning', 'role', pg_catalog.quote_ident(l.rolname), 'member of no other role',
       'member of ' || m.roles, null, false, m.hint
from live l
cross join lateral (
  select pg_catalog.string_agg(distinct pg_catalog.quote_ident(r.rolname), ', ' order by pg_catalog.quote_ident(r.rolname)) as roles,
         'If it is not meant: ' || pg_catalog.string_agg(distinct pg_catalog.format('REVOKE %I FROM %I', r.rolname, l.rolname), '; ') as hint
  from pg_catalog.pg_auth_members a
  join pg_catalog.pg_roles r on r.oid = a.roleid
  where a.member = l.oid) m
where m.roles is not null and not l.rolsuper and not l.is_administrator
union all
select 'warning', 'role', pg_catalog.quote_ident(l.rolname), 'a password without end',
       'a password that ended ' || l.rolvaliduntil::text, null, false,
       pg_catalog.format('An administrator may run: ALTER ROLE %I VALID UNTIL ''infinity''', l.rolname)
from wish w, live l
where w.can_login and l.rolvaliduntil <= pg_catalog.now()
