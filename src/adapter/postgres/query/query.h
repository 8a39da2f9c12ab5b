#ifndef ADAPTER_POSTGRES_QUERY_QUERY_H
#define ADAPTER_POSTGRES_QUERY_QUERY_H

/*
 * Queries to the server, in as few messages as possible.
 *
 * A message is one simple-protocol Query: what was deferred, then what needs an
 * answer, all in one round trip and, outside a transaction, in one implicit
 * transaction. Parameters ($1, $2, ...) are put into the text (query_parameter.h), so a file
 * may hold several statements, and a DO block before the SELECT that needs it.
 * A literal has no type of its own: write $1::text or $1::name[] where it matters.
 *
 * Every message of a transaction runs under the pinned settings (search_path is pg_catalog,
 * pg_temp; no timeouts; ISO dates in UTC), set for that transaction only: behind a pooler a
 * session's settings would leak to other clients.
 *
 * purpose  reads after "cannot": "read the ledger"; a string that outlives the message
 * Failures: the server's refusal by SQLSTATE (adapter/postgres/wire/sqlstate.h); FAILURE_TRANSIENT
 * with connection_lost, for an answer of another shape with REASON_FALSE_ANSWER;
 * FAILURE_INTERRUPTED after the statement has been cancelled. After a failure no deferred query is
 * left in the session.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adapter/postgres/query/query_parameter.h"
#include "adapter/postgres/query/query_rows.h"
#include "adapter/postgres/wire/answer.h"
#include "adapter/postgres/wire/session_properties.h"
#include "base/failure.h"
#include "base/text.h"

struct session;

/* A file under adapter/postgres/sql and what goes into its $1, $2, ... */
struct query
{
	const char *file; /* "sql/ledger_record.sql" */
	const char *purpose;
	const struct answer_shape *answer; /* outlives the rows; NULL: the answer is not read */
	const struct query_parameter *parameters;
	size_t parameter_count;
	int64_t limit_ms; /* for the answer to each statement; 0: ANSWER_LIMIT_MS */
};

#define NO_ANSWER NULL

/* QUERY("sql/lock_try.sql", "take the lock", &lock_answer, as_integer(key)): a struct query in place. */
#define QUERY(file_, purpose_, answer_, ...)                                              \
	(&(const struct query){                                                               \
		.file = (file_),                                                                  \
		.purpose = (purpose_),                                                            \
		.answer = (answer_),                                                              \
		.parameters = (const struct query_parameter[]){as_text(NULL), ##__VA_ARGS__} + 1, \
		.parameter_count =                                                                \
			sizeof((const struct query_parameter[]){as_text(NULL), ##__VA_ARGS__}) /      \
				sizeof(struct query_parameter) -                                          \
			1})

/*
 * Sends what was deferred and this query, and waits for the answer.
 *
 * rows  the rows of the last statement of the file that returns rows; NULL if they are not wanted.
 *       They have been checked against query->answer, which is required if they are wanted. The
 *       caller frees them with rows_free().
 */
bool query_run(struct session *session, const struct query *query, struct rows **rows,
               struct failure *failure);

/*
 * The same for an answer of exactly one row (ROWS_ONE), which is read into item.
 *
 * rows  owns the texts of the item; NULL for an item without texts
 *
 * FAILURE_BUG for a query whose answer may have another number of rows, or texts without an owner.
 */
bool query_run_row(struct session *session, const struct query *query, struct rows **rows,
                   void *item, struct failure *failure);

/* Several queries in one message; rows[i] belongs to queries[i], NULL where that has no answer. */
bool query_run_all(struct session *session, const struct query *queries, size_t count,
                   struct rows **rows, struct failure *failure);

/*
 * Leaves the query to the next message, whose sender gets its failure. Only inside a transaction;
 * its answer cannot be read.
 */
bool query_defer(struct session *session, const struct query *query, struct failure *failure);

/* For a query whose answer does not matter: deferred in a transaction, sent at once outside. */
bool query_do(struct session *session, const struct query *query, struct failure *failure);

/*
 * For a query that releases something, like a lock: sent even after a stop signal, but then for a
 * fraction of a second only.
 */
bool query_run_at_last(struct session *session, const struct query *query, struct failure *failure);
bool query_read_at_last(struct session *session, const struct query *query, struct rows **rows,
                        struct failure *failure);

/*
 * Hands over row by row, so that memory does not grow with their number.
 * Each call gets a set of exactly one row, valid during the call. False from
 * the receiver stops: the statement is cancelled and its failure handed on.
 */
struct row_receiver
{
	void *context;
	bool (*receive)(void *context, const struct rows *row, struct failure *failure);
};
bool query_stream(struct session *session, const struct query *query,
                  const struct row_receiver *receiver, struct failure *failure);

/*
 * Hands over the lines of a COPY ... TO STDOUT, in PostgreSQL's text format (manual, COPY), which
 * may be changed in place. The table's rows are read as they are: nothing is planned, and so
 * nothing is evaluated. False from the receiver stops.
 */
struct line_receiver
{
	void *context;
	bool (*receive)(void *context, char *line, size_t length_bytes, struct failure *failure);
};
bool query_copy_out(struct session *session, const struct query *query,
                    const struct line_receiver *receiver, struct failure *failure);

/* Like query_run(), for a statement that the caller (or the server, by format('%I')) has written. */
struct statement_text
{
	const char *purpose;
	const char *sql;
	const struct answer_shape *answer; /* as in struct query */
	int64_t limit_ms;
	bool is_one; /* whatever semicolons are in it: the body of a function, the actions of a rule */
};
bool statement_read(struct session *session, const struct statement_text *statement,
                    struct rows **rows, struct failure *failure);

/* The answer is not read. */
bool statement_run(struct session *session, const char *purpose, const char *sql,
                   struct failure *failure);
bool statement_run_at_last(struct session *session, const char *purpose, const char *sql,
                           struct failure *failure);
bool statement_defer(struct session *session, const char *purpose, const char *sql,
                     struct failure *failure);

bool statement_do(struct session *session, const char *purpose, const char *sql,
                  struct failure *failure);

/* One statement that may not run in a transaction block: CREATE DATABASE, DROP INDEX CONCURRENTLY. */
bool statement_run_outside(struct session *session, const struct statement_text *statement,
                           struct failure *failure);

/*
 * The text of a query's file with its parameters put in, and how many statements that are.
 * FAILURE_BUG if the file is not there or wants a parameter that is not given.
 */
bool query_make_text(const struct session *session, const struct query *query, struct text *sql,
                     size_t *statement_count, struct failure *failure);

#endif
