#include "app/apply/journaled_steps.h"

#include <stdlib.h>
#include <string.h>

#include "app/apply/record.h"
#include "base/cleanup.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "base/memory.h"

/* Enough of a statement for a person to know it again. */
enum
{
	JOURNAL_STATEMENT_BYTES = 120
};

struct step
{
	struct script_range range;
	bool is_outside;
	int64_t number;
};

typedef bool (*step_action)(struct schema_run *run, const struct step *step,
                            struct failure *failure);

static bool
for_each_step(struct schema_run *run, step_action action, struct failure *failure)
{
	int64_t number = 0;

	for (size_t index = 0; index < run->schema->script_count; index++)
	{
		struct script_range range = {.script = &run->schema->scripts[index]};

		while (script_next_step(&range))
		{
			struct step step = {range, script_range_is_outside(&range), number++};

			if (!action(run, &step, failure))
				return false;
		}
	}
	return true;
}

static struct journal_entry
journal_entry_of(const struct schema_run *run, const struct step *step, const char *statement)
{
	return (struct journal_entry){
		.run = run->run_id,
		.schema = run->schema->name,
		.source = run->schema->source,
		.checksum = run->schema->checksum,
		.step = step->number,
		.statement = statement,
	};
}

static bool
run_step_statements(struct schema_run *run, const struct step *step, struct failure *failure)
{
	const struct application *application = run->application;
	const struct database *database = application->database;
	struct session *session = run->connection->session;

	if (!database->session->set_schema(session, run->schema->name, failure) ||
	    !database->script->run(session, &step->range, application->progress, failure))
		return false;
	run->statement_count += (int64_t)script_range_sent_count(&step->range);
	return true;
}

static bool
begin(struct schema_run *run, struct failure *failure)
{
	const struct application *application = run->application;
	int64_t lock_timeout_ms = settings_integer(application->settings, SETTING_LOCK_TIMEOUT);

	run->is_in_transaction = true;
	return application->database->session->begin(run->connection->session, lock_timeout_ms,
	                                             failure);
}

static bool
commit(struct schema_run *run, struct failure *failure)
{
	run->is_in_transaction = false;
	return run->application->database->session->commit(run->connection->session, failure);
}

/* The range and its journal row are one transaction: there is no "half done" for it. */
static bool
run_transactional_step(struct schema_run *run, const struct step *step, struct journal_entry *entry,
                       struct failure *failure)
{
	const struct ledger_operations *ledger = run->application->database->ledger;

	entry->is_done = true;
	if (!begin(run, failure) || !run_step_statements(run, step, failure) ||
	    !ledger->journal(run->connection->session, &run->ledger, entry, failure) ||
	    !commit(run, failure))
		return false;
	crash_point("segment_done");
	return true;
}

static bool
run_outside_step(struct schema_run *run, const struct step *step, struct journal_entry *entry,
                 struct failure *failure)
{
	const struct ledger_operations *ledger = run->application->database->ledger;
	struct session *session = run->connection->session;

	if (!ledger->journal(session, &run->ledger, entry, failure))
	{
		/* The statement itself will be refused for this character, and its place be known. */
		if (failure->reason != REASON_UNTRANSLATABLE)
			return false;
		entry->statement = "";
		failure_clear(failure);
		if (!ledger->journal(session, &run->ledger, entry, failure))
			return false;
	}
	crash_point("journal_open");
	if (!run_step_statements(run, step, failure))
		return false;
	crash_point("outside_done");
	entry->is_done = true;
	return ledger->journal(session, &run->ledger, entry, failure);
}

static char *
first_words(const struct step *step)
{
	const struct statement *statement = &step->range.script->statements[step->range.first];
	size_t length_bytes = statement->length_bytes < JOURNAL_STATEMENT_BYTES
	                          ? statement->length_bytes
	                          : JOURNAL_STATEMENT_BYTES;

	/* Not through the middle of a character. */
	while (length_bytes > 0 && length_bytes < statement->length_bytes &&
	       ((unsigned char)step->range.script->text[statement->offset_bytes + length_bytes] &
	        0xC0) == 0x80)
		length_bytes--;
	return memory_copy_bytes(step->range.script->text + statement->offset_bytes, length_bytes);
}

static bool
run_step(struct schema_run *run, const struct step *step, struct failure *failure)
{
	cleanup_memory char *statement = first_words(step);
	struct journal_entry entry = journal_entry_of(run, step, statement);

	if (step->number < run->resumed_step_count)
		return true;
	return step->is_outside ? run_outside_step(run, step, &entry, failure)
	                        : run_transactional_step(run, step, &entry, failure);
}

static bool
prepare(struct schema_run *run, struct failure *failure)
{
	const struct database *database = run->application->database;
	struct session *session = run->connection->session;
	struct step none = {0};
	struct journal_entry entry = journal_entry_of(run, &none, "");
	size_t dropped_count = 0;

	if (!begin(run, failure) || !record_prepare(run, failure) ||
	    (!run->observed.schema_exists &&
	     !database->catalog->create_schema(session, run->schema->name, failure)) ||
	    !commit(run, failure) ||
	    !database->ledger->journal_done_count(session, &run->ledger, &entry,
	                                          &run->resumed_step_count, failure) ||
	    !database->catalog->drop_invalid_indexes(session, run->schema->name, &dropped_count,
	                                             failure))
		return false;
	if (dropped_count > 0)
		log_warning("%s: %zu invalid indexes, left by a concurrent build that was cut off, were "
		            "dropped to be built again",
		            run->schema->source, dropped_count);
	if (run->resumed_step_count > 0)
		log_info("%s: going on after step %lld of a run that was cut off", run->schema->source,
		         (long long)run->resumed_step_count);
	return true;
}

static bool
prove_and_record(struct schema_run *run, struct failure *failure)
{
	cleanup_definitions struct definitions live = {0};
	const struct catalog_operations *catalog = run->application->database->catalog;

	run->outcome = run->observed.is_recorded ? OUTCOME_CHANGED : OUTCOME_CREATED;
	if (!begin(run, failure) ||
	    !catalog->definitions(run->connection->session, run->schema, &live, failure) ||
	    !record_run(run, &live, failure) || !commit(run, failure))
		return false;
	run->object_count = (int64_t)definitions_count(&live);
	crash_point("committed");
	return true;
}

bool
journaled_steps_run(struct schema_run *run, struct failure *failure)
{
	if (run->observed.is_behind_pooler)
	{
		fail(failure, FAILURE_SETTINGS,
		     "%s has statements that cannot run in a transaction, and between here and database "
		     "\"%s\" is a connection pooler that may give each statement another session",
		     run->schema->source, run->schema->database);
		return fail_hint(failure,
		                 "Set POSTGRES_HOST and POSTGRES_PORT to the server's own address.");
	}
	return prepare(run, failure) && for_each_step(run, run_step, failure) &&
	       prove_and_record(run, failure);
}
