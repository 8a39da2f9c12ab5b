\set a 1
select x[1:b], a::text, $$ :a $$
\g
\connect - -
\d+ "a b"
select 2 \gx
copy t from stdin \g
1
\.
\q
rest