-- How a database differs from what was expected of it, and what mends it: a row a difference,
-- in the order in which the statements are to run.
--
-- $1 database  $2 owner  $3 the administrator whose powers are weighed
-- $4 a role that must not enter, or null  $5 whether the administrator must be able to enter
-- $6 name[]: other roles that must be able to enter
-- $7 a random token of this run, or null if it makes nothing
-- $8 whether what dead runs left half made may be dropped: no other run may be working without our knowledge
--
-- A database is made under another name with connections forbidden. One transaction
-- then gives it its owner, its privileges and its name, so that it never exists
-- half made and PUBLIC could enter it at no moment.
--
-- The other name is noetl-schema-new-PID-RUN-RANDOM: nobody can guess it and take it first. PID is the server
-- process that makes the database. A leftover belongs to this administrator, takes no
-- connections, and is of this run itself or of a process that is no session of the administrator's
-- any more. Nothing in it is trusted: it is dropped. Databases of others that have such a name are not looked at.
with wish as materialized (
  select $1::text as name, $2::text as owner, $3::text as administrator, $4::text as stranger, $5::bool as admits_administrator,
         $8::bool as drops_leftovers, t.run,
         pg_catalog.format('noetl-schema-new-%s-%s-%s', pg_catalog.pg_backend_pid(), t.run,
                           pg_catalog.left(pg_catalog.replace(pg_catalog.gen_random_uuid()::text, '-', ''), 16)) as new_name,
         pg_catalog.current_setting('server_version_num')::int as version
  from (select pg_catalog.left(pg_catalog.replace($7::text, '-', ''), 16) as run) t
), administrator as (
  select r.* from pg_catalog.pg_roles r join wish w on r.rolname = w.administrator
), owner as (
  select r.* from pg_catalog.pg_roles r join wish w on r.rolname = w.owner
), live as (
  select d.*, pg_catalog.pg_get_userbyid(d.datdba) as owner from pg_catalog.pg_database d join wish w on d.datname = w.name
), leftover as (
  select d.datname as name, d.is_ours
  from wish w
  join administrator a on true
  cross join lateral (
    select x.datname, x.datdba, pg_catalog.starts_with(pg_catalog.substr(x.datname, 18 + pg_catalog.length(p.pid)), '-' || w.run || '-') as is_ours,
           p.pid::int as pid
    from pg_catalog.pg_database x
    cross join lateral (select coalesce(pg_catalog.substring(x.datname, '^noetl-schema-new-([0-9]{1,9})-'), '0') as pid) p
    where pg_catalog.starts_with(x.datname, 'noetl-schema-new-') and x.datdba = a.oid and not x.datallowconn) d
  where d.is_ours
     or (w.drops_leftovers
         and not exists (select from pg_catalog.pg_stat_activity s where s.pid = d.pid and s.usesysid = d.datdba))
), membership as (
  -- What only the owner may do, the administrator does as a member of it, for the length of one transaction.
  select m.holds, coalesce(o.rolsuper, false) as owner_is_superuser,
         -- Whoever makes the owner reaches it.
         m.holds or o.oid is null or (not m.is_half and ((w.version < 160000 and a.rolcreaterole and not o.rolsuper)
                                        or coalesce(pg_catalog.pg_has_role(a.oid, o.oid, 'member with admin option'), false))) as reaches,
         case when m.holds then '' else pg_catalog.format('grant %I to %I%s; ', w.owner, w.administrator,
           case when w.version >= 160000 then ' with inherit true, set true' end) end as before,
         case when m.holds then '' else pg_catalog.format('; revoke %I from %I%s', w.owner, w.administrator,
           case when w.version >= 160000 then ' granted by current_user' end) end as after
  from wish w
  left join administrator a on true
  left join owner o on true
  cross join lateral (
    select coalesce(a.rolsuper or (pg_catalog.pg_has_role(a.oid, o.oid, 'usage')
             and pg_catalog.pg_has_role(a.oid, o.oid, case when w.version >= 160000 then 'set' else 'member' end)), false) as holds,
           -- A grant of its own that does not reach as far must not be taken away by the revoke.
           exists (select from pg_catalog.pg_auth_members x where x.roleid = o.oid and x.member = a.oid
                   and (w.version < 160000 or x.grantor = a.oid)) as is_half) m
), template as (
  select pg_catalog.to_jsonb(d) as j from pg_catalog.pg_database d
  where d.datname in ('template0', 'template1') order by d.datname desc limit 1
), locale as (
  select pg_catalog.format(' lc_collate %L lc_ctype %L', t.j ->> 'datcollate', t.j ->> 'datctype')
         || case t.j ->> 'datlocprovider'
              when 'i' then pg_catalog.format(' locale_provider icu icu_locale %L', coalesce(t.j ->> 'datlocale', t.j ->> 'daticulocale'))
                            || coalesce(' icu_rules ' || pg_catalog.quote_literal(nullif(t.j ->> 'daticurules', '')), '')
              when 'b' then pg_catalog.format(' locale_provider builtin builtin_locale %L', t.j ->> 'datlocale')
              when 'c' then ' locale_provider libc'
              else '' end as clause
  from template t
), steps(position, class, expected, found, statement, is_outside, hint) as (
  select 2, case when (a.rolsuper or a.rolcreatedb) and m.reaches then 'change' else 'refusal' end,
         'owner ' || pg_catalog.quote_ident(w.owner), 'absent',
         pg_catalog.format('create database %I template template0 encoding ''UTF8''%s allow_connections false', w.new_name, c.clause), true,
         case when not (a.rolsuper or a.rolcreatedb) then pg_catalog.format('A superuser may run: ALTER ROLE %I CREATEDB', w.administrator)
              when m.owner_is_superuser then 'Its owner is a superuser, so that only a superuser can make it: give one as NOETL_ADMIN_USER.'
              when not m.reaches then pg_catalog.format('A superuser may run: GRANT %I TO %I%s', w.owner, w.administrator,
                                                        case when w.version >= 160000 then ' WITH ADMIN OPTION' end) end
  from wish w join membership m on true join locale c on true left join administrator a on true
  where not exists (select from live)
  union all
  select 3, 'change', 'PUBLIC may not enter', 'absent',
         m.before || pg_catalog.format('revoke all on database %1$I from public; alter database %1$I owner to %2$I; alter database %1$I allow_connections true; '
           || 'alter database %1$I rename to %3$I', w.new_name, w.owner, w.name)
           || case when w.admits_administrator and not a.rolsuper and w.administrator <> w.owner
                   then pg_catalog.format('; grant connect on database %I to %I', w.name, w.administrator) else '' end || m.after, false, null
  from wish w join membership m on m.reaches join administrator a on a.rolsuper or a.rolcreatedb
  where not exists (select from live)
  union all
  select 4, 'refusal', 'owner ' || pg_catalog.quote_ident(w.owner), 'owner ' || pg_catalog.quote_ident(l.owner), null, false,
         pg_catalog.format('It was there before and is left alone. To hand it over, with whatever its owner put into it: '
                           'ALTER DATABASE %1$I OWNER TO %2$I. To make room for a new one: ALTER DATABASE %1$I RENAME TO ...', w.name, w.owner)
  from wish w join live l on l.owner <> w.owner
  union all
  select 5, 'refusal', 'open for connections', 'closed (ALLOW_CONNECTIONS false)', null, false,
         pg_catalog.format('ALTER DATABASE %I ALLOW_CONNECTIONS true', w.name)
  from wish w join live l on not l.datallowconn
  union all
  select 5, 'refusal', 'open for connections', case when l.datconnlimit = 0 then 'CONNECTION LIMIT 0' else 'a database that DROP DATABASE left invalid' end,
         null, false,
         pg_catalog.format(case when l.datconnlimit = 0 then 'ALTER DATABASE %I CONNECTION LIMIT -1' else 'DROP DATABASE %I' end, w.name)
  from wish w join live l on l.datconnlimit in (0, -2)
  union all
  select 6, 'warning', 'encoding UTF8', 'encoding ' || pg_catalog.pg_encoding_to_char(l.encoding), null, false,
         'Text that this encoding lacks cannot be stored. The encoding of a database cannot be changed; dump it and restore it into a new one.'
  from live l
  where pg_catalog.pg_encoding_to_char(l.encoding) <> 'UTF8'
  union all
  select 7, case when m.reaches then 'change' else 'refusal' end, 'PUBLIC may not enter', 'PUBLIC has ' || p.list,
         m.before || pg_catalog.format('revoke all on database %I from public', w.name) || m.after, false,
         case when not m.reaches then pg_catalog.format('Its owner may run: REVOKE ALL ON DATABASE %I FROM PUBLIC', w.name) end
  from wish w join live l on l.owner = w.owner join membership m on true
  cross join lateral (
    select pg_catalog.string_agg(x.privilege, ', ' order by x.privilege) as list
    from pg_catalog.unnest('{CONNECT,CREATE,TEMPORARY}'::text[]) as x(privilege)
    where pg_catalog.has_database_privilege('public', l.oid, x.privilege)) p
  where p.list is not null
  union all
  select 8, case when m.reaches then 'change' else 'refusal' end, pg_catalog.quote_ident(w.owner) || ' has CONNECT, CREATE, TEMPORARY',
         'it has not ' || p.list,
         m.before || pg_catalog.format('grant all on database %I to %I', w.name, w.owner) || m.after, false,
         case when not m.reaches then pg_catalog.format('Its owner may run: GRANT ALL ON DATABASE %I TO %I', w.name, w.owner) end
  from wish w join live l on l.owner = w.owner join membership m on true
  cross join lateral (
    select pg_catalog.string_agg(x.privilege, ', ' order by x.privilege) as list
    from pg_catalog.unnest('{CONNECT,CREATE,TEMPORARY}'::text[]) as x(privilege)
    where not pg_catalog.has_database_privilege(l.datdba, l.oid, x.privilege)) p
  where p.list is not null
  union all
  select 9, case when m.reaches then 'change' else 'refusal' end, pg_catalog.quote_ident(s.rolname) || ' may not enter', 'it has CONNECT',
         m.before || pg_catalog.format('revoke all on database %I from %I', w.name, s.rolname) || m.after, false,
         case when not m.reaches then pg_catalog.format('Its owner may run: REVOKE ALL ON DATABASE %I FROM %I', w.name, s.rolname) end
  from wish w join live l on l.owner = w.owner join membership m on true
  join pg_catalog.pg_roles s on s.rolname = w.stranger and s.rolname <> w.owner and not s.rolsuper
   and not (w.admits_administrator and s.rolname = w.administrator)
  where exists (select from pg_catalog.aclexplode(l.datacl) x where x.grantee = s.oid and x.privilege_type = 'CONNECT')
  union all
  select 10, 'warning', pg_catalog.quote_ident(s.rolname) || ' may not enter', 'it may, as a member of ' || g.roles, null, false,
         'Isolation does not hold as long as it is a member.'
  from wish w join live l on l.owner = w.owner
  join pg_catalog.pg_roles s on s.rolname = w.stranger and s.rolname <> w.owner and not s.rolsuper
   and not (w.admits_administrator and s.rolname = w.administrator)
  cross join lateral (
    select pg_catalog.string_agg(distinct pg_catalog.quote_ident(r.rolname), ', ' order by pg_catalog.quote_ident(r.rolname)) as roles
    from pg_catalog.aclexplode(l.datacl) x
    join pg_catalog.pg_roles r on r.oid = x.grantee
    where x.privilege_type = 'CONNECT' and r.oid <> s.oid and pg_catalog.pg_has_role(s.oid, r.oid, 'usage')) g
  where g.roles is not null
  union all
  select 11, case when m.reaches then 'change' else 'refusal' end, pg_catalog.quote_ident(w.administrator) || ' may enter', 'it may not',
         m.before || pg_catalog.format('grant connect on database %I to %I', w.name, w.administrator) || m.after, false,
         case when not m.reaches then pg_catalog.format('Its owner may run: GRANT CONNECT ON DATABASE %I TO %I', w.name, w.administrator) end
  from wish w join live l on l.owner = w.owner join membership m on true join administrator a on true
  where w.admits_administrator and not a.rolsuper and w.administrator <> w.owner
    and not exists (select from pg_catalog.aclexplode(l.datacl) x
                    where x.privilege_type = 'CONNECT' and x.grantee <> 0 and pg_catalog.pg_has_role(a.oid, x.grantee, 'usage'))
  union all
  select 12, case when m.reaches then 'change' else 'refusal' end, pg_catalog.quote_ident(g.rolname) || ' may enter', 'it may not',
         m.before || pg_catalog.format('grant connect on database %I to %I', w.name, g.rolname) || m.after, false,
         pg_catalog.format('Its owner may run: GRANT CONNECT ON DATABASE %I TO %I', w.name, g.rolname)
  from wish w join live l on l.owner = w.owner join membership m on true
  join pg_catalog.pg_roles g on g.rolname = any ($6::name[]) and not g.rolsuper
  where not exists (select from pg_catalog.aclexplode(l.datacl) x
                    where x.privilege_type = 'CONNECT' and x.grantee <> 0 and pg_catalog.pg_has_role(g.oid, x.grantee, 'usage'))
)
select s.class, 'database' as kind, pg_catalog.quote_ident(s.name) as identity, s.expected, s.found,
       case when s.class in ('change', 'attempt') then s.statement end as statement, s.is_outside,
       case when s.class not in ('change', 'attempt') then s.hint end as hint
from (
  select 1 as position, case when l.is_ours then 'change' else 'attempt' end as class, l.name, 'absent' as expected, 'left half made by a run' as found,
         pg_catalog.format('drop database %I', l.name) as statement, true as is_outside, null as hint
  from leftover l
  union all
  select s.position, s.class, w.name, s.expected, s.found, s.statement, s.is_outside, s.hint
  from steps s, wish w
) s
order by s.position
