-- A step outside a transaction begins or is done.  $1 identifier: the ledger's schema.
insert into $1.journal (recorded_at, run, schema_name, source, checksum, step, state, statement)
values (pg_catalog.clock_timestamp(), $2::uuid, $3, $4, $5, $6::bigint, $7, $8)
