-- The ledger's last word on a target, by a role that need not own it: a row or none.
-- $1 identifier: the ledger's schema.  $2 text: schema.  $3 text: source.
-- Columns as they are: a cast is where a type of the owner's could run code.  ONLY, for the same reason.
select run.version, run.checksum, run.fingerprint, run.run, run.server_version
from only $1.run as run
where run.schema_name = $2 and run.source = $3 and run.fingerprint is not null
order by run.id desc
limit 1
