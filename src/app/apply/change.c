#include "app/apply/change.h"

#include <string.h>

#include "app/apply/drift.h"
#include "app/apply/journaled_steps.h"
#include "app/apply/record.h"
#include "app/apply/reset_schema.h"
#include "app/apply/script_sequence.h"
#include "app/converge/shadow.h"
#include "base/crash_point.h"
#include "base/log.h"

/* What the result has to be, as far as it is known before the change. */
struct expectation
{
	struct definitions definitions;
	bool is_known;
	bool is_renewed;      /* differs from what is recorded */
	struct failure drift; /* what the live side lacks of it before the change; or FAILURE_NONE */
};

static bool
begin(struct schema_run *run, struct failure *failure)
{
	const struct application *application = run->application;
	int64_t lock_timeout_ms = settings_integer(application->settings, SETTING_LOCK_TIMEOUT);

	if (!run->is_in_transaction &&
	    !application->database->session->begin(run->connection->session, lock_timeout_ms, failure))
		return false;
	run->is_in_transaction = true;
	crash_point("begun");
	return true;
}

static bool
commit(struct schema_run *run, struct failure *failure)
{
	run->is_in_transaction = false;
	if (!run->application->database->session->commit(run->connection->session, failure))
		return false;
	crash_point("committed");
	return true;
}

static bool
is_same_ddl_as_recorded(const struct schema_run *run)
{
	return run->observed.is_recorded && !run->observed.record_is_incomparable &&
	       strcmp(run->observed.recorded_checksum, run->schema->checksum) == 0;
}

static bool
read_live(struct schema_run *run, struct definitions *live, struct failure *failure)
{
	const struct catalog_operations *catalog = run->application->database->catalog;

	return catalog->definitions(run->connection->session, run->schema, live, failure);
}

/* What is recorded of roles and databases was true before; provisioning promises anew. */
static bool
read_recorded_expectation(struct schema_run *run, struct expectation *expectation,
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
	if (!read_live(run, &live, failure))
		return false;
	expectation->is_renewed = definition_list_adopt(&expectation->definitions.access, &live.access);
	return true;
}

static bool
make_schema(struct schema_run *run, struct failure *failure)
{
	const struct database *database = run->application->database;
	struct session *session = run->connection->session;

	if (run->observed.is_recorded && !run->observed.schema_exists)
		log_warning("%s: the ledger knows schema \"%s\" in database \"%s\", but it is gone: it is "
		            "created anew",
		            run->schema->source, run->schema->name, run->schema->database);
	if (!run->observed.schema_exists &&
	    !database->catalog->create_schema(session, run->schema->name, failure))
		return false;
	crash_point("schema_made");
	return true;
}

/* The promise that a change of an existing schema is held against. */
static bool
learn_expected(struct schema_run *run, struct expectation *expectation, struct failure *failure)
{
	if (run->decision == DECISION_CREATE)
		return true;
	if (is_same_ddl_as_recorded(run))
		return read_recorded_expectation(run, expectation, failure);
	if (!shadow_read_desired(run, &expectation->definitions, &expectation->is_known, failure))
		return false;
	crash_point("shadow_built");
	return true;
}

/*
 * The fingerprint moves for things that change no definition (a COMMENT said
 * again, CLUSTER, a restored dump). Then there is nothing to run.
 */
static bool
is_false_alarm(struct schema_run *run, struct expectation *expectation, bool *is_intact,
               struct failure *failure)
{
	cleanup_definitions struct definitions live = {0};

	*is_intact = false;
	if (run->decision == DECISION_CREATE || !is_same_ddl_as_recorded(run) ||
	    settings_flag(run->application->settings, SETTING_FORCE))
		return true;
	if (!read_live(run, &live, failure))
		return false;
	*is_intact = drift_check(run, &expectation->definitions, &live, &expectation->drift);
	run->object_count = (int64_t)definitions_count(&expectation->definitions);
	return true;
}

static enum run_outcome
outcome_of_change(const struct schema_run *run)
{
	if (run->goal == GOAL_RESET && run->schema->script_count > 0)
		return OUTCOME_RESET;
	if (run->decision == DECISION_CREATE)
		return OUTCOME_CREATED;
	return run->observed.is_recorded ? OUTCOME_CHANGED : OUTCOME_ADOPTED;
}

/*
 * DDL that ran before is refused now because of what somebody did to the schema:
 * that is what has to be told, and the refusal with it.
 */
static bool
blame_drift(const struct schema_run *run, const struct expectation *expectation,
            struct failure *failure)
{
	struct failure refusal = *failure;

	/* What was not rolled back is a matter of its own. */
	if (expectation->drift.kind == FAILURE_NONE || !script_sequence_may_go_back(&refusal) ||
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

/*
 * Runs the DDL and holds the result against the promise. Where nothing was known
 * before (a schema made just now), the result is the promise.
 */
static bool
run_and_prove(struct schema_run *run, struct expectation *expectation, struct failure *failure)
{
	cleanup_definitions struct definitions live = {0};

	if (!script_sequence_run_to_fixed_point(run, &live, failure))
		return blame_drift(run, expectation, failure);
	crash_point("script_run");
	if (expectation->is_known && !drift_check(run, &expectation->definitions, &live, failure))
		return false;
	crash_point("proved");
	if (!expectation->is_known)
	{
		expectation->definitions = live;
		live = (struct definitions){0};
	}
	run->object_count = (int64_t)definitions_count(&expectation->definitions);
	return true;
}

static bool
change_in_transaction(struct schema_run *run, struct failure *failure)
{
	struct expectation expectation = {0};
	bool is_intact = false;

	bool is_done = begin(run, failure) && record_prepare(run, failure) &&
	               reset_schema_if_asked(run, failure) && make_schema(run, failure) &&
	               learn_expected(run, &expectation, failure) &&
	               is_false_alarm(run, &expectation, &is_intact, failure);

	if (is_done && is_intact)
	{
		run->outcome = OUTCOME_VERIFIED;
		is_done =
			record_run(run, expectation.is_renewed ? &expectation.definitions : NULL, failure);
	}
	else if (is_done)
	{
		run->outcome = outcome_of_change(run);
		is_done = run_and_prove(run, &expectation, failure) &&
		          record_run(run, &expectation.definitions, failure);
	}
	definitions_free(&expectation.definitions);
	return is_done && commit(run, failure);
}

bool
change(struct schema_run *run, struct failure *failure)
{
	if (!script_sequence_scan(run->application, run->schema, failure))
		return false;
	if (run->attempt_count <= 1)
		script_sequence_warn(run->schema);
	run->statement_count = 0;

	if (run->goal == GOAL_RESET && script_sequence_has_outside(run->schema))
		return fail(failure, FAILURE_BUG,
		            "%s has statements that cannot run in a transaction, so it cannot be reset",
		            run->schema->source);

	bool is_done = script_sequence_has_outside(run->schema) ? journaled_steps_run(run, failure)
	                                                        : change_in_transaction(run, failure);

	if (!is_done && run->is_in_transaction)
	{
		struct failure ignored = {0};

		run->is_in_transaction = false;
		if (!failure->connection_lost)
			(void)run->application->database->session->rollback(run->connection->session, &ignored);
	}
	return is_done;
}
