-- What the other sources of a schema promised last.  $1 identifier: the ledger's schema.  $2 text: schema.
-- $3 text: the source that is left out.  $4 text: source of files without a name, or null: what an earlier program
-- recorded of them has been, or will be, taken over by names.  Two sources may have promised the same: the text is the
-- name of the first of them, the hash its hash; empty where another major of the server made it, and of
-- what is postponed.  $6 bool: whether all that
-- sources of other schemas promised counts, too.  $7 text: a text[], the schemas that the source manages besides; what is
-- promised in them, or in $2, counts whosever it is.
select object.kind, object.identity,
	(pg_catalog.array_agg(case when last.is_comparable and object.is_postponed is not true then coalesce(object.hash, '') else '' end order by last.source))[1] as hash,
	pg_catalog.min(last.source) as text, false as is_postponed
from (
	select distinct on (run.schema_name, run.source) run.source, run.schema_name, promise.kinds, promise.identities,
		promise.hashes, promise.schemas, promise.postponed,
		run.server_version / 10000 = pg_catalog.current_setting('server_version_num')::integer / 10000 as is_comparable
	from only $1.run as run
	join only $1.promise as promise on promise.run = run.run
	where (run.source <> $3 or run.schema_name <> $2) and run.source is distinct from $4
	order by run.schema_name, run.source, run.id desc
) as last
cross join lateral rows from (
	pg_catalog.unnest(last.kinds), pg_catalog.unnest(last.identities), pg_catalog.unnest(last.hashes), pg_catalog.unnest(last.schemas),
	pg_catalog.unnest(last.postponed)
) as object(kind, identity, hash, schema, is_postponed)
where last.schema_name = $2 or $6::bool
	or coalesce(object.schema, last.schema_name) = any (pg_catalog.array_append(coalesce($7::text[], '{}'), $2::text))
group by object.kind, object.identity
