-- Adds a run and, unless $15 is null, what it promises; $19 names schemas beyond $3, or is null.  $1 identifier: the ledger's schema.  Times in Unix milliseconds.
-- $20, or null: hash of the options.  $21, $22, $23, or null: Pod; image, its digest behind an @; revision.
-- $24: which of the promised are postponed; null: none.
with run as (
	insert into $1.run (run, recorded_at, database_name, schema_name, source, outcome, version, checksum, fingerprint,
		statement_count, started_at, finished_at, session_role, tool_version, server_version, note,
		options, pod, image, image_digest, revision)
	values ($2::uuid, pg_catalog.clock_timestamp(), pg_catalog.current_database(), $3, $4, $5, $6::bigint, $7, $8,
		$9::bigint, pg_catalog.to_timestamp($10::double precision / 1000),
		pg_catalog.to_timestamp($11::double precision / 1000), $12, $13,
		pg_catalog.current_setting('server_version_num')::integer, $14,
		$20, $21, nullif(pg_catalog.split_part($22, '@', 1), ''), nullif(pg_catalog.split_part($22, '@', 2), ''), $23)
	returning run
)
insert into $1.promise (run, kinds, identities, hashes, texts, managed_schemas, postponed, schemas)
select run.run, $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $24::boolean[],
	case when $19::text[] is not null then array(
		select coalesce((
			select managed.name
			from pg_catalog.unnest($19::text[]) as managed(name)
			where managed.name <> '' and (object.identity = pg_catalog.quote_ident(managed.name)
				or pg_catalog.starts_with(object.identity, pg_catalog.quote_ident(managed.name) || '.'))
			limit 1), $3)
		from pg_catalog.unnest($16::text[]) with ordinality as object(identity, place)
		order by object.place)
	end
from run
where $15::text[] is not null
