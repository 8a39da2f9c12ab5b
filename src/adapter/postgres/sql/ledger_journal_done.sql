-- Steps done since the last recorded run, by runs that were never recorded.
-- $1 identifier: the ledger's schema.  $2 text: schema.  $3 text: source.  $4 text: checksum.
-- Of a file with a name also those of an earlier program, which had no names for files.
select pg_catalog.count(distinct journal.step) as done_count
from only $1.journal as journal
where journal.schema_name = $2 and (journal.source = $3 or journal.source = 'file' and $3 like 'file:%') and journal.checksum = $4 and journal.state = 'done'
	and not exists (select from only $1.run as run where run.run = journal.run)
	and journal.recorded_at > coalesce((
		select pg_catalog.max(run.recorded_at)
		from only $1.run as run
		where run.schema_name = $2 and (run.source = $3 or run.source = 'file' and $3 like 'file:%') and run.fingerprint is not null), '-infinity')
