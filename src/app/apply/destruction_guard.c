#include "app/apply/destruction_guard.h"

#include "app/apply/data_once.h"
#include "app/apply/destruction_watch.h"
#include "app/apply/script_sequence.h"
#include "app/apply/transaction.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "domain/allowance.h"
#include "port/destruction.h"

enum
{
	/*
	 * What was undone to be looked at is harmless in the next run. One that then destroys
	 * something else each time is not repeated for ever.
	 */
	GUARDED_RUNS = 4,
	LOSSES_BYTES = 1200, /* of a failure's message */
	FLAGS_BYTES = 800    /* of its hint */
};

static bool
is_guarded(const struct schema_run *run)
{
	const struct settings *settings = run->application->settings;

	if (run->goal == GOAL_RESET)
		return false;
	if (run->schema->script_count == 0)
		return false;
	/* A bundle writes to no schema but its own, and that is not there or empty. */
	if (run->decision == DECISION_CREATE && !run->schema->is_file)
		return false;
	return settings_integer(settings, SETTING_DESTRUCTIVE) != DESTRUCTIVE_ALLOW;
}

static bool
fail_destructive(const struct schema_run *run, const struct loss_list *losses,
                 struct failure *failure)
{
	cleanup_text struct text list = TEXT_EMPTY;
	cleanup_text struct text flags = TEXT_EMPTY;

	loss_list_describe(losses, LOSSES_BYTES, &list);
	loss_list_describe_flags(losses, FLAGS_BYTES, &flags);
	fail(failure, FAILURE_DESTRUCTIVE, "applying %s to database \"%s\" would destroy rows: %s; %s",
	     run->schema->source, run->schema->database, text_bytes(&list),
	     run->method.kind == CHANGE_BY_STEPS ? "this step was rolled back, those before it stay"
	                                         : "everything was rolled back");
	return fail_hint(
		failure,
		"To allow just that: %s (or NOETL_ALLOW); to allow everything: --destructive allow.",
		text_bytes(&flags));
}

/* What may be destroyed by what was measured last, but for what is known to be harmless. */
static bool
find_suspects(struct schema_run *run, const struct suspect_list *known,
              struct suspect_list *suspects, struct failure *failure)
{
	const struct destruction_watch *watch = run->watch;
	const struct destruction_operations *operations = run->application->database->destruction;
	cleanup_touched_table_list struct touched_table_list touched = {0};

	destruction_compare(&watch->before, &watch->after, suspects, &touched);
	if (touched.has_suspect &&
	    !operations->find_emptied(run->connection->session, &touched, suspects, failure))
		return false;
	suspect_list_remove_all(suspects, known);
	suspect_list_remove_all(suspects, &watch->remade);
	return true;
}

/* Whether a dropped table had rows can be asked only where it is still there. */
static bool
go_back_and_ask(struct schema_run *run, const struct suspect_list *suspects,
                struct failure *failure)
{
	const struct destruction_operations *operations = run->application->database->destruction;
	cleanup_loss_list struct loss_list losses = {0};

	if (!transaction_go_back(run, failure) ||
	    !operations->read_losses(run->connection->session, suspects, &losses, failure))
		return false;
	loss_list_keep_refused(&losses, settings_text(run->application->settings, SETTING_ALLOW));
	return losses.count == 0 || fail_destructive(run, &losses, failure);
}

static bool
work_and_measure(struct schema_run *run, const struct guarded_work *work, struct failure *failure)
{
	run->watch->is_measured = false;
	return transaction_save(run, failure) && work->run(run, work->context, failure) &&
	       (run->watch->is_measured || destruction_watch_measure(run, failure));
}

static void
know_suspects(struct suspect_list *known, const struct suspect_list *suspects)
{
	for (size_t index = 0; index < suspects->count; index++)
		suspect_list_add(known, &suspects->items[index]);
}

static bool
work_under_watch(struct schema_run *run, const struct guarded_work *work, struct failure *failure)
{
	cleanup_suspect_list struct suspect_list known = {0};
	int64_t statement_count = run->result.statement_count;

	for (int runs = 0; runs < GUARDED_RUNS; runs++)
	{
		cleanup_suspect_list struct suspect_list suspects = {0};

		run->result.statement_count = statement_count;
		if (!work_and_measure(run, work, failure) ||
		    !find_suspects(run, &known, &suspects, failure))
			return false;
		crash_point("measured");
		if (suspects.count == 0)
			return transaction_keep(run, failure);
		if (!go_back_and_ask(run, &suspects, failure))
			return false;
		log_debug("%s: what it drops or empties holds no rows or is allowed, running again",
		          run->schema->source);
		know_suspects(&known, &suspects);
	}
	return fail(failure, FAILURE_DDL,
	            "%s drops or empties other tables each time it runs, so what it would destroy "
	            "cannot be told; everything was rolled back",
	            run->schema->source);
}

bool
destruction_guard(struct schema_run *run, const struct guarded_work *work, struct failure *failure)
{
	cleanup_destruction_watch struct destruction_watch watch = {.is_measured = false};

	if (!is_guarded(run))
		return work->run(run, work->context, failure);
	if (!destruction_watch_begin(run, &watch, failure))
		return false;
	/* Nothing is there that could be lost, and so nothing is paid for it. */
	if (watch.before.count == 0)
		return work->run(run, work->context, failure);
	run->watch = &watch;

	bool is_done = work_under_watch(run, work, failure);

	run->watch = NULL;
	return is_done;
}

static bool
run_to_fixed_point(struct schema_run *run, void *context, struct failure *failure)
{
	struct definitions *definitions = context;

	definitions_free(definitions);
	return data_once_begin(run, false, failure) &&
	       script_sequence_run_to_fixed_point(run, definitions, failure);
}

bool
destruction_guard_scripts(struct schema_run *run, struct definitions *definitions,
                          struct failure *failure)
{
	const struct guarded_work work = {run_to_fixed_point, definitions};

	return destruction_guard(run, &work, failure);
}
