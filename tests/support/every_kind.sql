create role facts_reader_MARK nologin;
create role "Facts Writer MARK" nologin noinherit;
grant facts_reader_MARK to "Facts Writer MARK" with admin option;
create schema app;
comment on schema app is 'what it''s for';
grant usage on schema app to facts_reader_MARK with grant option;
create schema "user";
create extension hstore schema app;
create extension citext;
create extension postgres_fdw;
grant execute on function app.hstore(text, text) to facts_reader_MARK;
create trusted language plfacts handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
create foreign data wrapper own_wrapper options (debug 'true');
create server "Far Away" type 'other' version '2' foreign data wrapper postgres_fdw options (host 'h', dbname 'd');
grant usage on foreign server "Far Away" to facts_reader_MARK;
create user mapping for public server "Far Away" options ("user" 'u');
create user mapping for facts_reader_MARK server "Far Away";
alter default privileges grant select on tables to facts_reader_MARK;
alter default privileges in schema app grant usage on sequences to facts_reader_MARK;
create collation app.german (provider = libc, locale = 'C');
create conversion app.latin for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
create type app.mood as enum ('sad', 'it''s ok', 'a=b');
comment on type app.mood is 'mood';
create type app.pair as (a int, "B b" text collate "C");
comment on column app.pair.a is 'the first';
create domain app.positive as int default 1 not null constraint positive_check check (value > 0);
comment on constraint positive_check on domain app.positive is 'more than nothing';
create type app.span as range (subtype = float8, subtype_diff = float8mi);
create type app.shell;
create function app.shell_in(cstring) returns app.shell language internal immutable strict as 'int4in';
create function app.shell_out(app.shell) returns cstring language internal immutable strict as 'int4out';
create type app.shell (input = app.shell_in, output = app.shell_out, like = int4);
create function app.add(a app.mood, b int = 1, out c int, out d text) language sql immutable as 'select 1, ''x''';
create procedure app.do_it(inout n int) language plpgsql as $$ begin n := 1; end $$;
create function app.step(int, int) returns int language sql immutable as 'select $1 + $2';
create aggregate app.total(int) (sfunc = app.step, stype = int, initcond = '0');
create aggregate app.how_many(*) (sfunc = int8inc, stype = bigint, initcond = '0');
comment on aggregate app.how_many(*) is 'counts';
create function app.mood_eq(app.mood, app.mood) returns boolean language sql immutable as 'select $1::text = $2::text';
create operator app.=== (function = app.mood_eq, leftarg = app.mood, rightarg = app.mood, commutator = operator(app.===));
create operator family app.moods using hash;
create function app.mood_hash(app.mood) returns int language sql immutable as 'select 1';
create operator class app.mood_ops for type app.mood using hash family app.moods as operator 1 app.===, function 1 app.mood_hash(app.mood);
create cast (app.mood as int) with function app.mood_hash(app.mood) as assignment;
create text search template app.simple_template (init = dsimple_init, lexize = dsimple_lexize);
create text search dictionary app.plain (template = app.simple_template, stopwords = 'english');
create text search configuration app.search (copy = simple);
alter text search configuration app.search alter mapping for asciiword with app.plain, simple;
create sequence app.loose increment 2 minvalue -5 cycle;
grant usage on sequence app.loose to facts_reader_MARK;
create table app.account (
  id bigint generated always as identity (start 5),
  serial_number serial,
  name varchar(20) collate "C" not null default 'x' constraint account_name_check check (name in ('a', 'b')),
  mood app.mood default 'sad',
  tags app.hstore,
  email public.citext,
  amount app.positive,
  doubled int generated always as (serial_number * 2) stored,
  place point,
  primary key (id) include (name),
  unique (serial_number) with (fillfactor = 70)
) with (fillfactor = 80, toast.autovacuum_enabled = false);
alter table app.account alter column name set statistics 7, alter column name set storage main, alter column name set (n_distinct = 5);
alter table app.account enable row level security, force row level security;
alter table app.account replica identity using index account_pkey;
alter table app.account cluster on account_pkey;
alter table app.account add constraint no_overlap exclude using gist (place with ~=);
comment on table app.account is 'accounts';
comment on column app.account.name is E'a\tb\n"c" \\ é';
comment on constraint account_pkey on app.account is 'key';
comment on index app.account_pkey is 'index of key';
grant select, insert on app.account to facts_reader_MARK with grant option;
grant update (name) on app.account to "Facts Writer MARK";
create table "user"."Order" (id int primary key, account bigint references app.account deferrable, "a.b" text);
alter table "user"."Order" add constraint positive check (id > 0) not valid;
create index "Order by" on "user"."Order" (lower("a.b"), id desc) where id > 0;
alter index "user"."Order by" alter column 1 set statistics 50;
create policy visible on app.account as restrictive for select to facts_reader_MARK, "Facts Writer MARK" using (name <> 'x');
create unlogged table app.draft (like app.account including defaults);
create table app.base (n int not null, t text);
create table app.heir (extra int) inherits (app.base);
create table app.typed of app.pair (a primary key);
create table app.event (at timestamptz not null, id int not null, account bigint references app.account, primary key (id, at), check (id > 0)) partition by range (at);
create table app.event_2024 partition of app.event for values from ('2024-01-01') to ('2025-01-01');
create table app.event_rest partition of app.event default;
create index on app.event (account);
create table app.event_note (id int, at timestamptz, foreign key (id, at) references app.event);
create statistics app.account_stats (dependencies) on id, name from app.account;
alter statistics app.account_stats set statistics 10;
create view app.named with (security_barrier = true) as select id, name, app.mood_hash(mood) from app.account;
alter view app.named alter column name set default 'view';
comment on column app.named.id is 'of a view';
grant select (id) on app.named to facts_reader_MARK;
create materialized view app.counted as select name, count(*) from app.account group by name with no data;
create unique index on app.counted (name);
create view app.nothing as select;
create rule ignore as on delete to app.named do instead nothing;
create function app.touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touch before update of name on app.account for each row when (old.name is distinct from new.name) execute function app.touch();
alter table app.account disable trigger touch;
create constraint trigger later after insert on app.event deferrable for each row execute function app.touch();
create foreign table app.far (id int options (column_name 'i'), t text) server "Far Away" options (table_name 'x');
create function app.watch() returns event_trigger language plpgsql as $$ begin end $$;
create event trigger watch on ddl_command_end when tag in ('CREATE TABLE') execute function app.watch();
alter event trigger watch disable;
create publication a_few for table app.account, app.event with (publish = 'insert');
create publication everything for all tables;
