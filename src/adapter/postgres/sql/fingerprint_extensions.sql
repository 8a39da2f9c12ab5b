-- What moves when a promised extension comes, goes or is updated: one row.  $1 name[]: names of extensions.
select array(
	select extension.xmin
	from pg_catalog.pg_extension as extension
	where extension.extname = any ($1)
) as extensions
