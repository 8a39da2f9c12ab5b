-- What the last run that promised anything promised.  $1 identifier: the ledger's schema.  $2 text: schema.  $3 text: source.
-- $4 text: source of files without a name, or null.  $5 text: checksum.  See observe.sql for when that counts.
select object.kind, object.identity, object.hash, object.text, coalesce(object.is_postponed, false) as is_postponed
from (
	select promise.kinds, promise.identities, promise.hashes, promise.texts, promise.postponed
	from only $1.run as run
	join only $1.promise as promise on promise.run = run.run
	where run.schema_name = $2 and (run.source = $3 or run.source = $4 and (run.checksum = $5 or not exists (
		select
		from only $1.run as other
		where other.schema_name = $2 and other.source like 'file:%' and other.source <> $3)))
	order by run.source = $3 desc, run.id desc
	limit 1
) as last
cross join lateral rows from (
	pg_catalog.unnest(last.kinds), pg_catalog.unnest(last.identities), pg_catalog.unnest(last.hashes),
	pg_catalog.unnest(last.texts), pg_catalog.unnest(last.postponed)
) as object(kind, identity, hash, text, is_postponed)
