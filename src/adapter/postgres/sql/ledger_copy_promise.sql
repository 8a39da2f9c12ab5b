-- The promises of a ledger of another role, as they are: see ledger_copy.h.  $1 identifier: its schema.
copy $1.promise (run, kinds, identities, hashes, texts, postponed, managed_schemas) to stdout
