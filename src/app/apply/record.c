#include "app/apply/record.h"

#include <string.h>

#include "app/run_origin.h"
#include "base/crash_point.h"

bool
record_prepare(struct schema_run *run, struct failure *failure)
{
	/* Other schemas in the same database may have made it since; the adapter knows how to look. */
	return run->observed.ledger_exists || run->application->database->ledger->ensure(
											  run->connection->session, &run->ledger, failure);
}

bool
record_run(struct schema_run *run, const struct definitions *expected, struct failure *failure)
{
	const struct application *application = run->application;
	const struct database *database = application->database;
	const struct managed_schema *schema = run->schema;
	struct run_entry entry = {
		.source = schema->source,
		.schema = schema->name,
		.outcome = run->result.outcome,
		.version = schema->version,
		.tool_version = application->tool_version,
		.session_role = schema->owner,
		.statement_count = run->result.statement_count,
		.origin = run_origin_of(application),
		.started_ms = run->started_unix_ms,
		.finished_ms = application->clock->unix_ms(application->clock->context),
	};

	memcpy(entry.run, run->run_id, sizeof entry.run);
	memcpy(entry.checksum, schema->checksum, sizeof entry.checksum);
	if (!database->catalog->fingerprint(run->connection->session, schema, entry.fingerprint,
	                                    failure) ||
	    !database->ledger->record(run->connection->session, &run->ledger, &entry, expected,
	                              failure))
		return false;
	memcpy(run->result.fingerprint_after, entry.fingerprint, sizeof run->result.fingerprint_after);
	crash_point("recorded");
	return true;
}
