#include "app/converge/step_runner.h"

#include <stdlib.h>
#include <string.h>

#include "app/apply/transaction.h"
#include "base/cleanup.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/object_place.h"
#include "domain/script.h"
#include "port/shadow.h"

/* Statements of one or more steps, and which step begins at which line. */
struct batch
{
	struct text sql;
	size_t *steps;
	int64_t *first_lines;
	size_t count;
};

static void
batch_free(struct batch *batch)
{
	text_free(&batch->sql);
	free(batch->steps);
	free(batch->first_lines);
}

#define cleanup_batch __attribute__((cleanup(batch_free)))

static int64_t
count_lines(const char *text)
{
	int64_t count = 0;

	for (; (text = strchr(text, '\n')) != NULL; text++)
		count++;
	return count;
}

static void
batch_add(struct batch *batch, size_t step, const char *sql, int64_t *line)
{
	batch->steps[batch->count] = step;
	batch->first_lines[batch->count++] = *line;
	text_append_format(&batch->sql, "%s;\n", sql);
	*line += count_lines(sql) + 1;
}

/* FACT_NOWHERE for a failure without a place. */
static size_t
batch_find_step(const struct batch *batch, const struct failure *failure)
{
	size_t found = FACT_NOWHERE;

	for (size_t index = 0; index < batch->count; index++)
	{
		if (failure->place.line >= batch->first_lines[index])
			found = batch->steps[index];
	}
	return found;
}

struct script
step_runner_script(const struct schema_run *run, const char *sql)
{
	return (struct script){
		.name = memory_copy_text("the plan"),
		.text = memory_copy_text(sql),
		.length_bytes = strlen(sql),
		.schema = run->schema->name,
		.is_quick = true,
	};
}

bool
step_runner_run_text(struct schema_run *run, const char *sql, struct failure *failure)
{
	const struct application *application = run->application;
	struct session *session = run->connection->session;
	struct script script = step_runner_script(run, sql);
	struct script_range range = {.script = &script};
	bool is_done = application->database->script->scan(&script, failure);

	range.count = script.statement_count;
	if (is_done && range.count > 0)
		is_done =
			application->database->script->run(session, &range, application->progress, failure) &&
			application->database->shadow->settle(session, failure);
	if (is_done)
	{
		run->result.statement_count += (int64_t)script.statement_count;
		crash_point("step_run");
	}
	script_free(&script);
	return is_done;
}

/*
 * Of a statement that the program has written, the text says less than what it was for, and where
 * the DDL wants that.
 */
static bool
blame(const struct schema_run *run, const struct change_step *step, struct failure *failure)
{
	const struct managed_schema *schema = run->schema;
	cleanup_object_place_list struct object_place_list places = {0};

	(void)fail_context(failure, "%s %s", fact_kind_name(step->kind), step->id);
	failure->place = (struct failure_place){.line = 0};
	object_place_list_read(schema->scripts, schema->script_count, schema->name, &places);
	(void)object_place_find(&places, step->kind, step->id, &failure->place);
	return false;
}

/* Undone if it is refused; false with that, or with what ended the transaction. */
static bool
try_text(struct schema_run *run, const char *sql, bool *is_done, struct failure *failure)
{
	if (!transaction_save(run, failure))
		return false;
	*is_done = step_runner_run_text(run, sql, failure);
	if (*is_done)
		return transaction_keep(run, failure);
	if (!transaction_was_refused(failure))
		return false;

	struct failure undone = {0};

	if (transaction_go_back(run, &undone))
		return true;
	*failure = undone;
	return false;
}

/* The first refusal counts: the later alternatives are second best. */
static bool
try_step(struct schema_run *run, const struct change_step *step, bool *is_done,
         struct failure *refusal)
{
	*is_done = false;
	for (size_t index = 0;
	     !*is_done && index < CHANGE_ALTERNATIVES && step->alternatives[index] != NULL; index++)
	{
		struct failure later = {0};

		if (!try_text(run, step->alternatives[index], is_done, index == 0 ? refusal : &later))
		{
			if (index > 0)
				*refusal = later;
			return false;
		}
	}
	if (*is_done)
		failure_clear(refusal);
	return true;
}

static bool
has_alternatives(const struct change_step *step)
{
	return step->alternatives[1] != NULL;
}

/* From the step on, up to the next that has alternatives. */
static bool
run_batch(struct schema_run *run, const struct change_plan *plan, size_t *at,
          struct failure *failure)
{
	cleanup_batch struct batch batch = {
		.steps = memory_allocate(plan->count, sizeof *batch.steps),
		.first_lines = memory_allocate(plan->count, sizeof *batch.first_lines),
	};
	int64_t line = 1;

	for (; *at < plan->count && !has_alternatives(&plan->steps[*at]); ++*at)
		batch_add(&batch, *at, plan->steps[*at].alternatives[0], &line);
	if (batch.count == 0 || step_runner_run_text(run, text_bytes(&batch.sql), failure))
		return true;

	size_t step = batch_find_step(&batch, failure);

	return step != FACT_NOWHERE && blame(run, &plan->steps[step], failure);
}

static bool
run_in_order(struct schema_run *run, const struct change_plan *plan, struct failure *failure)
{
	for (size_t at = 0; at < plan->count;)
	{
		bool is_done = true;

		if (!run_batch(run, plan, &at, failure))
			return false;
		if (at == plan->count)
			break;
		if (!try_step(run, &plan->steps[at], &is_done, failure) || !is_done)
			return blame(run, &plan->steps[at], failure);
		at++;
	}
	return true;
}

/* One pass over those that are not done yet; failure: the first refusal of the pass. */
static bool
run_pass(struct schema_run *run, const struct change_plan *plan, bool *is_done, size_t *done_count,
         struct failure *failure)
{
	bool has_failed = false;

	*done_count = 0;
	for (size_t index = 0; index < plan->count; index++)
	{
		struct failure refusal = {0};

		if (is_done[index])
			continue;
		if (!try_step(run, &plan->steps[index], &is_done[index], &refusal))
		{
			*failure = refusal;
			return blame(run, &plan->steps[index], failure);
		}
		*done_count += is_done[index];
		if (!is_done[index] && !has_failed)
		{
			*failure = refusal;
			(void)blame(run, &plan->steps[index], failure);
			has_failed = true;
		}
	}
	if (!has_failed)
		failure_clear(failure);
	return true;
}

/* Each for itself, until nothing is left or a pass does nothing. */
static bool
run_out_of_order(struct schema_run *run, const struct change_plan *plan, struct failure *failure)
{
	cleanup_memory bool *is_done = memory_allocate(plan->count, sizeof *is_done);
	size_t done_count = 0;

	memset(is_done, 0, plan->count * sizeof *is_done);
	do
	{
		if (!run_pass(run, plan, is_done, &done_count, failure))
			return false;
	} while (failure->kind != FAILURE_NONE && done_count > 0);
	return failure->kind == FAILURE_NONE;
}

bool
step_runner_run(struct schema_run *run, const struct change_plan *plan, struct failure *failure)
{
	int64_t statement_count = run->result.statement_count;
	struct failure undone = {0};

	if (!transaction_save(run, failure))
		return false;
	if (run_in_order(run, plan, failure))
		return transaction_keep(run, failure);
	if (failure->reason != REASON_UNDEFINED || !transaction_may_go_back(failure))
		return false;
	log_debug("%s: %s; trying again in another order", run->schema->source, failure->message);
	if (!transaction_go_back(run, &undone))
	{
		*failure = undone;
		return false;
	}
	failure_clear(failure);
	run->result.statement_count = statement_count;
	return run_out_of_order(run, plan, failure);
}
