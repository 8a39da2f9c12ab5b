-- What the other sources of a schema promised last.  $1 identifier: the ledger's schema.  $2 text: schema.
-- $3 text: the source that is left out.  $4 text: source of files without a name, or null: what an earlier program
-- recorded of them has been, or will be, taken over by names.  Two sources may have promised the same: the text is the
-- name of the first of them.  $6 bool: whether the sources of other schemas count, too.
select object.kind, object.identity, '' as hash, pg_catalog.min(last.source) as text
from (
	select distinct on (run.schema_name, run.source) run.source, promise.kinds, promise.identities
	from only $1.run as run
	join only $1.promise as promise on promise.run = run.run
	where (run.schema_name = $2 and run.source <> $3 or run.schema_name <> $2 and $6::bool)
		and run.source is distinct from $4
	order by run.schema_name, run.source, run.id desc
) as last
cross join lateral rows from (
	pg_catalog.unnest(last.kinds), pg_catalog.unnest(last.identities)
) as object(kind, identity)
group by object.kind, object.identity
