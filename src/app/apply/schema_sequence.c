#include "app/apply/schema_sequence.h"

#include "app/apply/blockers.h"
#include "app/apply/canceled.h"
#include "app/apply/change.h"
#include "app/apply/postpone_question.h"
#include "app/apply/schema_lock.h"
#include "app/apply/schema_partitions.h"
#include "app/apply/schema_provision.h"
#include "app/apply/schema_report.h"
#include "app/apply/schema_retry.h"
#include "app/apply/schema_session.h"
#include "app/converge/schema_diagram.h"
#include "app/converge/schema_plan.h"
#include "app/failure_hint.h"
#include "base/crash_point.h"
#include "domain/recorded_options.h"

static bool
fail_absent(const struct schema_run *run, struct failure *failure)
{
	(void)fail(failure, FAILURE_DRIFT, "there is no schema \"%s\" in database \"%s\"",
	           run->schema->name, run->schema->database);
	failure->reason = REASON_SCHEMA_ABSENT;
	return fail_hint(failure, "\"noetl-schema apply %s\" creates it.", run->schema->bundle);
}

/* domain/decision.h says what follows from what was observed. */
static bool
decide_on_run(struct schema_run *run, struct failure *failure)
{
	run->leaves_postponed = recorded_options_have_postponed(run->observed.recorded_options);

	const struct run_intent intent = {
		.goal = run->goal,
		.force =
			run->goal != GOAL_DIAGRAM && settings_flag(run->application->settings, SETTING_FORCE),
		.ends_postponed = postpone_is_over(run),
		.run_id = run->run_id,
	};

	if (run->goal == GOAL_PARTITIONS && !run->observed.schema_exists)
		return fail_absent(run, failure);
	run->decision = decide(&intent, run->schema, &run->observed);
	crash_point("looked");
	return true;
}

static bool
is_finished(const struct schema_run *run)
{
	return run->decision == DECISION_NOTHING_TO_DO || run->decision == DECISION_SUPERSEDED;
}

/*
 * By the owner's own login where there is one: it alone proves role, password and
 * database. What keeps it out, the administrator may cure.
 */
static bool
observe(struct schema_run *run, struct failure *failure)
{
	if (schema_session_observe(run, failure))
		return true;
	if (!schema_provision_may_cure(run, failure))
		return false;
	failure_clear(failure);
	return schema_provision_if_asked(run, failure) && schema_session_observe(run, failure);
}

static bool
observe_again(struct schema_run *run, struct failure *failure)
{
	return run->application->database->catalog->observe(run->connection->session, run->schema,
	                                                    &run->observed, failure);
}

static bool
change_if_decided(struct schema_run *run, struct failure *failure)
{
	if (run->decision != DECISION_CREATE && run->decision != DECISION_CHANGE)
		return true;
	schema_report_change(run);
	return change(run, failure);
}

/* Another copy may have done it all while this one waited for the lock: so it observes again. */
static bool
change_under_lock(struct schema_run *run, struct failure *failure)
{
	if (!schema_lock_take(run, failure) || !observe_again(run, failure) ||
	    !decide_on_run(run, failure))
		return false;
	crash_point("decided");
	if (is_finished(run))
		return true;
	if (run->goal == GOAL_PLAN)
		return schema_plan_make(run, failure);
	if (run->goal == GOAL_DIAGRAM)
		return schema_diagram_make(run, failure);
	return change_if_decided(run, failure) && schema_partitions_make(run, failure);
}

static bool
run_attempt(struct schema_run *run, struct failure *failure)
{
	run->attempt_count++;
	run->result = (struct change_result){0};
	if (!observe(run, failure) || !decide_on_run(run, failure))
		return false;
	if (is_finished(run) && !schema_provision_is_due(run))
		return true;
	if (!schema_provision_if_asked(run, failure) || !schema_session_open_to_change(run, failure))
		return false;

	bool is_done = change_under_lock(run, failure);

	if (is_done || !failure->connection_lost)
		schema_lock_release(run);
	return is_done;
}

bool
schema_sequence_run(struct schema_run *run, struct failure *failure)
{
	cleanup_name_list struct name_list postponed = {0};
	struct patience patience = schema_retry_start(run->application);

	schema_report_begin(run);
	while (!run_attempt(run, failure))
	{
		blockers_name(run, failure);
		canceled_judge(run, failure);
		if (failure->connection_lost)
			schema_session_close(run->application, run->connection);
		if (!schema_retry_wait(&patience, run, failure))
		{
			failure_hint_add(failure, HINT_SCHEMA);
			return false;
		}
	}
	if (run->goal == GOAL_PLAN)
		schema_plan_conclude(run);
	if (run_goal_only_looks(run->goal))
		return true;
	if (is_finished(run) && observed_has_run(&run->observed, run->run_id))
		run->result.outcome = OUTCOME_COMMITTED;
	postpone_list(run, &postponed);
	run->postponed = &postponed;
	schema_report_end(run);
	run->postponed = NULL;
	return true;
}
