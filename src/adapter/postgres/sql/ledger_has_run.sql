-- Was this run recorded?  $1 identifier: the ledger's schema.  $2 uuid: the run.
select exists (select from $1.run as run where run.run = $2::uuid) as is_recorded
