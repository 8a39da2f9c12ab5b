-- Steps done since the last recorded run, by runs that were never recorded.
-- $1 identifier: the ledger's schema.  $2 text: schema.  $3 text: source.  $4 text: checksum.
select pg_catalog.count(distinct journal.step) as done_count
from only $1.journal as journal
where journal.schema_name = $2 and journal.source = $3 and journal.checksum = $4 and journal.state = 'done'
	and not exists (select from only $1.run as run where run.run = journal.run)
	and journal.recorded_at > coalesce((
		select pg_catalog.max(run.recorded_at)
		from only $1.run as run
		where run.schema_name = $2 and run.source = $3 and run.fingerprint is not null), '-infinity')
