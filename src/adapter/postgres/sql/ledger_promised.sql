-- What the last run that promised anything promised.  $1 identifier: the ledger's schema.  $2 text: schema.  $3 text: source.
select object.kind, object.identity, object.hash, object.text
from (
	select promise.kinds, promise.identities, promise.hashes, promise.texts
	from only $1.run as run
	join only $1.promise as promise on promise.run = run.run
	where run.schema_name = $2 and run.source = $3
	order by run.id desc
	limit 1
) as last
cross join lateral rows from (
	pg_catalog.unnest(last.kinds), pg_catalog.unnest(last.identities), pg_catalog.unnest(last.hashes),
	pg_catalog.unnest(last.texts)
) as object(kind, identity, hash, text)
