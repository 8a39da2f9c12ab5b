#include "app/apply/schema_sequence.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/apply/blockers.h"
#include "app/apply/canceled.h"
#include "app/apply/change.h"
#include "app/apply/schema_report.h"
#include "app/apply/schema_session.h"
#include "app/failure_hint.h"
#include "app/partition/partitions.h"
#include "app/provision/provision.h"
#include "app/wait/lock.h"
#include "app/wait/patience.h"
#include "base/cleanup.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"

/* Between two tries of a change: long enough for a blocker's statement, short for a deploy. */
static const struct patience_rule change_patience = {
	.what = "waiting to try again",
	.least_pause_ms = 100,
	.most_pause_ms = 5000,
	.counts_from_failure = true,
};

static bool
fail_absent(const struct schema_run *run, struct failure *failure)
{
	(void)fail(failure, FAILURE_DRIFT, "there is no schema \"%s\" in database \"%s\"",
	           run->schema->name, run->schema->database);
	failure->reason = REASON_SCHEMA_ABSENT;
	return fail_hint(failure, "\"noetl-schema apply %s\" creates it.", run->schema->bundle);
}

static bool
judge(struct schema_run *run, struct failure *failure)
{
	const struct run_intent intent = {
		.goal = run->goal,
		.force = settings_flag(run->application->settings, SETTING_FORCE),
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
 * A database that was made by hand lets PUBLIC in, and that may be just as it is
 * recorded: whoever asks for roles to be ensured wants it shut.
 */
static bool
is_to_be_provisioned(const struct schema_run *run, const struct schema_queue *queue)
{
	return settings_flag(run->application->settings, SETTING_ENSURE_ROLE) &&
	       !queue->is_provisioned && run->observed.is_open_to_public;
}

/* The administrator sees to roles, databases and schemas, for this schema and those after it. */
static bool
provision_if_asked(struct schema_run *run, struct schema_queue *queue, size_t index,
                   struct failure *failure)
{
	bool is_asked = settings_flag(run->application->settings, SETTING_ENSURE_ROLE);

	if (!is_asked || queue->is_provisioned || run->is_provisioned)
	{
		run->is_provisioned = is_asked;
		return true;
	}
	schema_report_phase(run, PHASE_PROVISIONING, "looking after roles, databases and privileges");
	if (!provision(run->application, &queue->schemas[index], queue->count - index,
	               &queue->provisioned, failure))
		return false;
	queue->is_provisioned = !queue->provisioned.covers_first_only;
	run->is_provisioned = true;
	crash_point("provisioned");
	return true;
}

/*
 * What the administrator may cure. Not a server that asks for passwords in a way that is not
 * allowed: the administrator's is worth more than the owner's to whoever wants it.
 */
static bool
is_for_administrator(const struct failure *failure)
{
	return failure->reason == REASON_CONNECTION_LIMIT ||
	       (failure->kind == FAILURE_DENIED && failure->reason != REASON_AUTHENTICATION_METHOD);
}

/*
 * The first look, by the owner's own login where there is one: it alone proves
 * role, password and database. What it finds missing, the administrator may cure.
 */
static bool
connect_and_observe(struct schema_run *run, struct schema_queue *queue, size_t index,
                    struct failure *failure)
{
	bool may_provision =
		settings_flag(run->application->settings, SETTING_ENSURE_ROLE) && !queue->is_provisioned;

	if (schema_session_observe(run, failure))
		return judge(run, failure);
	if (!is_for_administrator(failure) || !may_provision)
		return false;
	failure_clear(failure);
	return provision_if_asked(run, queue, index, failure) && schema_session_observe(run, failure) &&
	       judge(run, failure);
}

static bool
lock_schema(struct schema_run *run, struct failure *failure)
{
	const struct lock_operations *operations = run->application->database->lock;
	const struct lock_login login = {.session = run->connection->session};
	struct lock_request request = {
		.key = operations->key(run->schema->database, run->schema->name),
		.what = run->schema->source,
		.in_transaction = run->observed.is_behind_pooler,
	};

	if (run->holds_lock)
		return true;
	if (!lock_acquire(run->application, &login, &request, NULL, failure))
		return false;
	run->holds_lock = !request.in_transaction;
	run->is_in_transaction = request.in_transaction;
	crash_point("locked");
	return true;
}

static void
unlock_schema(struct schema_run *run)
{
	const struct database *database = run->application->database;
	struct session *session = run->connection->session;
	struct failure ignored = {0};

	if (run->is_in_transaction)
		(void)database->session->rollback(session, &ignored);
	if (run->holds_lock)
		(void)database->lock->release(
			session, database->lock->key(run->schema->database, run->schema->name), &ignored);
	run->is_in_transaction = false;
	run->holds_lock = false;
	crash_point("lock_released");
}

static bool
change_schema(struct schema_run *run, struct failure *failure)
{
	cleanup_memory char *message =
		memory_format("%s schema \"%s\" in database \"%s\"",
	                  run->decision == DECISION_CREATE ? "creating" : "bringing up to date",
	                  run->schema->name, run->schema->database);

	if (run->decision != DECISION_CREATE && run->decision != DECISION_CHANGE)
		return true;
	schema_report_phase(run, PHASE_APPLYING, message);
	return change(run, failure);
}

/* "created; 4 partitions made, 12 rows moved into them": for the closing line. */
static void
describe_partitions(struct schema_run *run, const struct partition_outcome *outcome)
{
	cleanup_text struct text words = TEXT_EMPTY;

	if (outcome->made_count + outcome->expired_count == 0)
		text_append(&words, run->outcome != OUTCOME_NONE ? run_outcome_name(run->outcome)
		                                                 : "no partition is due");
	else if (run->outcome != OUTCOME_NONE)
		text_append_format(&words, "%s; ", run_outcome_name(run->outcome));
	if (outcome->made_count > 0)
		text_append_format(&words, "%zu partition%s made", outcome->made_count,
		                   outcome->made_count == 1 ? "" : "s");
	if (outcome->moved_count > 0)
		text_append_format(&words, ", %" PRId64 " row%s moved into %s", outcome->moved_count,
		                   outcome->moved_count == 1 ? "" : "s",
		                   outcome->made_count == 1 ? "it" : "them");
	if (outcome->expired_count > 0)
		text_append_format(&words, "%s%zu let go", outcome->made_count > 0 ? ", " : "",
		                   outcome->expired_count);
	(void)snprintf(run->closing_words, sizeof run->closing_words, "%s", text_bytes(&words));
}

static bool
make_partitions(struct schema_run *run, struct failure *failure)
{
	const struct session_operations *operations = run->application->database->session;
	struct partition_outcome outcome = {0};

	if (run->schema->partition_count == 0)
		return true;
	/* Partitions have transactions of their own; the table's lock stands in for the schema lock. */
	if (run->is_in_transaction && !operations->rollback(run->connection->session, failure))
		return false;
	run->is_in_transaction = false;
	if (!partitions_make_due(run->application, run->connection->session, run->schema, &outcome,
	                         failure))
		return false;
	describe_partitions(run, &outcome);
	/* An attempt that was cut off may have made some. */
	if (outcome.made_count + outcome.expired_count == 0 && run->outcome == OUTCOME_NONE &&
	    run->attempt_count == 1)
		run->decision = DECISION_NOTHING_TO_DO;
	crash_point("partitions_made");
	return true;
}

static bool
observe_again(struct schema_run *run, struct failure *failure)
{
	return run->application->database->catalog->observe(run->connection->session, run->schema,
	                                                    &run->observed, failure) &&
	       judge(run, failure);
}

/* Another copy may have done it all while this one waited for the lock: so it looks again. */
static bool
do_under_lock(struct schema_run *run, struct failure *failure)
{
	if (!lock_schema(run, failure) || !observe_again(run, failure))
		return false;
	crash_point("decided");
	if (is_finished(run))
		return true;
	return change_schema(run, failure) && make_partitions(run, failure);
}

static bool
attempt(struct schema_run *run, struct schema_queue *queue, size_t index, struct failure *failure)
{
	run->attempt_count++;
	if (!connect_and_observe(run, queue, index, failure))
		return false;
	if (is_finished(run) && !is_to_be_provisioned(run, queue))
		return true;
	if (!provision_if_asked(run, queue, index, failure) ||
	    !schema_session_open_to_change(run, failure))
		return false;

	bool is_done = do_under_lock(run, failure);

	if (is_done || !failure->connection_lost)
		unlock_schema(run);
	return is_done;
}

/* Whether the very same change may succeed a moment later. */
static bool
may_try_again(const struct failure *failure)
{
	switch (failure->reason)
	{
		/* Asking a server that lies once more would only be told another lie. */
		case REASON_FALSE_ANSWER:
			return false;
		case REASON_LOCK_TIMEOUT:
		case REASON_DEADLOCK:
		case REASON_SERIALIZATION:
		case REASON_SHUTDOWN:
			return true;
		default:
			return failure->kind == FAILURE_TRANSIENT && failure->connection_lost;
	}
}

/* False when the budget is spent, with failure as it was, or when a stop signal came. */
static bool
wait_to_try_again(const struct schema_run *run, struct patience *patience, struct failure *failure)
{
	if (!patience_has_time(patience,
	                       settings_integer(run->application->settings, SETTING_CHANGE_TIMEOUT)))
		return fail_context(failure, "gave up after %d attempts", run->attempt_count);
	log_info("%s: attempt %d was undone, trying again in %" PRId64 " ms: %s", run->schema->source,
	         run->attempt_count, patience->pause_ms, failure->message);
	return patience_pause(patience, failure->message, failure);
}

bool
schema_sequence_run(const struct application *application, struct schema_queue *queue, size_t index,
                    struct schema_session *connection, struct failure *failure)
{
	const struct clock *clock = application->clock;
	struct patience patience = patience_start(application, &change_patience);
	struct schema_run run = {
		.application = application,
		.later = &queue->schemas[index + 1],
		.later_count = queue->count - index - 1,
		.goal = queue->goal,
		.schema = &queue->schemas[index],
		.ledger = ledger_of_schema(&queue->schemas[index]),
		.connection = connection,
		.is_provisioned = queue->is_provisioned,
		.started_ms = clock->now_ms(clock->context),
		.started_unix_ms = clock->unix_ms(clock->context),
	};

	clock->random_uuid(clock->context, run.run_id);
	schema_report_begin(&run);
	while (!attempt(&run, queue, index, failure))
	{
		blockers_name(&run, failure);
		canceled_judge(&run, failure);
		if (failure->connection_lost)
			schema_session_close(application, connection);
		run.holds_lock = false;
		run.is_in_transaction = false;
		if (!may_try_again(failure) || !wait_to_try_again(&run, &patience, failure))
		{
			failure_hint_add(failure, HINT_SCHEMA);
			return false;
		}
	}
	if (is_finished(&run) && observed_has_run(&run.observed, run.run_id))
		run.outcome = OUTCOME_COMMITTED;
	schema_report_end(&run);
	return true;
}

bool
schema_queue_run(const struct application *application, struct schema_queue *queue,
                 struct failure *failure)
{
	struct schema_session connection = {0};
	bool all_done = true;

	for (size_t index = 0; all_done && index < queue->count; index++)
		all_done = schema_sequence_run(application, queue, index, &connection, failure);
	schema_session_close(application, &connection);
	provision_outcome_free(&queue->provisioned);
	return all_done;
}
