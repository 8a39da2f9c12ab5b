-- Lets the export below find event_log in this schema and nowhere else, until the transaction ends.
-- $1 name: schema.
select pg_catalog.set_config('search_path', pg_catalog.quote_ident($1::text) || ', pg_temp', true)
