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
	(extract(epoch from run.started_at) * 1000)::bigint as started_ms,
	(extract(epoch from run.finished_at) * 1000)::bigint as finished_ms,
	run.note
from $1.run as run
order by run.id desc
limit $2::bigint
