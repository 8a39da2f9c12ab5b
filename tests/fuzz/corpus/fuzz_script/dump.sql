\restrict 3c2e
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public."a;b" (id bigint DEFAULT nextval('x'), note text /* nested /* ; */ */ );
COPY public."a;b" (id, note) FROM stdin;
1	it's; "one"
2	\N
\.
CREATE UNIQUE INDEX CONCURRENTLY i ON public."a;b" (id);
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $_$ begin return 1; end $_$;
\unrestrict 3c2e
