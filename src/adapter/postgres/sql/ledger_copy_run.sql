-- The rows of a ledger of another role, as they are: see ledger_copy.h.  $1 identifier: its schema.
copy $1.run (id, run, schema_name, source, outcome, version, checksum, fingerprint, statement_count, started_at, finished_at,
	session_role, tool_version, server_version, note, options) to stdout
