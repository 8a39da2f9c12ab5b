#include "app/apply/journaled_steps.h"

#include <stdlib.h>
#include <string.h>

#include "app/apply/data_once.h"
#include "app/apply/destruction_guard.h"
#include "app/apply/destruction_words.h"
#include "app/apply/drift.h"
#include "app/apply/expectation.h"
#include "app/apply/own_part.h"
#include "app/apply/record.h"
#include "app/apply/script_sequence.h"
#include "app/apply/transaction.h"
#include "app/run_mandate.h"
#include "base/cleanup.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/utf8.h"

/* Enough of a statement for a person to know it again. */
enum
{
	JOURNAL_STATEMENT_BYTES = 120
};

struct journaled_work
{
	struct schema_run *run;
	const struct journaled_plan *plan;
	struct expectation expectation;
	bool is_met;           /* before any step: nothing to run */
	int64_t step_count;    /* of the plan, once all are done */
	struct text committed; /* "..., ...": the statements outside a transaction that were done */
};

static void
journaled_work_free(struct journaled_work *work)
{
	expectation_free(&work->expectation);
	text_free(&work->committed);
}

struct step
{
	struct script_range range; /* of SQL text */
	int64_t number;
};

struct journaled_plan
journaled_plan_of_schema(const struct managed_schema *schema)
{
	return (struct journaled_plan){
		.checksum = schema->checksum,
		.scripts = schema->scripts,
		.script_count = schema->script_count,
	};
}

static struct journal_entry
journal_entry_of(const struct journaled_work *work, int64_t step, const char *statement)
{
	const struct schema_run *run = work->run;

	return (struct journal_entry){
		.run = run->run_id,
		.schema = run->schema->name,
		.source = run->schema->source,
		.checksum = work->plan->checksum,
		.step = step,
		.statement = statement,
	};
}

static bool
write_journal(const struct schema_run *run, const struct journal_entry *entry,
              struct failure *failure)
{
	return run->application->database->ledger->journal(run->connection->session, &run->ledger,
	                                                   entry, failure);
}

static bool
run_step_statements(struct schema_run *run, void *context, struct failure *failure)
{
	struct step *step = context;
	const struct application *application = run->application;
	const struct database *database = application->database;
	struct session *session = run->connection->session;

	if (!database->session->set_schema(session, run->schema->name, failure) ||
	    !database->script->run(session, &step->range, application->progress, failure))
		return false;
	run->result.statement_count += (int64_t)script_range_sent_count(&step->range);
	return true;
}

/* The step and its journal row are one transaction: there is no "half done" for it. */
static bool
run_transactional_step(struct schema_run *run, struct step *step, struct journal_entry *entry,
                       struct failure *failure)
{
	const struct guarded_work work = {run_step_statements, step};

	entry->is_done = true;
	if (!transaction_begin(run, failure) || !transaction_clean(run, failure) ||
	    !destruction_guard(run, &work, failure) || !transaction_clean(run, failure) ||
	    !write_journal(run, entry, failure) || !transaction_commit(run, failure))
		return false;
	crash_point("segment_done");
	return true;
}

static bool
open_journal(const struct schema_run *run, struct journal_entry *entry, struct failure *failure)
{
	if (write_journal(run, entry, failure))
		return true;
	/* The statement itself will be refused for this character, and its place be known. */
	if (failure->reason != REASON_UNTRANSLATABLE)
		return false;
	entry->statement = "";
	failure_clear(failure);
	return write_journal(run, entry, failure);
}

static bool
run_outside_step(struct schema_run *run, struct step *step, struct journal_entry *entry,
                 struct failure *failure)
{
	if (!run_mandate_holds(run->application, failure) || !open_journal(run, entry, failure))
		return false;
	crash_point("journal_open");
	if (!run_step_statements(run, step, failure))
		return false;
	crash_point("outside_done");
	entry->is_done = true;
	return write_journal(run, entry, failure);
}

static char *
first_words(const struct step *step)
{
	const struct script *script = step->range.script;
	const struct statement *statement = &script->statements[step->range.first];
	bool is_cut = statement->length_bytes > JOURNAL_STATEMENT_BYTES;
	char *words = memory_copy_bytes(script->text + statement->offset_bytes,
	                                is_cut ? JOURNAL_STATEMENT_BYTES : statement->length_bytes);

	if (is_cut)
		utf8_drop_cut_end(words);
	return words;
}

static bool
run_journaled_step(struct journaled_work *work, struct step *step, struct failure *failure)
{
	cleanup_memory char *statement = first_words(step);
	struct journal_entry entry = journal_entry_of(work, step->number, statement);

	if (!script_range_is_outside(&step->range))
		return run_transactional_step(work->run, step, &entry, failure);
	if (!run_outside_step(work->run, step, &entry, failure))
		return false;
	text_append_format(&work->committed, "%s%s", work->committed.length_bytes > 0 ? "; " : "",
	                   statement);
	return true;
}

static bool
run_steps_left(struct journaled_work *work, struct failure *failure)
{
	int64_t number = 0;

	if (!data_once_begin(work->run, work->run->result.resumed_step_count > 0, failure))
		return false;
	for (size_t index = 0; index < work->plan->script_count; index++)
	{
		struct script_range range = {.script = &work->plan->scripts[index]};

		for (; script_next_step(&range); number++)
		{
			struct step step = {range, number};

			if (number >= work->run->result.resumed_step_count &&
			    !run_journaled_step(work, &step, failure))
				return false;
		}
	}
	work->step_count = number;
	return true;
}

/* A statement may need what another has committed: then the result says what is expected. */
static bool
learn_creation(struct expectation *expectation)
{
	expectation->is_known = expectation->refusal.kind == FAILURE_NONE;
	return true;
}

static bool
find_where_to_resume(const struct journaled_work *work, struct failure *failure)
{
	struct schema_run *run = work->run;
	const struct ledger_operations *ledger = run->application->database->ledger;
	struct journal_entry entry = journal_entry_of(work, 0, "");

	return ledger->journal_done_count(run->connection->session, &run->ledger, &entry,
	                                  &run->result.resumed_step_count, failure);
}

/*
 * What cannot be known is not begun, for what runs outside a transaction cannot be taken back.
 * A slip of the pen is told as one.
 */
static bool
learn_expectation(struct journaled_work *work, struct failure *failure)
{
	struct schema_run *run = work->run;
	struct expectation *expectation = &work->expectation;

	if (run->decision == DECISION_CREATE)
		return expectation_learn_desired(run, expectation, failure) && learn_creation(expectation);
	if (!expectation_learn(run, expectation, failure))
		return false;
	if (expectation->is_known)
		return expectation_check_live(run, expectation, &work->is_met, failure) &&
		       (work->is_met || own_part_check_agreed(run, &expectation->definitions, failure));
	/* A creation that was cut off: its first steps may have committed what the others need. */
	if (!run->observed.is_recorded && !find_where_to_resume(work, failure))
		return false;
	if (!run->observed.is_recorded && run->result.resumed_step_count > 0)
		return learn_creation(expectation);
	if (expectation->refusal.reason != REASON_SYNTAX)
		return expectation_fail_unknown(run, expectation, failure);
	*failure = expectation->refusal;
	return false;
}

static bool
make_ledger_and_schema(struct journaled_work *work, struct failure *failure)
{
	struct schema_run *run = work->run;
	const struct catalog_operations *catalog = run->application->database->catalog;

	return transaction_begin(run, failure) && record_prepare(run, failure) &&
	       (run->observed.schema_exists ||
	        catalog->create_schema(run->connection->session, run->schema->name, failure)) &&
	       learn_expectation(work, failure);
}

static bool
drop_what_a_kill_left(const struct journaled_work *work, struct failure *failure)
{
	const struct schema_run *run = work->run;
	const struct catalog_operations *catalog = run->application->database->catalog;
	cleanup_text struct text statements = TEXT_EMPTY;
	const struct invalid_indexes wanted = {.schema = run->schema->name, .statements = &statements};
	size_t dropped_count = 0;

	script_sequence_append_outside(work->plan->scripts, work->plan->script_count, &statements);

	bool is_done =
		catalog->drop_invalid_indexes(run->connection->session, &wanted, &dropped_count, failure);

	/* A statement with a character that the database lacks has built nothing yet. */
	if (!is_done && failure->reason == REASON_UNTRANSLATABLE)
	{
		failure_clear(failure);
		text_free(&statements);
		is_done = catalog->drop_invalid_indexes(run->connection->session, &wanted, &dropped_count,
		                                        failure);
	}
	if (!is_done)
		return false;
	if (dropped_count > 0)
		log_warning("%s: %zu invalid indexes, left by a concurrent build that was cut off, were "
		            "dropped to be built again",
		            run->schema->source, dropped_count);
	return true;
}

static bool
prepare_steps(const struct journaled_work *work, struct failure *failure)
{
	struct schema_run *run = work->run;

	if (!transaction_commit(run, failure) || !find_where_to_resume(work, failure) ||
	    !drop_what_a_kill_left(work, failure))
		return false;
	if (run->result.resumed_step_count > 0)
		log_info("%s: going on after step %lld of a run that was cut off", run->schema->source,
		         (long long)run->result.resumed_step_count);
	return true;
}

/* What is committed by then stays, and is named. */
static bool
fail_with_what_stays(const struct journaled_work *work, struct failure *failure)
{
	const struct schema_run *run = work->run;
	const struct failure drift = *failure;

	if (drift.kind != FAILURE_DRIFT || drift.detail[0] == '\0')
		return false;
	fail(failure, FAILURE_DRIFT,
	     "schema \"%s\" in database \"%s\" is not as it was promised after applying %s; its %lld "
	     "steps are committed (%s)",
	     run->schema->name, run->schema->database, run->schema->source, (long long)work->step_count,
	     work->committed.length_bytes > 0 ? text_bytes(&work->committed) : "by an earlier run");
	memcpy(failure->detail, drift.detail, sizeof failure->detail);
	return fail_hint(failure, "%s", drift.hint);
}

/* Where the schema was empty and no shadow could be built, the result is what is expected. */
static bool
prove_steps(const struct journaled_work *work, const struct definitions *live,
            struct failure *failure)
{
	struct schema_run *run = work->run;

	if (!drift_check_valid(run, live, failure))
		return false;
	if (!work->expectation.is_known)
		return true;
	return expectation_prove(run, &work->expectation, live, failure) ||
	       fail_with_what_stays(work, failure);
}

static bool
prove_and_record_steps(struct journaled_work *work, struct failure *failure)
{
	cleanup_definitions struct definitions live = {0};
	struct schema_run *run = work->run;
	const struct catalog_operations *catalog = run->application->database->catalog;
	bool is_known = work->expectation.is_known;
	const struct definitions *promised = is_known ? &work->expectation.definitions : &live;

	run->result.outcome = run->observed.is_recorded ? OUTCOME_CHANGED : OUTCOME_CREATED;
	if (!transaction_begin(run, failure) || !transaction_clean(run, failure) ||
	    !catalog->definitions(run->connection->session, run->schema, &live, failure) ||
	    !prove_steps(work, &live, failure) || !record_run(run, promised, failure) ||
	    !transaction_commit(run, failure))
		return false;
	run->result.object_count = (int64_t)definitions_count(promised);
	run->result.is_proved = is_known;
	crash_point("committed");
	return true;
}

/* Steps that an earlier run has done, every one, and that left something broken, are begun again. */
static bool
begin_again(struct journaled_work *work, struct failure *failure)
{
	struct schema_run *run = work->run;

	if (failure->kind != FAILURE_DRIFT || run->result.resumed_step_count < work->step_count)
		return false;
	transaction_undo(run, failure);
	failure_clear(failure);
	run->result.resumed_step_count = 0;
	return run_steps_left(work, failure) && prove_and_record_steps(work, failure);
}

static bool
record_as_met(struct journaled_work *work, struct failure *failure)
{
	struct schema_run *run = work->run;
	struct expectation *expectation = &work->expectation;

	run->result.outcome = OUTCOME_VERIFIED;
	return record_run(run, expectation->is_renewed ? &expectation->definitions : NULL, failure) &&
	       transaction_commit(run, failure);
}

bool
journaled_steps_run(struct schema_run *run, const struct journaled_plan *plan,
                    struct failure *failure)
{
	cleanup_(journaled_work_free) struct journaled_work work = {
		.run = run, .plan = plan, .committed = TEXT_EMPTY};

	if (!destruction_check_words(run, plan->scripts, plan->script_count, failure) ||
	    !make_ledger_and_schema(&work, failure))
		return false;
	if (work.is_met)
		return record_as_met(&work, failure);
	return prepare_steps(&work, failure) && run_steps_left(&work, failure) &&
	       (prove_and_record_steps(&work, failure) || begin_again(&work, failure));
}
