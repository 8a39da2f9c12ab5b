"""What files do to tables with rows: what destroys them, what leaves them."""

BASE = """
create table if not exists noetl.customer (id int primary key, name text, note text);
create table if not exists noetl.part (at date not null, n int) partition by range (at);
create table if not exists noetl.part_2025 partition of noetl.part
  for values from ('2025-01-01') to ('2026-01-01');
create table if not exists noetl.part_2026 partition of noetl.part
  for values from ('2026-01-01') to ('2027-01-01');
create table if not exists noetl.nothing (id int);
create table if not exists noetl.wide (n int);
create table if not exists noetl.child (id int references noetl.customer on delete cascade);
create table if not exists noetl.bare (n int) partition by range (n);
create materialized view if not exists noetl.totals as select count(*) as n from noetl.customer;
"""

ROWS = """
insert into noetl.customer select n, 'name ' || n, 'note' from generate_series(1, 3) as n;
insert into noetl.part values ('2025-05-05', 1), ('2026-06-06', 2), ('2026-07-07', 3);
insert into noetl.wide values (1);
insert into noetl.child values (1);
refresh materialized view noetl.totals;
create schema other authorization {owner};
create table other.linked (id int references noetl.customer);
alter table other.linked owner to {owner};
insert into other.linked values (1);
"""

# What a file does to BASE: words of the refusal, and the flag that allows just that.
DESTROYS = {
    "drop table": (
        "drop table noetl.customer cascade;",
        r"table noetl\.customer \(3 rows, \d+ kB\)",
        "table:noetl.customer",
    ),
    "drop and make again": (
        "drop materialized view noetl.totals; drop table if exists noetl.customer cascade;" + BASE,
        r"table noetl\.customer \(3 rows",
        ("table:noetl.customer", "materialized view:noetl.totals"),
    ),
    "drop column": (
        "alter table noetl.customer drop column note;",
        r"column noetl\.customer\.note \(3 rows, 15 bytes\)",
        "column:noetl.customer.note",
    ),
    "drop column of all partitions": (
        "alter table noetl.part drop column n;",
        r"rows: column noetl\.part\.n \(3 rows, 12 bytes\);",
        "column:noetl.part.n",
    ),
    "truncate": (
        "delete from other.linked where id = 7; truncate noetl.customer cascade;",
        r"table noetl\.customer \(3 rows, .*table other\.linked \(1 row, ",
        ("table:noetl.customer", "table:other.linked"),
    ),
    "truncate and copy": (
        "alter table other.linked drop constraint linked_id_fkey;\n"
        "truncate noetl.customer, noetl.child;\ncopy noetl.customer from stdin;\n1\ta\tb\n2\ta\tb\n3\ta\tb\n4\ta\tb\n\\.\n",
        r"table noetl\.customer \(3 rows",
        "table:noetl.customer",
    ),
    "delete all": (
        "delete from other.linked;",
        r"table other\.linked \(1 row, ",
        "table:other.linked",
    ),
    "delete all and insert others": (
        "delete from other.linked; insert into other.linked values (2), (3), (1);",
        r"table other\.linked \(1 row, ",
        "table:other.linked",
    ),
    "delete all after a rewrite": (
        "alter table noetl.wide alter n type bigint; delete from noetl.wide;",
        r"table noetl\.wide \(1 row, ",
        "table:noetl.wide",
    ),
    "delete all of a partitioned table": (
        "delete from noetl.part;",
        r"rows: table noetl\.part \(3 rows, .*; everything",
        "table:noetl.part",
    ),
    "drop a partition": (
        "drop table noetl.part_2026;",
        r"rows: partition noetl\.part_2026 \(2 rows",
        "partition:noetl.part_2026",
    ),
    "truncate a partition": (
        "truncate noetl.part_2026;",
        r"rows: partition noetl\.part_2026 \(2 rows",
        "partition:noetl.part_2026",
    ),
    "drop a partitioned table": (
        "drop table noetl.part;",
        r"rows: table noetl\.part \(3 rows, \d+ kB\);",
        "table:noetl.part",
    ),
    "drop a materialized view": (
        "drop materialized view noetl.totals;",
        r"rows: materialized view noetl\.totals \(1 row, ",
        "materialized view:noetl.totals",
    ),
    "drop schema": (
        "drop schema other cascade;",
        r"table other\.linked",
        "table:other.linked",
    ),
    "in a DO block": (
        "do $$ begin execute 'drop table ' || 'other.linked'; end $$;",
        r"table other\.linked",
        "table:other.linked",
    ),
    "in a function": (
        "create function noetl.f() returns void language sql as 'delete from other.linked';"
        " select noetl.f();",
        r"table other\.linked",
        "table:other.linked",
    ),
    "in a trigger": (
        "create function noetl.g() returns trigger language plpgsql as"
        " $$ begin delete from other.linked; return new; end $$;"
        " create trigger g after update on noetl.customer for each row execute function noetl.g();"
        " update noetl.customer set name = 'new' where id = 1;",
        r"table other\.linked",
        "table:other.linked",
    ),
    "in a trigger that waits for the end": (
        "create function noetl.h() returns trigger language plpgsql as"
        " $$ begin delete from other.linked; return new; end $$;"
        " create constraint trigger h after update on noetl.customer deferrable initially deferred"
        " for each row execute function noetl.h();"
        " update noetl.customer set name = 'new' where id = 1;",
        r"table other\.linked",
        "table:other.linked",
    ),
    "by a rule": (
        "create rule r as on update to noetl.customer do also delete from other.linked;"
        " update noetl.customer set name = 'new' where id = 1;",
        r"table other\.linked",
        "table:other.linked",
    ),
    "by a foreign key": (
        "delete from other.linked where id = 7; update other.linked set id = 2;"
        " delete from noetl.customer where id = 1;",
        r"rows: table noetl\.child \(1 row, [^,]*\);",
        "table:noetl.child",
    ),
    "dropped and made in a later repetition": (
        "do $$ begin if to_regclass('noetl.again') is not null then drop table if exists other.linked;"
        " end if; end $$; create table if not exists noetl.again (n int);"
        " do $$ begin if to_regclass('other.linked') is null then"
        " create table if not exists noetl.third (n int); end if; end $$;",
        None,
        None,
    ),
}

HARMLESS = {
    "delete some": "delete from noetl.customer where id = 2;",
    "update all": "update noetl.customer set name = 'all', note = null;",
    "update all, delete one": "update noetl.customer set name = 'all'; delete from noetl.customer where id = 3;",
    "replace two and update all": (
        "delete from noetl.customer where id > 1; insert into noetl.customer values (2), (3);"
        " update noetl.customer set name = 'all';"
    ),
    "rewrite": "alter table noetl.customer alter id type bigint;",
    "rewrite and insert": (
        "alter table noetl.customer alter id type bigint;"
        " insert into noetl.customer values (9) on conflict do nothing;"
    ),
    "cluster": "cluster noetl.customer using customer_pkey;",
    "refresh": "refresh materialized view noetl.totals;",
    "detach": "alter table noetl.part detach partition noetl.part_2026;",
    "empty one partition by a condition": "delete from noetl.part where at < '2026-01-01';",
    "a table of its own": (
        "create table noetl.mine (n int); insert into noetl.mine values (1); truncate noetl.mine;"
        " insert into noetl.mine values (2); delete from noetl.mine; drop table noetl.mine;"
    ),
    "a temporary table": "create temp table t (n int); insert into t values (1); drop table t;",
    "a table without rows": "drop table if exists noetl.nothing; create table noetl.nothing (id int);",
    "a column without rows": "alter table noetl.nothing drop column if exists id;",
    "truncate a table without rows": "truncate noetl.nothing;",
    "a partitioned table without partitions": "drop table noetl.bare;",
    "rename": "alter table noetl.customer rename to client;",
    "delete all of nothing": "delete from noetl.nothing;",
}

# Files that are applied twice, the second time with rows in every table.
FILES = {
    "base": BASE,
    "clean": "drop table if exists noetl.a;\ncreate table noetl.a (id int);\n",
    "columns": (
        "create table if not exists noetl.a (id int);\n"
        "alter table noetl.a add column if not exists extra int;\n"
        "alter table noetl.a alter id type bigint;\n"
    ),
    "drops a column": (
        "create table if not exists noetl.a (id int);\n"
        "alter table noetl.a drop column if exists extra;\n"
        "alter table noetl.a add column extra int;\n"
    ),
    "seed": (
        "create table if not exists noetl.a (id int);\n"
        "truncate noetl.a;\ninsert into noetl.a values (1), (2);\n"
    ),
    "upsert": (
        "create table if not exists noetl.a (id int primary key, n int);\n"
        "insert into noetl.a values (1, 1) on conflict (id) do update set n = 2;\n"
    ),
    "view": (
        "create table if not exists noetl.a (id int);\n"
        "drop materialized view if exists noetl.v;\n"
        "create materialized view noetl.v as select 1 as one;\n"
    ),
}

# A row in every table, where no check is against it: foreign keys and triggers are off meanwhile.
FILL = """
do $$
declare
  filled record;
begin
  set local session_replication_role = replica;
  for filled in
    select class.oid::regclass as name,
      string_agg(quote_ident(attname), ', ' order by attnum) as columns,
      string_agg(case
        when typcategory = 'N' then format('%s::%s', 10 + attnum, format_type(atttypid, atttypmod))
        when typcategory = 'A' then format('%L::%s', '{}', format_type(atttypid, atttypmod))
        when typcategory = 'B' then 'true'
        when typcategory = 'D' then format('now()::%s', format_type(atttypid, atttypmod))
        when typcategory = 'E' then format('(select min(enumlabel) from pg_enum where enumtypid = %s)::%s',
          atttypid, format_type(atttypid, atttypmod))
        when typname in ('json', 'jsonb') then format('%L::%s', '{}', typname)
        when typname = 'uuid' then format('md5(%L)::uuid', attname)
        else format('%L::%s', 'x', format_type(atttypid, atttypmod))
      end, ', ' order by attnum) as row
    from pg_class as class
    left join pg_attribute as attribute on attrelid = class.oid and attnum > 0 and not attisdropped
      and attnotnull and not atthasdef and attidentity = ''
    left join pg_type as type on type.oid = atttypid
    where relnamespace = 'noetl'::regnamespace and relkind in ('r', 'p') and not relispartition
    group by class.oid
  loop
    begin
      if filled.columns is null then
        execute format('insert into %s default values', filled.name);
      else
        execute format('insert into %s (%s) values (%s)', filled.name, filled.columns, filled.row);
      end if;
    exception when others then
      raise warning '%: %', filled.name, sqlerrm;
    end;
  end loop;
end
$$
"""
