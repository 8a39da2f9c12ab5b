-- What moves when something in no schema changes that a file may have made: one row; empty where none has.
-- observe.sql and beyond_set.sql say whether: noetl_schema.beyond has an empty name among its own.
select array(
	select global.id || ':' || global.xmin
	from (
		select 'p' || oid, xmin from pg_catalog.pg_publication
		union all
		select 'r' || oid, xmin from pg_catalog.pg_publication_rel
		union all
		-- pg_publication_namespace, which 13 and 14 lack.
		select 'n' || objid, xmin from pg_catalog.pg_depend where classid = '6237' and refclassid = '6104'
		union all
		select 'e' || oid, xmin from pg_catalog.pg_event_trigger
		union all
		select 'c' || oid, xmin from pg_catalog.pg_cast where oid >= '16384'
		union all
		select 'l' || oid, xmin from pg_catalog.pg_language where oid >= '16384'
		union all
		select 'w' || oid, xmin from pg_catalog.pg_foreign_data_wrapper
		union all
		select 's' || oid, xmin from pg_catalog.pg_foreign_server
		union all
		select 't' || oid, xmin from pg_catalog.pg_transform
		union all
		select 'a' || oid, xmin from pg_catalog.pg_am where oid >= '16384'
		union all
		select 'd' || oid, xmin from pg_catalog.pg_default_acl where defaclnamespace = '0'
		union all
		select 'k' || objoid, xmin from pg_catalog.pg_description
		where classoid = any ('{6104,3466,2605,2612,2328,1417,3576,2601}')
		union all
		-- Nobody but a superuser reads the rows of pg_user_mapping.
		select 'u' || umid || ':' || pg_catalog.md5(coalesce(umoptions::text, '')), '0' from pg_catalog.pg_user_mappings
	) as global(id, xmin)
	where '' = any (nullif(pg_catalog.current_setting('noetl_schema.beyond', true), '')::text[])
) as globals
