-- The last runs, newest first.  $1 identifier: the ledger's schema.  $2 bigint: how many.
select
	run.run,
	run.source,
	run.schema_name,
	run.outcome,
	run.version,
	run.checksum,
	run.fingerprint,
	run.tool_version,
	run.session_role,
	run.statement_count,
	case when pg_catalog.isfinite(run.started_at) then (extract(epoch from run.started_at) * 1000)::bigint end as started_ms,
	case when pg_catalog.isfinite(run.finished_at) then (extract(epoch from run.finished_at) * 1000)::bigint end as finished_ms,
	run.note
from only $1.run as run
order by run.id desc
limit $2::bigint
