-- hello
begin;
create schema if not exists sx;
create table sx.t (a int, b text); /* c */
insert into t values (1, ':x'), (2, $$;$$);
copy t (a, b) from stdin;
3	three
4	fo;ur
\.
create function f() returns int language sql begin atomic select 1; select 2; end;
select f();
commit
