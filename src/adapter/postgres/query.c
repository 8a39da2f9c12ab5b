#include "adapter/postgres/query.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/query_rows.h"
#include "adapter/postgres/query_text.h"
#include "adapter/postgres/session_exchange.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/stop_signal.h"

enum
{
	/* What cancelling and rolling back leave of the second after a stop signal. */
	LAST_LIMIT_MS = 150
};

static const struct message_receiver nobody;

/* Which answers are wanted: rows[i] is for the part first_part + i. */
struct answers
{
	struct rows **rows;
	size_t first_part;
	size_t count;
	const struct row_receiver *receiver; /* instead of rows */
};

static bool
answers_receive(void *context, const struct message_position *position, PGresult *result,
                struct failure *failure)
{
	struct answers *answers = context;
	size_t part = position->part;
	bool is_wanted = part >= answers->first_part && part < answers->first_part + answers->count;
	ExecStatusType status = PQresultStatus(result);

	if (is_wanted && answers->receiver != NULL && status == PGRES_SINGLE_TUPLE)
	{
		cleanup_rows struct rows *row = rows_new(result);

		return answers->receiver->receive(answers->receiver->context, row, failure);
	}
	/* The last statement that gives rows wins; one without rows counts only if there is no other. */
	struct rows **target =
		is_wanted && answers->rows != NULL ? &answers->rows[part - answers->first_part] : NULL;

	if (target == NULL || (status != PGRES_TUPLES_OK && rows_has_columns(*target)))
	{
		PQclear(result);
		return true;
	}
	rows_free(*target);
	*target = rows_new(result);
	return true;
}

static bool
query_exchange(struct session *session, struct answers *answers, struct failure *failure)
{
	struct message_receiver receiver = {
		.context = answers,
		.receive = answers_receive,
		.by_row = answers->receiver != NULL,
	};

	answers->first_part = session->deferred.part_count - answers->count;
	return message_exchange(session, &receiver, failure);
}

static bool
query_append(struct session *session, const struct query *query, struct failure *failure)
{
	cleanup_text struct text sql = TEXT_EMPTY;
	size_t statement_count = 0;

	if (!query_text_make(session, query, &sql, &statement_count, failure))
		return false;
	message_append(&session->deferred, query->purpose, text_bytes(&sql), statement_count);
	return true;
}

/* A query that could not be written must not leave half a message behind. */
static bool
query_forget(struct session *session)
{
	message_clear(&session->deferred);
	session->settings_are_pinned = false;
	session->session_pin_is_sent = false;
	return false;
}

bool
query_run_all(struct session *session, const struct query *queries, size_t count,
              struct rows **rows, struct failure *failure)
{
	struct answers answers = {.rows = memory_allocate(count, sizeof(struct rows *)),
	                          .count = count};
	bool is_done = true;

	session_prepare_message(session);
	for (size_t index = 0; index < count && is_done; index++)
		is_done = query_append(session, &queries[index], failure);
	is_done = is_done ? query_exchange(session, &answers, failure) : query_forget(session);
	for (size_t index = 0; index < count; index++)
	{
		if (is_done && rows != NULL)
			rows[index] = take(answers.rows[index]);
		rows_free(answers.rows[index]);
	}
	free(answers.rows);
	return is_done;
}

bool
query_run(struct session *session, const struct query *query, struct rows **rows,
          struct failure *failure)
{
	return query_run_all(session, query, 1, rows, failure);
}

bool
query_defer(struct session *session, const struct query *query, struct failure *failure)
{
	if (!session->transaction_is_open)
		return fail(failure, FAILURE_BUG, "cannot %s: deferred outside of a transaction",
		            query->purpose);
	session_prepare_message(session);
	return query_append(session, query, failure) || query_forget(session);
}

bool
query_do(struct session *session, const struct query *query, struct failure *failure)
{
	return session->transaction_is_open ? query_defer(session, query, failure)
	                                    : query_run(session, query, NULL, failure);
}

bool
query_run_at_last(struct session *session, const struct query *query, struct failure *failure)
{
	if (!query_append(session, query, failure))
		return query_forget(session);
	return stop_signal_was_received() ? message_exchange_within(session, LAST_LIMIT_MS, failure)
	                                  : message_exchange(session, &nobody, failure);
}

bool
query_stream(struct session *session, const struct query *query,
             const struct row_receiver *receiver, struct failure *failure)
{
	struct answers answers = {.count = 1, .receiver = receiver};

	session_prepare_message(session);
	if (!query_append(session, query, failure))
		return query_forget(session);
	return query_exchange(session, &answers, failure);
}

bool
statement_run(struct session *session, const char *purpose, const char *sql, struct rows **rows,
              struct failure *failure)
{
	struct rows *answer = NULL;
	struct answers answers = {.count = 1, .rows = &answer};

	session_prepare_message(session);
	message_append(&session->deferred, purpose, sql, query_text_count_statements(sql));

	bool is_done = query_exchange(session, &answers, failure);

	if (is_done && rows != NULL)
		*rows = take(answer);
	rows_free(answer);
	return is_done;
}

bool
statement_defer(struct session *session, const char *purpose, const char *sql,
                struct failure *failure)
{
	if (!session->transaction_is_open)
		return fail(failure, FAILURE_BUG, "cannot %s: deferred outside of a transaction", purpose);
	session_prepare_message(session);
	message_append(&session->deferred, purpose, sql, query_text_count_statements(sql));
	return true;
}

bool
statement_do(struct session *session, const char *purpose, const char *sql, struct failure *failure)
{
	return session->transaction_is_open ? statement_defer(session, purpose, sql, failure)
	                                    : statement_run(session, purpose, sql, NULL, failure);
}

bool
statement_run_outside(struct session *session, const char *purpose, const char *sql,
                      struct failure *failure)
{
	if (session->transaction_is_open)
		return fail(failure, FAILURE_BUG, "cannot %s: a transaction is open", purpose);
	if (!session_pin_for_outside(session, failure))
		return false;
	message_append(&session->deferred, purpose, sql, 1);
	return message_exchange(session, &nobody, failure);
}

static void
append_quoted(struct text *sql, char *quoted)
{
	/* libpq gives NULL for bytes that are not UTF-8; the server is to refuse, not to guess. */
	text_append(sql, quoted != NULL ? quoted : "\"\"");
	PQfreemem(quoted);
}

void
query_append_identifier(const struct session *session, struct text *sql, const char *name)
{
	append_quoted(sql, PQescapeIdentifier(session->connection, name, strlen(name)));
}

void
query_append_literal(const struct session *session, struct text *sql, const char *value)
{
	append_quoted(sql, PQescapeLiteral(session->connection, value, strlen(value)));
}
