#include "app/apply/change.h"

#include "app/apply/destruction_guard.h"
#include "app/apply/expectation.h"
#include "app/apply/journaled_steps.h"
#include "app/apply/own_part.h"
#include "app/apply/postpone_question.h"
#include "app/apply/record.h"
#include "app/apply/reset_schema.h"
#include "app/apply/script_sequence.h"
#include "app/apply/transaction.h"
#include "app/converge/converge.h"
#include "app/converge/later_index.h"
#include "app/converge/postpone.h"
#include "app/converge/renames.h"
#include "app/converge/shadow_beyond.h"
#include "base/crash_point.h"
#include "base/log.h"

static struct change_method
choose_method(const struct schema_run *run)
{
	const struct change_question question = {
		.goal = run->goal,
		.decision = run->decision,
		.schema_exists = run->observed.schema_exists,
		.has_scripts = run->schema->script_count > 0,
		.says_what_is_managed =
			managed_schema_says_what_is_managed(run->schema) || postpone_needs_plan(run),
		.is_file = run->schema->is_file,
		.has_outside = script_sequence_has_outside(run->schema),
		.is_behind_pooler = run->observed.is_behind_pooler,
	};

	return change_method_choose(&question);
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

/* Ledger and schema are there afterwards, and a schema to be reset is empty. */
static bool
open_change(struct schema_run *run, struct failure *failure)
{
	if (!transaction_begin(run, failure))
		return false;
	crash_point("begun");
	return record_prepare(run, failure) && reset_schema_if_asked(run, failure) &&
	       make_schema(run, failure);
}

static bool
close_change(struct schema_run *run, const struct definitions *expected, struct failure *failure)
{
	/* A run of the scripts that was gone back on has left what ROLLBACK TO SAVEPOINT leaves. */
	if (!transaction_clean(run, failure) ||
	    (expected != NULL && !own_part_warn_of_shared(run, expected, failure)) ||
	    !record_run(run, expected, failure) || !transaction_commit(run, failure))
		return false;
	crash_point("committed");
	return true;
}

/* In a schema made just now the result is what is expected from now on. */
static bool
create_schema_contents(struct schema_run *run, struct failure *failure)
{
	cleanup_definitions struct definitions live = {0};
	const struct catalog_operations *catalog = run->application->database->catalog;

	run->result.outcome = outcome_of_change(run);
	if (!destruction_guard_scripts(run, &live, failure))
		return false;
	crash_point("script_run");
	if (managed_schema_may_reach_beyond(run->schema) &&
	    !catalog->keep_made(run->connection->session, run->schema, NULL, &live, failure))
		return false;
	run->result.object_count = (int64_t)definitions_count(&live);
	return close_change(run, &live, failure);
}

static bool
prove_and_close(struct schema_run *run, const struct expectation *expectation,
                const struct definitions *live, struct failure *failure)
{
	if (!expectation_prove(run, expectation, live, failure))
		return false;
	crash_point("proved");
	run->result.object_count = (int64_t)definitions_count(&expectation->definitions);
	run->result.is_proved = true;
	return close_change(run, &expectation->definitions, failure);
}

/* Refused for what is there already, or is not: a plan goes from what is there. */
static bool
is_about_what_is_there(const struct failure *refusal)
{
	return refusal->kind == FAILURE_DDL &&
	       (refusal->reason == REASON_ALREADY_EXISTS || refusal->reason == REASON_UNDEFINED ||
	        refusal->reason == REASON_DEFINED_OTHERWISE);
}

/* What an empty schema does not take either is the DDL's own fault, and more than "already exists". */
static bool
blame_ddl_or_drift(struct schema_run *run, const struct expectation *expectation,
                   struct failure *failure)
{
	if (is_about_what_is_there(failure) && expectation->refusal.kind == FAILURE_DDL)
	{
		*failure = expectation->refusal;
		return false;
	}
	return expectation_blame_drift(run, expectation, failure);
}

/* Runs the DDL and holds the result against what is expected. */
static bool
replay_and_prove(struct schema_run *run, struct expectation *expectation, struct failure *failure)
{
	cleanup_definitions struct definitions live = {0};

	run->result.outcome = outcome_of_change(run);
	if (!destruction_guard_scripts(run, &live, failure))
		return blame_ddl_or_drift(run, expectation, failure);
	crash_point("script_run");
	return prove_and_close(run, expectation, &live, failure);
}

struct converging
{
	struct expectation *expectation;
	struct definitions *live;
};

static void
accept_generations(const struct schema_run *run, const struct converging *converging)
{
	struct expectation *expectation = converging->expectation;
	cleanup_name_list struct name_list named = {0};

	generation_list_accept(&expectation->generations, converging->live, &expectation->definitions,
	                       &named);
	for (size_t index = 0; index < named.count; index++)
		log_info("%s: %s reads back otherwise than the DDL makes it, as what its own text makes: "
		         "that counts as the same",
		         run->schema->source, named.items[index]);
}

/* What scripts have left in the session is undone before it is looked at. */
static bool
converge_and_read(struct schema_run *run, void *context, struct failure *failure)
{
	const struct catalog_operations *catalog = run->application->database->catalog;
	struct session *session = run->connection->session;
	struct converging *converging = context;

	definitions_free(converging->live);
	if (!converge(run, converging->expectation, failure) || !transaction_clean(run, failure) ||
	    (run->schema->managed_scope == MANAGED_DATABASE &&
	     !catalog->claim_managed(session, run->schema, failure)) ||
	    !catalog->definitions(session, run->schema, converging->live, failure))
		return false;
	accept_generations(run, converging);
	return true;
}

static bool bring_to_ddl(struct schema_run *run, struct failure *failure);

/*
 * What is committed first is proved, and not recorded: until the indexes are there, the DDL is not
 * reached. A second look then proves all of it.
 */
static bool
build_later(struct schema_run *run, struct expectation *expectation, struct definitions *live,
            struct failure *failure)
{
	later_index_leave_out(&expectation->later, &expectation->definitions);
	later_index_leave_out(&expectation->later, live);
	if (!expectation_prove(run, expectation, live, failure) || !transaction_clean(run, failure) ||
	    !transaction_commit(run, failure))
		return false;
	crash_point("committed");
	return later_index_build(run, expectation, failure) && open_change(run, failure) &&
	       bring_to_ddl(run, failure);
}

/* The guard measures what the plan's hazards have foretold, and what the DDL's own data do. */
static bool
converge_and_prove(struct schema_run *run, struct expectation *expectation, struct failure *failure)
{
	cleanup_definitions struct definitions live = {0};
	struct converging converging = {expectation, &live};
	const struct guarded_work work = {converge_and_read, &converging};

	run->result.outcome = outcome_of_change(run);
	if (!destruction_guard(run, &work, failure) ||
	    !postpone_promise(run, expectation, &live, failure))
		return false;
	crash_point("converged");
	return expectation->later.count > 0 ? build_later(run, expectation, &live, failure)
	                                    : prove_and_close(run, expectation, &live, failure);
}

/*
 * From the facts of both sides, where the shadow of the DDL shows the desired ones. Else the DDL
 * runs again, and the result tells whether that was enough.
 */
static bool
change_contents(struct schema_run *run, struct expectation *expectation, struct failure *failure)
{
	return expectation_learn_facts(run, expectation, failure) &&
	       (expectation->has_facts ? converge_and_prove(run, expectation, failure)
	                               : replay_and_prove(run, expectation, failure));
}

/* What is renamed would be made anew beside it by the DDL: only a plan takes it as it is now. */
static bool
rename_first(struct schema_run *run, struct failure *failure)
{
	size_t done_count = 0;

	if (run->method.empties_schema)
		return true;

	bool is_renamed = renames_run(run, run->renames, &done_count, failure);

	/* What is refused here would be refused before a plan, too. */
	run->method.converges |= !is_renamed || done_count > 0;
	return is_renamed;
}

static bool
bring_to_ddl(struct schema_run *run, struct failure *failure)
{
	if (!rename_first(run, failure))
		return false;

	cleanup_expectation struct expectation expectation = {.wants_facts = run->method.converges};
	bool is_met = false;

	if (!expectation_learn(run, &expectation, failure) ||
	    !expectation_check_live(run, &expectation, &is_met, failure))
		return false;
	if (!is_met)
		return (!expectation.is_known ||
		        own_part_check_agreed(run, &expectation.definitions, failure)) &&
		       change_contents(run, &expectation, failure);
	run->result.outcome = run->has_built_later ? outcome_of_change(run) : OUTCOME_VERIFIED;
	return close_change(run, expectation.is_renewed ? &expectation.definitions : NULL, failure);
}

/* What the DDL makes in other schemas may be there, and not as it makes it. */
static bool
create_or_adopt(struct schema_run *run, struct failure *failure)
{
	bool is_there = false;

	if (!shadow_beyond_is_there(run, &is_there, failure))
		return false;
	if (!is_there || run->method.empties_schema)
		return create_schema_contents(run, failure);
	run->decision = DECISION_CHANGE;
	run->method.may_converge = !run->observed.is_behind_pooler;
	return bring_to_ddl(run, failure);
}

static bool
run_steps(struct schema_run *run, struct failure *failure)
{
	const struct journaled_plan plan = journaled_plan_of_schema(run->schema);

	return journaled_steps_run(run, &plan, failure);
}

static bool
refuse_without_transaction(const struct schema_run *run, struct failure *failure)
{
	return fail(failure, FAILURE_BUG, "%s cannot run in one transaction, so it cannot be reset",
	            run->schema->source);
}

static bool
refuse_behind_pooler(const struct schema_run *run, struct failure *failure)
{
	fail(failure, FAILURE_SETTINGS,
	     "%s cannot run in one transaction, and between here and database \"%s\" is a connection "
	     "pooler that may give each transaction another session",
	     run->schema->source, run->schema->database);
	return fail_hint(failure, "Set POSTGRES_HOST and POSTGRES_PORT to the server's own address.");
}

static bool
change_by_method(struct schema_run *run, struct failure *failure)
{
	switch (run->method.kind)
	{
		case CHANGE_BY_CREATION:
			return open_change(run, failure) && create_or_adopt(run, failure);
		case CHANGE_BY_REPLAY:
			return open_change(run, failure) && bring_to_ddl(run, failure);
		case CHANGE_BY_STEPS:
			return run_steps(run, failure);
		case CHANGE_NEEDS_TRANSACTION:
			return refuse_without_transaction(run, failure);
		case CHANGE_NEEDS_SESSION:
			break;
	}
	return refuse_behind_pooler(run, failure);
}

/* What running the DDL again does not reach, a plan may. */
static bool
may_converge(const struct schema_run *run, const struct failure *refusal)
{
	return run->method.may_converge && !run->method.converges &&
	       (refusal->kind == FAILURE_DRIFT || refusal->reason == REASON_COMMIT_NEEDED ||
	        is_about_what_is_there(refusal)) &&
	       transaction_may_go_back(refusal);
}

/* In a transaction of its own: the savepoints of the first try are gone with that. */
static bool
converge_instead(struct schema_run *run, struct failure *failure)
{
	log_info("%s: running it again does not get there (%s), so what differs is planned",
	         run->schema->source, failure->message);
	transaction_undo(run, failure);
	failure_clear(failure);
	run->result.statement_count = 0;
	run->method.converges = true;
	return change_by_method(run, failure);
}

static bool
change_in_order(struct schema_run *run, struct failure *failure)
{
	if (run->goal != GOAL_RESET && !renames_prefer_plan(run, failure))
		return false;
	run->method = choose_method(run);
	if (!renames_prefer_plan_to_steps(run, failure))
		return false;
	if (change_by_method(run, failure))
		return true;
	return may_converge(run, failure) && converge_instead(run, failure);
}

bool
change(struct schema_run *run, struct failure *failure)
{
	cleanup_object_rename_list struct object_rename_list renames = {.items = NULL};

	if (!script_sequence_scan(run->application, run->schema, failure))
		return false;
	script_sequence_adapt(run);
	if (!renames_read(run, &renames, failure))
		return false;
	if (run->attempt_count <= 1)
		script_sequence_warn(run->schema);
	run->result.statement_count = 0;
	run->result.is_proved = false;
	run->has_built_later = false;
	run->renames = &renames;

	bool is_done = change_in_order(run, failure);

	run->renames = NULL;
	if (!is_done)
		transaction_undo(run, failure);
	return is_done;
}
