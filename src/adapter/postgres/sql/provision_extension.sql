-- Whether an extension is there, and what brings it: one row if it is not.
-- $1 extension  $2 whether the schema cannot do without it  $3 the administrator whose powers are weighed
--
-- Superusers create any; who may create in the database, the trusted ones; managed
-- services let the members of one role create more. What can be done without is
-- tried (attempt): a server may list an extension whose library it cannot load.
with wish as (
  select $1::text as name, $2::bool as is_required, $3::text as administrator, pg_catalog.current_database() as database
), administrator as (
  select r.*, exists (
           select from pg_catalog.pg_roles m
           where m.rolname in ('rds_superuser', 'cloudsqlsuperuser', 'azure_pg_admin', 'alloydbsuperuser')
             and pg_catalog.pg_has_role(r.oid, m.oid, 'member')) as is_managed
  from pg_catalog.pg_roles r join wish w on r.rolname = w.administrator
), available as (
  select pg_catalog.to_jsonb(v) as j
  from wish w
  join pg_catalog.pg_available_extensions e on e.name = w.name
  join pg_catalog.pg_available_extension_versions v on v.name = e.name and v.version = e.default_version
), verdict as (
  select w.*, v.j is not null as is_available,
         coalesce(a.rolsuper or ((not (v.j ->> 'superuser')::bool or (v.j ->> 'trusted')::bool)
                                 and pg_catalog.has_database_privilege(a.oid, w.database, 'create')), false) as may_create,
         coalesce(a.is_managed, false) as may_try,
         case when v.j ->> 'schema' is null then ' schema public' else '' end as placed
  from wish w left join available v on true left join administrator a on true
)
select case when v.is_available and (v.may_create or v.may_try) then case when v.is_required then 'change' else 'attempt' end
            when v.is_required then 'refusal' else 'warning' end as class,
       'extension' as kind, pg_catalog.quote_ident(v.name) as identity,
       case when v.is_required then 'installed' else 'installed where the server has it' end as expected,
       case when v.is_available then 'absent' else 'the server does not have it' end as found,
       case when not v.is_available or not (v.may_create or v.may_try) then null
            when v.is_required then c.text
            -- Another run that is faster refuses nothing: it is looked at once more.
            -- Caught on the server, so that its log has no error that somebody would have to explain.
            -- Whoever owns the database may have given the parameter a value.
            else pg_catalog.format('do %1$L; select pg_catalog.current_setting(''noetl_schema.refusal'', true) as refusal',
                                   pg_catalog.format('begin perform pg_catalog.set_config(''noetl_schema.refusal'', '''', true); begin %1$s; exception when duplicate_object or unique_violation then null; when others then perform pg_catalog.set_config(''noetl_schema.refusal'', sqlerrm, true); end; end', c.text))
       end as statement,
       false as is_outside,
       case when not v.is_available then 'Install its files on the server, then run apply again.'
            when not (v.may_create or v.may_try) then pg_catalog.format('A superuser may run in database %I: CREATE EXTENSION %I', v.database, v.name) end as hint
from verdict v
cross join lateral (select pg_catalog.format('create extension if not exists %I%s', v.name, v.placed) as text) c
where not exists (select from pg_catalog.pg_extension e where e.extname = v.name)
