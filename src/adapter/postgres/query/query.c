#include "adapter/postgres/query/query.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/embedded/embedded_file.h"
#include "adapter/postgres/query/query_text.h"
#include "adapter/postgres/wire/session_exchange.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/stop_signal.h"

enum
{
	/* The rest of the second after a stop signal, after cancelling and rolling back. */
	LAST_LIMIT_MS = 150
};

static const struct message_receiver nobody;

/* Which answers are wanted: results[i] is for the part first_part + i. */
struct answers
{
	PGresult **results;
	size_t first_part;
	size_t count;
	const struct query *streamed; /* its rows go to the receiver instead */
	const struct row_receiver *receiver;
	bool is_last; /* asked even after a stop signal */
};

static bool
answers_stream_row(const struct answers *answers, PGresult *result, struct failure *failure)
{
	const struct query *query = answers->streamed;
	cleanup_rows struct rows *row = NULL;

	return rows_make(result, query->answer, query->purpose, &row, failure) &&
	       answers->receiver->receive(answers->receiver->context, row, failure);
}

static bool
answers_receive(void *context, const struct message_position *position, PGresult *result,
                struct failure *failure)
{
	struct answers *answers = context;
	size_t part = position->part;
	bool is_wanted = part >= answers->first_part && part < answers->first_part + answers->count;

	if (is_wanted && answers->receiver != NULL && PQresultStatus(result) == PGRES_SINGLE_TUPLE)
		return answers_stream_row(answers, result, failure);
	/* The last statement that gives rows wins. */
	if (!is_wanted || answers->results == NULL || PQresultStatus(result) != PGRES_TUPLES_OK)
	{
		PQclear(result);
		return true;
	}

	PGresult **target = &answers->results[part - answers->first_part];

	PQclear(*target);
	*target = result;
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
	if (answers->is_last && stop_signal_was_received())
		return message_exchange_within(session, &receiver, LAST_LIMIT_MS, failure);
	return message_exchange(session, &receiver, failure);
}

bool
query_make_text(const struct session *session, const struct query *query, struct text *sql,
                size_t *statement_count, struct failure *failure)
{
	const struct embedded_file *file = embedded_file_find(query->file);

	if (file == NULL)
		return fail(failure, FAILURE_BUG, "cannot %s: the program has no query %s", query->purpose,
		            query->file);

	struct text *literals = memory_allocate(query->parameter_count, sizeof *literals);
	const char **values = memory_allocate(query->parameter_count, sizeof *values);

	for (size_t index = 0; index < query->parameter_count; index++)
	{
		query_parameter_append(session, &literals[index], &query->parameters[index]);
		values[index] = text_bytes(&literals[index]);
	}

	bool is_whole =
		query_text_fill(file->text, values, query->parameter_count, sql, statement_count);

	for (size_t index = 0; index < query->parameter_count; index++)
		text_wipe_and_free(&literals[index]);
	free(literals);
	free(values);
	if (!is_whole)
		return fail(failure, FAILURE_BUG, "cannot %s: %s wants more parameters", query->purpose,
		            query->file);
	return true;
}

static bool
query_append(struct session *session, const struct query *query, struct failure *failure)
{
	cleanup_text struct text sql = TEXT_EMPTY;
	size_t statement_count = 0;

	if (!query_make_text(session, query, &sql, &statement_count, failure))
		return false;
	message_append(&session->deferred, query->purpose, text_bytes(&sql), statement_count);
	message_limit_last_part(&session->deferred, query->limit_ms);
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

/* Each result becomes the rows of its question, or is cleared; all rows or none. */
static bool
answers_take_rows(struct answers *answers, const struct query *queries, struct rows **rows,
                  struct failure *failure)
{
	bool is_done = true;

	for (size_t index = 0; index < answers->count; index++)
		rows[index] = NULL;
	for (size_t index = 0; index < answers->count && is_done; index++)
	{
		const struct query *query = &queries[index];

		if (query->answer != NULL)
			is_done = rows_make(take(answers->results[index]), query->answer, query->purpose,
			                    &rows[index], failure);
	}
	for (size_t index = 0; index < answers->count && !is_done; index++)
		rows_free(take(rows[index]));
	return is_done;
}

bool
query_run_all(struct session *session, const struct query *queries, size_t count,
              struct rows **rows, struct failure *failure)
{
	struct answers answers = {.results = memory_allocate(count, sizeof(PGresult *)),
	                          .count = count};
	bool is_done = true;

	session_prepare_message(session);
	for (size_t index = 0; index < count && is_done; index++)
		is_done = query_append(session, &queries[index], failure);
	is_done = is_done ? query_exchange(session, &answers, failure) : query_forget(session);
	if (is_done && rows != NULL)
		is_done = answers_take_rows(&answers, queries, rows, failure);
	for (size_t index = 0; index < count; index++)
		PQclear(answers.results[index]);
	free(answers.results);
	return is_done;
}

bool
query_run(struct session *session, const struct query *query, struct rows **rows,
          struct failure *failure)
{
	return query_run_all(session, query, 1, rows, failure);
}

/* Whether an item of this shape points into the rows. */
static bool
borrows_texts(const struct answer_shape *shape)
{
	for (size_t index = 0; index < shape->column_count; index++)
		if (shape->columns[index].form == COLUMN_TEXT || shape->columns[index].form == COLUMN_ARRAY)
			return true;
	return false;
}

bool
query_run_row(struct session *session, const struct query *query, struct rows **rows, void *item,
              struct failure *failure)
{
	cleanup_rows struct rows *found = NULL;

	if (query->answer == NULL || query->answer->row_count != ROWS_ONE)
		return fail(failure, FAILURE_BUG, "cannot %s: %s is not asked for exactly one row",
		            query->purpose, query->file);
	if (rows == NULL && borrows_texts(query->answer))
		return fail(failure, FAILURE_BUG, "cannot %s: nothing owns the texts of %s", query->purpose,
		            query->file);
	if (!query_run(session, query, &found, failure))
		return false;
	rows_read(found, 0, item);
	if (rows != NULL)
		*rows = take(found);
	return true;
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
	struct answers answers = {.count = 1, .is_last = true};

	return query_append(session, query, failure) ? query_exchange(session, &answers, failure)
	                                             : query_forget(session);
}

bool
query_read_at_last(struct session *session, const struct query *query, struct rows **rows,
                   struct failure *failure)
{
	PGresult *result = NULL;
	struct answers answers = {.count = 1, .results = &result, .is_last = true};

	session_prepare_message(session);
	if (!query_append(session, query, failure))
		return query_forget(session);

	bool is_done = query_exchange(session, &answers, failure);

	is_done = is_done && answers_take_rows(&answers, query, rows, failure);
	PQclear(result);
	return is_done;
}

bool
query_stream(struct session *session, const struct query *query,
             const struct row_receiver *receiver, struct failure *failure)
{
	struct answers answers = {.count = 1, .streamed = query, .receiver = receiver};

	session_prepare_message(session);
	if (!query_append(session, query, failure))
		return query_forget(session);
	return query_exchange(session, &answers, failure);
}

bool
query_copy_out(struct session *session, const struct query *query,
               const struct line_receiver *receiver, struct failure *failure)
{
	const struct message_receiver lines = {.context = receiver->context,
	                                       .receive_line = receiver->receive};

	session_prepare_message(session);
	return query_append(session, query, failure) ? message_exchange(session, &lines, failure)
	                                             : query_forget(session);
}

bool
statement_read(struct session *session, const struct statement_text *statement, struct rows **rows,
               struct failure *failure)
{
	PGresult *result = NULL;
	struct answers answers = {.count = 1, .results = &result};

	session_prepare_message(session);
	message_append(&session->deferred, statement->purpose, statement->sql,
	               statement->is_one ? 1 : query_text_count_statements(statement->sql));
	message_limit_last_part(&session->deferred, statement->limit_ms);

	bool is_done = query_exchange(session, &answers, failure);

	if (is_done && rows != NULL && statement->answer != NULL)
		is_done = rows_make(take(result), statement->answer, statement->purpose, rows, failure);
	PQclear(result);
	return is_done;
}

bool
statement_run(struct session *session, const char *purpose, const char *sql,
              struct failure *failure)
{
	const struct statement_text statement = {.purpose = purpose, .sql = sql};

	return statement_read(session, &statement, NULL, failure);
}

bool
statement_run_at_last(struct session *session, const char *purpose, const char *sql,
                      struct failure *failure)
{
	struct answers answers = {.count = 1, .is_last = true};

	session_prepare_message(session);
	message_append(&session->deferred, purpose, sql, query_text_count_statements(sql));
	return query_exchange(session, &answers, failure);
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
	                                    : statement_run(session, purpose, sql, failure);
}

bool
statement_run_outside(struct session *session, const struct statement_text *statement,
                      struct failure *failure)
{
	if (session->transaction_is_open)
		return fail(failure, FAILURE_BUG, "cannot %s: a transaction is open", statement->purpose);
	if (!session_pin_for_outside(session, failure))
		return false;
	message_append(&session->deferred, statement->purpose, statement->sql, 1);
	message_limit_last_part(&session->deferred, statement->limit_ms);
	return message_exchange(session, &nobody, failure);
}
