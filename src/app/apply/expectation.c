#include "app/apply/expectation.h"

#include <string.h>

#include "app/apply/drift.h"
#include "app/apply/own_part.h"
#include "app/apply/transaction.h"
#include "app/converge/shadow.h"

void
expectation_free(struct expectation *expectation)
{
	definitions_free(&expectation->definitions);
	definitions_free(&expectation->recorded);
	definitions_free(&expectation->before);
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
	/* From now on it is recorded with a name. */
	expectation->is_renewed = run->observed.record_is_nameless;
	if (!ledger->expected(run->connection->session, run->schema, &expectation->definitions,
	                      failure))
		return false;
	if (!run->is_provisioned)
		return true;
	if (!read_live_definitions(run, &live, failure))
		return false;
	if (definition_list_adopt(&expectation->definitions.access, &live.access))
		expectation->is_renewed = true;
	return true;
}

/* So that what was broken before the change does not become the promise. */
static bool
read_what_was(const struct schema_run *run, struct expectation *expectation,
              struct failure *failure)
{
	const struct ledger_operations *ledger = run->application->database->ledger;

	if (!run->observed.is_recorded || run->observed.record_is_incomparable)
		return true;
	return ledger->expected(run->connection->session, run->schema, &expectation->recorded,
	                        failure) &&
	       read_live_definitions(run, &expectation->before, failure);
}

/* A schema without scripts: what there is to expect, provisioning has made and proved. */
static bool
read_provisioned(const struct schema_run *run, struct expectation *expectation,
                 struct failure *failure)
{
	expectation->is_known = true;
	return read_live_definitions(run, &expectation->definitions, failure);
}

static bool
read_desired(struct schema_run *run, struct expectation *expectation, struct failure *failure)
{
	if (!shadow_read_desired(run, &expectation->definitions, &expectation->refusal, failure))
		return false;
	expectation->is_known = expectation->refusal.kind == FAILURE_NONE;
	return expectation->is_known || read_what_was(run, expectation, failure);
}

bool
expectation_learn(struct schema_run *run, struct expectation *expectation, struct failure *failure)
{
	if (is_same_ddl_as_recorded(run))
		return read_recorded(run, expectation, failure);
	return run->schema->script_count > 0 ? read_desired(run, expectation, failure)
	                                     : read_provisioned(run, expectation, failure);
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
	run->result.is_proved = *is_met;
	return true;
}

bool
expectation_fail_unknown(const struct schema_run *run, const struct expectation *expectation,
                         struct failure *failure)
{
	const struct managed_schema *schema = run->schema;
	const struct failure *refusal = &expectation->refusal;

	fail(failure, FAILURE_DENIED,
	     "%s cannot be proved: it is not known what schema \"%s\" in database \"%s\" has to be, as "
	     "it cannot be built from the beginning (%s); everything was rolled back",
	     schema->source, schema->name, schema->database, refusal->message);
	failure->place = refusal->place;
	memcpy(failure->detail, refusal->detail, sizeof failure->detail);
	if (refusal->kind == FAILURE_DENIED)
		return fail_hint(failure,
		                 "To build it, role \"%s\" has to own schema \"%s\" and everything in it, "
		                 "and needs CREATE on database \"%s\".",
		                 schema->owner, schema->name, schema->database);
	return fail_hint(failure, "A script has to make all that it defines, also in an empty schema: "
	                          "put the statements that came before into it.");
}

bool
expectation_prove(const struct schema_run *run, const struct expectation *expectation,
                  const struct definitions *live, struct failure *failure)
{
	if (expectation->is_known)
		return drift_check(run, &expectation->definitions, live, failure);
	return drift_check_mended(run, &expectation->recorded, &expectation->before, live, failure) &&
	       expectation_fail_unknown(run, expectation, failure);
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
