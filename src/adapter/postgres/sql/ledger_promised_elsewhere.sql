-- What the other sources of a schema promised last.  $1 identifier: the ledger's schema.  $2 text: schema.
-- $3 text: the source that is left out.  Two of them may have promised the same.
select distinct object.kind, object.identity, '' as hash, null as text
from (
	select distinct on (run.source) promise.kinds, promise.identities
	from only $1.run as run
	join only $1.promise as promise on promise.run = run.run
	where run.schema_name = $2 and run.source <> $3
	order by run.source, run.id desc
) as last
cross join lateral rows from (
	pg_catalog.unnest(last.kinds), pg_catalog.unnest(last.identities)
) as object(kind, identity)
