#include "adapter/postgres/script.h"

#include <stdlib.h>

#include "adapter/postgres/query_text.h"
#include "adapter/postgres/script_failure.h"
#include "adapter/postgres/script_pipeline.h"
#include "adapter/postgres/script_range.h"
#include "adapter/postgres/script_scan.h"
#include "adapter/postgres/session_exchange.h"
#include "base/memory.h"

static const struct message_receiver nobody;

static const struct statement *
statement_at(const struct script_range *range, size_t index)
{
	size_t place = script_range_first(range);

	while (index-- > 0)
		place = script_range_next(range, place);
	return &range->script->statements[place];
}

static bool
give_copy_data(void *context, size_t index, const char **data, size_t *length_bytes)
{
	const struct script_range *range = context;
	const struct statement *statement = statement_at(range, index);

	*data = range->script->text + statement->data_offset_bytes;
	*length_bytes = statement->data_length_bytes;
	return statement->class == STATEMENT_COPY_STDIN;
}

/* The byte of the script at an offset into the text that was sent. */
static size_t
offset_in_script(const struct script_range *range, size_t offset_bytes)
{
	const struct script *script = range->script;
	size_t place = script_range_first(range);

	for (;;)
	{
		const struct statement *statement = &script->statements[place];
		size_t next = script_range_next(range, place);

		if (offset_bytes <= statement->length_bytes || next >= script_range_end(range))
			return statement->offset_bytes + offset_bytes;
		offset_bytes -= statement->length_bytes + SCRIPT_SEPARATOR_BYTES;
		place = next;
	}
}

static void
refuse(void *context, const struct message_refusal *refusal, struct failure *failure)
{
	const struct script_range *range = context;

	script_fail(failure, refusal->result, range->script,
	            refusal->has_offset ? offset_in_script(range, refusal->offset_bytes)
	                                : statement_at(range, refusal->statement)->offset_bytes);
}

/* Unqualified names mean the script's schema, whatever an earlier script has set. */
static bool
append_search_path(struct session *session, bool is_local, struct failure *failure)
{
	cleanup_text struct text sql = TEXT_EMPTY;
	size_t statement_count = 0;
	const struct query *query = QUERY("sql/script_search_path.sql", "set the search path",
	                                  session->schema, is_local ? "true" : "false");

	if (session->schema == NULL)
		return true;
	if (!query_text_make(session, query, &sql, &statement_count, failure))
		return false;
	message_append(&session->deferred, query->purpose, text_bytes(&sql), statement_count);
	return true;
}

/* Adds the statements to the message that waits. The script is borrowed until it is sent. */
static void
append_range(struct session *session, const struct script_range *range)
{
	cleanup_text struct text sql = TEXT_EMPTY;
	size_t statement_count = script_range_append(range, &sql);
	struct script_range *copy = memory_allocate(1, sizeof *copy);

	*copy = *range;
	message_append(&session->deferred, "run the script", text_bytes(&sql), statement_count);
	message_own_last_part(&session->deferred, &(struct message_part_owner){
												  .context = copy,
												  .copy = give_copy_data,
												  .refuse = refuse,
												  .free = free,
											  });
}

static bool
has_copy_data(const struct script_range *range)
{
	for (size_t place = script_range_first(range); place < script_range_end(range);
	     place = script_range_next(range, place))
	{
		if (range->script->statements[place].class == STATEMENT_COPY_STDIN)
			return true;
	}
	return false;
}

static bool
run_inside(struct session *session, const struct script_range *range,
           const struct progress *progress, struct failure *failure)
{
	session_prepare_message(session);
	if (!append_search_path(session, true, failure))
		return false;

	/* The script may change any of them. */
	session_forget_pins(session);
	session->identity_may_differ = true;
	/* COPY does not go through libpq's pipeline. */
	if (progress->wants_statements && !has_copy_data(range))
		return script_pipeline_run(session, range, progress, failure);
	append_range(session, range);
	return true;
}

static bool
run_outside(struct session *session, const struct script_range *range,
            const struct progress *progress, struct failure *failure)
{
	size_t done_count = 0;
	bool is_done = true;

	if (session->facts.is_behind_pooler)
	{
		const struct statement *statement = &range->script->statements[script_range_first(range)];

		(void)fail(
			failure, FAILURE_SETTINGS,
			"a statement that cannot run in a transaction cannot run behind a pooler either");
		script_place(range->script, statement->offset_bytes, &failure->place);
		return fail_hint(
			failure, "Give the direct address of the server in POSTGRES_HOST and POSTGRES_PORT.");
	}
	if (!session_pin_for_outside(session, failure) ||
	    !append_search_path(session, false, failure) ||
	    (session->deferred.part_count > 0 &&
	     !message_exchange(session, &(struct message_receiver){0}, failure)))
		return false;
	for (size_t place = script_range_first(range); is_done && place < script_range_end(range);
	     place = script_range_next(range, place))
	{
		struct script_range alone = {.script = range->script, .first = place, .count = 1};

		append_range(session, &alone);
		is_done = message_exchange(session, &nobody, failure);
		if (is_done)
			progress->count(progress->context, "statement", ++done_count,
			                script_range_sent_count(range));
	}
	session_forget_pins(session);
	return is_done;
}

static bool
script_run(struct session *session, const struct script_range *range,
           const struct progress *progress, struct failure *failure)
{
	if (script_range_sent_count(range) == 0)
		return true;
	return session->transaction_is_open ? run_inside(session, range, progress, failure)
	                                    : run_outside(session, range, progress, failure);
}

const struct script_operations postgres_script_operations = {
	.scan = script_scan,
	.run = script_run,
};
