#include "app/apply/expectation.h"

#include <string.h>

#include "app/apply/drift.h"
#include "app/apply/transaction.h"
#include "app/converge/shadow.h"
#include "base/crash_point.h"

void
expectation_free(struct expectation *expectation)
{
	definitions_free(&expectation->definitions);
}

static bool
is_same_ddl_as_recorded(const struct schema_run *run)
{
	return run->observed.is_recorded && !run->observed.record_is_incomparable &&
	       strcmp(run->observed.recorded_checksum, run->schema->checksum) == 0;
}

static bool
read_live_definitions(const struct schema_run *run, struct definitions *live,
                      struct failure *failure)
{
	const struct catalog_operations *catalog = run->application->database->catalog;

	return catalog->definitions(run->connection->session, run->schema, live, failure);
}

/* Roles and databases are expected as provisioning has just made them, not as they are recorded. */
static bool
read_recorded(const struct schema_run *run, struct expectation *expectation,
              struct failure *failure)
{
	const struct ledger_operations *ledger = run->application->database->ledger;
	cleanup_definitions struct definitions live = {0};

	expectation->is_known = true;
	if (!ledger->expected(run->connection->session, run->schema, &expectation->definitions,
	                      failure))
		return false;
	if (!run->is_provisioned)
		return true;
	if (!read_live_definitions(run, &live, failure))
		return false;
	expectation->is_renewed = definition_list_adopt(&expectation->definitions.access, &live.access);
	return true;
}

bool
expectation_learn(struct schema_run *run, struct expectation *expectation, struct failure *failure)
{
	if (is_same_ddl_as_recorded(run))
		return read_recorded(run, expectation, failure);
	if (!shadow_read_desired(run, &expectation->definitions, &expectation->is_known, failure))
		return false;
	crash_point("shadow_built");
	return true;
}

bool
expectation_check_live(struct schema_run *run, struct expectation *expectation, bool *is_met,
                       struct failure *failure)
{
	cleanup_definitions struct definitions live = {0};

	*is_met = false;
	if (!is_same_ddl_as_recorded(run) || settings_flag(run->application->settings, SETTING_FORCE))
		return true;
	if (!read_live_definitions(run, &live, failure))
		return false;
	*is_met = drift_check(run, &expectation->definitions, &live, &expectation->drift);
	run->result.object_count = (int64_t)definitions_count(&expectation->definitions);
	return true;
}

bool
expectation_prove(const struct schema_run *run, struct expectation *expectation,
                  struct definitions *live, struct failure *failure)
{
	if (expectation->is_known)
		return drift_check(run, &expectation->definitions, live, failure);
	expectation->definitions = *live;
	*live = (struct definitions){0};
	return true;
}

bool
expectation_blame_drift(const struct schema_run *run, const struct expectation *expectation,
                        struct failure *failure)
{
	struct failure refusal = *failure;

	/* What was not rolled back is a matter of its own. */
	if (expectation->drift.kind == FAILURE_NONE || !transaction_may_go_back(&refusal) ||
	    (refusal.kind != FAILURE_DDL && refusal.kind != FAILURE_DENIED))
		return false;
	fail(
		failure, FAILURE_DRIFT,
		"schema \"%s\" in database \"%s\" is not as it was promised, and applying %s does not mend "
		"it (%s); everything was rolled back",
		run->schema->name, run->schema->database, run->schema->source, refusal.message);
	failure->place = refusal.place;
	memcpy(failure->detail, expectation->drift.detail, sizeof failure->detail);
	return fail_hint(failure, "%s", expectation->drift.hint);
}
