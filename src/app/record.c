#include "app/record.h"

#include <string.h>

#include "base/crash_point.h"

bool
record_prepare(struct target_run *run, struct failure *failure)
{
	/* Other targets in the same database may have made it since; the adapter knows how to look. */
	return run->look.ledger_exists || run->application->database->ledger->ensure(
										  run->connection->session, &run->ledger, failure);
}

bool
record_run(struct target_run *run, const struct definition_list *promised, struct failure *failure)
{
	const struct application *application = run->application;
	const struct database *database = application->database;
	const struct target *target = run->target;
	struct run_record record = {
		.source = target->source,
		.schema = target->schema,
		.outcome = (char *)run->outcome,
		.version = target->version,
		.tool_version = (char *)application->tool_version,
		.session_role = target->owner,
		.statement_count = run->statement_count,
		.started_ms = run->started_unix_ms,
		.finished_ms = application->clock->unix_ms(application->clock->context),
	};

	memcpy(record.run, run->run_id, sizeof record.run);
	memcpy(record.checksum, target->checksum, sizeof record.checksum);
	if (!database->catalog->fingerprint(run->connection->session, target, record.fingerprint,
	                                    failure) ||
	    !database->ledger->record(run->connection->session, &run->ledger, &record, promised,
	                              failure))
		return false;
	memcpy(run->fingerprint_after, record.fingerprint, sizeof run->fingerprint_after);
	crash_point("recorded");
	return true;
}
