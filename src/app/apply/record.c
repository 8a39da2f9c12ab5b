#include "app/apply/record.h"

#include <string.h>

#include "app/apply/transaction.h"
#include "app/run_origin.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "domain/recorded_options.h"
#include "port/shadow.h"

/* Other schemas in the same database may have made it since; the adapter knows how to look. */
static bool
ensure_ledger(struct schema_run *run, struct failure *failure)
{
	return run->application->database->ledger->ensure(run->connection->session, &run->ledger,
	                                                  failure);
}

/* Its schema may have been made for the role. */
static bool
ensure_ledger_if_possible(struct schema_run *run, struct failure *failure)
{
	const struct shadow_operations *shadow = run->application->database->shadow;
	struct failure refusal = {0};

	if (!transaction_save(run, failure))
		return false;
	if (ensure_ledger(run, &refusal) && shadow->settle(run->connection->session, &refusal))
		return transaction_keep(run, failure);
	if (refusal.reason != REASON_NO_PRIVILEGE || !transaction_may_go_back(&refusal))
	{
		*failure = refusal;
		return false;
	}
	run->has_no_ledger = true;
	log_warning("%s: nothing is recorded, so that every run proves all of it anew: role \"%s\" %s",
	            run->schema->source, run->schema->owner, refusal.message);
	return transaction_go_back(run, failure);
}

bool
record_prepare(struct schema_run *run, struct failure *failure)
{
	run->has_no_ledger = false;
	if (run->observed.ledger_exists)
		return true;
	return run->observed.may_not_create_schemas ? ensure_ledger_if_possible(run, failure)
	                                            : ensure_ledger(run, failure);
}

/* A run that promises nothing leaves the last promise, and what of it is postponed. */
static void
take_options(struct schema_run *run, const struct definitions *expected,
             char options[RECORDED_OPTIONS_BYTES])
{
	if (expected != NULL)
		run->leaves_postponed = definitions_have_postponed(expected);
	if (run->leaves_postponed)
		recorded_options_postponed(run->schema->options,
		                           settings_text(run->application->settings, SETTING_ALLOW),
		                           options);
	else
		memcpy(options, run->schema->options, RECORDED_OPTIONS_BYTES);
}

bool
record_run(struct schema_run *run, const struct definitions *expected, struct failure *failure)
{
	const struct application *application = run->application;
	const struct database *database = application->database;
	const struct managed_schema *schema = run->schema;

	if (run->has_no_ledger)
		return true;

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
	take_options(run, expected, entry.options);
	if (!database->catalog->fingerprint(run->connection->session, schema, entry.fingerprint,
	                                    failure) ||
	    !database->ledger->record(run->connection->session, &run->ledger, &entry, expected,
	                              failure))
		return false;
	memcpy(run->result.fingerprint_after, entry.fingerprint, sizeof run->result.fingerprint_after);
	crash_point("recorded");
	return true;
}
