-- For the fingerprint in the same message: the schemas beyond the first that the source manages.  $1 text: a text[].
select pg_catalog.set_config('noetl_schema.beyond', coalesce($1, ''), true) as beyond
