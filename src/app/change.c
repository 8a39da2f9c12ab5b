#include "app/change.h"

#include <string.h>

#include "app/desired.h"
#include "app/drift.h"
#include "app/outside.h"
#include "app/record.h"
#include "app/reset_schema.h"
#include "app/script_sequence.h"
#include "base/crash_point.h"
#include "base/log.h"

/* What the result has to be, as far as it is known before the change. */
struct promise
{
	struct definition_list definitions;
	bool is_known;
	bool is_renewed;      /* differs from what is recorded */
	struct failure drift; /* what the live side lacks of it before the change; or FAILURE_NONE */
};

/* What provisioning answers for, and has just made what it is. */
static const char *const provisioned_kinds[] = {"role", "database", "extension", NULL};

static bool
begin(struct target_run *run, struct failure *failure)
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
commit(struct target_run *run, struct failure *failure)
{
	run->is_in_transaction = false;
	if (!run->application->database->session->commit(run->connection->session, failure))
		return false;
	crash_point("committed");
	return true;
}

static bool
is_same_ddl_as_recorded(const struct target_run *run)
{
	return run->look.is_recorded && !run->look.promise_is_incomparable &&
	       strcmp(run->look.recorded_checksum, run->target->checksum) == 0;
}

static bool
read_live(struct target_run *run, struct definition_list *live, struct failure *failure)
{
	const struct catalog_operations *catalog = run->application->database->catalog;

	return catalog->definitions(run->connection->session, run->target, live, failure);
}

/* What is recorded of roles and databases was true before; provisioning promises anew. */
static bool
read_recorded_promise(struct target_run *run, struct promise *promise, struct failure *failure)
{
	const struct ledger_operations *ledger = run->application->database->ledger;
	cleanup_definition_list struct definition_list live = {0};

	promise->is_known = true;
	if (!ledger->promised(run->connection->session, run->target, &promise->definitions, failure))
		return false;
	if (!run->is_provisioned)
		return true;
	if (!read_live(run, &live, failure))
		return false;
	promise->is_renewed = definition_list_adopt(&promise->definitions, &live, provisioned_kinds);
	return true;
}

static bool
make_schema(struct target_run *run, struct failure *failure)
{
	const struct database *database = run->application->database;
	struct session *session = run->connection->session;

	if (run->look.is_recorded && !run->look.schema_exists)
		log_warning("%s: the ledger knows schema \"%s\" in database \"%s\", but it is gone: it is "
		            "created anew",
		            run->target->source, run->target->schema, run->target->database);
	if (!run->look.schema_exists &&
	    !database->catalog->create_schema(session, run->target->schema, failure))
		return false;
	crash_point("schema_made");
	return true;
}

/* The promise that a change of an existing schema is held against. */
static bool
learn_promise(struct target_run *run, struct promise *promise, struct failure *failure)
{
	if (run->decision == DECISION_CREATE)
		return true;
	if (is_same_ddl_as_recorded(run))
		return read_recorded_promise(run, promise, failure);
	if (!desired_from_shadow(run, &promise->definitions, &promise->is_known, failure))
		return false;
	crash_point("shadow_built");
	return true;
}

/*
 * The fingerprint moves for things that change no definition (a COMMENT said
 * again, CLUSTER, a restored dump). Then there is nothing to run.
 */
static bool
is_false_alarm(struct target_run *run, struct promise *promise, bool *is_intact,
               struct failure *failure)
{
	cleanup_definition_list struct definition_list live = {0};

	*is_intact = false;
	if (run->decision == DECISION_CREATE || !is_same_ddl_as_recorded(run) ||
	    settings_flag(run->application->settings, SETTING_FORCE))
		return true;
	if (!read_live(run, &live, failure))
		return false;
	*is_intact = drift_check(run, &promise->definitions, &live, &promise->drift);
	run->object_count = (int64_t)promise->definitions.count;
	return true;
}

static const char *
outcome_of_change(const struct target_run *run)
{
	if (run->goal == GOAL_RESET && run->target->script_count > 0)
		return "reset";
	if (run->decision == DECISION_CREATE)
		return "created";
	return run->look.is_recorded ? "changed" : "adopted";
}

/*
 * DDL that ran before is refused now because of what somebody did to the schema:
 * that is what has to be told, and the refusal with it.
 */
static bool
blame_drift(const struct target_run *run, const struct promise *promise, struct failure *failure)
{
	struct failure refusal = *failure;

	/* What was not rolled back is a matter of its own. */
	if (promise->drift.kind == FAILURE_NONE || !script_sequence_may_go_back(&refusal) ||
	    (refusal.kind != FAILURE_DDL && refusal.kind != FAILURE_DENIED))
		return false;
	fail(
		failure, FAILURE_DRIFT,
		"schema \"%s\" in database \"%s\" is not as it was promised, and applying %s does not mend "
		"it (%s); everything was rolled back",
		run->target->schema, run->target->database, run->target->source, refusal.message);
	failure->place = refusal.place;
	memcpy(failure->detail, promise->drift.detail, sizeof failure->detail);
	return fail_hint(failure, "%s", promise->drift.hint);
}

/*
 * Runs the DDL and holds the result against the promise. Where nothing was known
 * before (a schema made just now), the result is the promise.
 */
static bool
run_and_prove(struct target_run *run, struct promise *promise, struct failure *failure)
{
	cleanup_definition_list struct definition_list live = {0};

	if (!script_sequence_run_to_fixed_point(run, &live, failure))
		return blame_drift(run, promise, failure);
	crash_point("script_run");
	if (promise->is_known && !drift_check(run, &promise->definitions, &live, failure))
		return false;
	crash_point("proved");
	if (!promise->is_known)
	{
		promise->definitions = live;
		live = (struct definition_list){0};
	}
	run->object_count = (int64_t)promise->definitions.count;
	return true;
}

static bool
change_in_transaction(struct target_run *run, struct failure *failure)
{
	struct promise promise = {0};
	bool is_intact = false;

	bool is_done = begin(run, failure) && record_prepare(run, failure) &&
	               reset_schema_if_asked(run, failure) && make_schema(run, failure) &&
	               learn_promise(run, &promise, failure) &&
	               is_false_alarm(run, &promise, &is_intact, failure);

	if (is_done && is_intact)
	{
		run->outcome = "verified";
		is_done = record_run(run, promise.is_renewed ? &promise.definitions : NULL, failure);
	}
	else if (is_done)
	{
		run->outcome = outcome_of_change(run);
		is_done =
			run_and_prove(run, &promise, failure) && record_run(run, &promise.definitions, failure);
	}
	definition_list_free(&promise.definitions);
	return is_done && commit(run, failure);
}

bool
change(struct target_run *run, struct failure *failure)
{
	if (!script_sequence_scan(run->application, run->target, failure))
		return false;
	if (run->attempt_count <= 1)
		script_sequence_warn(run->target);
	run->statement_count = 0;

	if (run->goal == GOAL_RESET && script_sequence_has_outside(run->target))
		return fail(failure, FAILURE_BUG,
		            "%s has statements that cannot run in a transaction, so it cannot be reset",
		            run->target->source);

	bool is_done = script_sequence_has_outside(run->target) ? outside_change(run, failure)
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
