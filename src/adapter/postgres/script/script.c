#include "adapter/postgres/script/script.h"

#include <string.h>

#include "adapter/postgres/lock.h"
#include "adapter/postgres/query/query.h"
#include "adapter/postgres/script/script_range.h"
#include "adapter/postgres/script/script_scan.h"
#include "adapter/postgres/script/script_source.h"
#include "adapter/postgres/wire/session_exchange.h"
#include "domain/script_parameter.h"

static const struct message_receiver nobody;

/* Unqualified names mean the script's schema, whatever an earlier script has set. */
static bool
append_search_path(struct session *session, bool is_local, struct failure *failure)
{
	cleanup_text struct text sql = TEXT_EMPTY;
	size_t statement_count = 0;
	const struct query *query = QUERY("sql/script_search_path.sql", "set the search path",
	                                  NO_ANSWER, as_text(session->schema), as_flag(is_local));

	if (session->schema == NULL)
		return true;
	if (!query_make_text(session, query, &sql, &statement_count, failure))
		return false;
	message_append(&session->deferred, query->purpose, text_bytes(&sql), statement_count);
	return true;
}

/* Waits for the next message that needs an answer, and travels with it. */
static bool
run_inside(struct session *session, const struct script_range *range,
           const struct progress *progress, struct failure *failure)
{
	/* The program's own scripts leave lock_timeout alone. */
	const struct lock_bound bound = {
		.limit_ms = range->script->is_quick ? 0 : session->lock_timeout_ms,
		.is_told = &session->lock_bound_is_told,
	};

	session_prepare_message(session);
	if (!append_search_path(session, true, failure))
		return false;
	script_source_append(&session->deferred, range, progress, &bound);

	/* The script may change any of them. */
	session_forget_pins(session);
	session->identity_may_differ = true;
	session->script_has_run = true;
	if (!range->script->is_quick)
	{
		session->has_traces = true;
		session->clean_is_sent = false;
	}
	return true;
}

static bool
is_marked(const struct script_range *range)
{
	return range->script->statements[script_range_first(range)].is_marked_outside;
}

/*
 * What cannot be in a transaction waits for the transactions of others, as long as they take. What
 * a marker puts outside may be anything (CALL, DO): it waits no longer than it would inside.
 */
static void
prepare_marked(struct session *session, const struct script_range *range)
{
	cleanup_text struct text sql = TEXT_EMPTY;

	if (!is_marked(range))
		return;
	text_append_format(&sql, "set lock_timeout=%lld", (long long)session->question_lock_timeout_ms);
	message_append(&session->deferred, "bound the wait for locks", text_bytes(&sql), 1);
	session->identity_may_differ = session->has_traces = true;
	session->clean_is_sent = false;
}

/* Whoever took it meanwhile is waited for when the next transaction begins. */
static bool
keep_lock(struct session *session, const struct script_range *range, struct failure *failure)
{
	return !session->holds_lock || !is_marked(range) || lock_keep(session, failure);
}

static bool
run_outside(struct session *session, const struct script_range *range,
            const struct progress *progress, struct failure *failure)
{
	bool is_done = true;

	if (session->properties.is_behind_pooler)
	{
		const struct statement *statement = &range->script->statements[script_range_first(range)];

		(void)fail(
			failure, FAILURE_SETTINGS,
			"a statement that cannot run in a transaction cannot run behind a pooler either");
		script_place(range->script, statement->offset_bytes, &failure->place);
		return fail_hint(
			failure, "Give the direct address of the server in POSTGRES_HOST and POSTGRES_PORT.");
	}
	if (!session_pin_for_outside(session, failure) || !append_search_path(session, false, failure))
		return false;
	prepare_marked(session, range);
	if (session->deferred.part_count > 0 && !message_exchange(session, &nobody, failure))
		return false;
	for (size_t place = script_range_first(range); is_done && place < script_range_end(range);
	     place = script_range_next(range, place))
	{
		struct script_range alone = {.script = range->script, .first = place, .count = 1};

		script_source_append_outside(&session->deferred, &alone, progress);
		is_done = message_exchange(session, &nobody, failure);
	}
	session_forget_pins(session);
	return is_done && keep_lock(session, range, failure);
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

static bool
script_ran_out_of_time(struct session *session, const struct failure *canceled)
{
	static const char purpose[] = "run into statement_timeout";
	cleanup_text struct text expected = TEXT_EMPTY;
	struct failure said = {0};

	if (session->transaction_is_open ||
	    query_run(session, QUERY("sql/script_timeout.sql", purpose, NO_ANSWER), NULL, &said))
		return false;
	text_append_format(&expected, "cannot %s: %s", purpose, canceled->message);
	return said.reason == REASON_CANCELED && strcmp(said.message, text_bytes(&expected)) == 0;
}

/* The program has made the schema before; a script that drops it makes it itself. */
static bool
makes_schema_again(const struct script *script, const char *text, size_t length_bytes)
{
	return script->schema != NULL && statement_creates_schema(text, length_bytes, script->schema);
}

static void
script_adapt(struct session *session, struct script *script)
{
	bool has_schema = true;

	for (size_t index = 0; index < script->statement_count; index++)
	{
		struct statement *statement = &script->statements[index];
		const char *text = script->text + statement->offset_bytes;
		size_t length_bytes = statement->length_bytes;

		if (statement->class != STATEMENT_TRANSACTIONAL)
			continue;
		if (statement_begins(text, length_bytes, "drop schema") ||
		    statement_begins(text, length_bytes, "alter schema . rename"))
			has_schema = false;
		if (has_schema && makes_schema_again(script, text, length_bytes))
			statement->class = STATEMENT_SKIPPED;
		if (statement_sets_unknown_default(text, length_bytes,
		                                   session->properties.server_version_num))
			statement->class = STATEMENT_UNKNOWN_DEFAULT;
		script_let_go(script, statement);
	}
}

const struct script_operations postgres_script_operations = {
	.scan = script_scan,
	.adapt = script_adapt,
	.run = script_run,
	.ran_out_of_time = script_ran_out_of_time,
};
