#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/wire/session_clean.h"
#include "adapter/postgres/wire/session_exchange_pipeline.h"
#include "base/cleanup.h"
#include "base/memory.h"

/*
 * Parse, Bind and Execute for each statement, and one Sync: libpq's pipeline. The server takes one
 * statement in a Parse, so it refuses what our lexer failed to cut.
 *
 * libpq keeps the text of what is not answered yet. So no more is sent than WINDOW_BYTES ahead of
 * the answers, and the server is asked now and then for those that it has (Flush): else it would
 * keep small ones until the Sync.
 * Sending never waits for answers and answers are taken while there is something to send: neither
 * side can fill the socket while the other does the same.
 *
 * COPY ... FROM stdin ends a pipeline, because libpq supports none in it; another one begins after
 * it.
 */
enum
{
	/* Enough to keep a server busy that is 50 ms away and reads 5 MB a second. */
	WINDOW_BYTES = 262144,
	/* What libpq and the protocol add to each. */
	STATEMENT_BYTES = 100,
	/* So that answers come, and make room, long before the window is full. */
	FLUSH_BYTES = WINDOW_BYTES / 4
};

PGconn *
pipeline_connection(const struct pipeline *pipeline)
{
	return pipeline->exchange->session->connection;
}

bool
pipeline_lose(struct pipeline *pipeline)
{
	const char *why = PQerrorMessage(pipeline_connection(pipeline));

	return exchange_lose(pipeline->exchange, why[0] != '\0' ? why : "the server closed it");
}

/* Of the statement whose answer comes next; NULL for what is ours. */
static const struct message_source *
awaited_source(const struct pipeline *pipeline)
{
	size_t part = pipeline->answered.position.part;

	if (pipeline->pending_count == 0 || pipeline->message->parts[part].source.context == NULL)
		return NULL;
	return &pipeline->message->parts[part].source;
}

/* A failure that is none of the server's, with the place of the statement whose answer comes next. */
void
pipeline_fail(struct pipeline *pipeline, const char *why)
{
	const struct message_source *source = awaited_source(pipeline);
	struct failure ignored;
	struct failure *failure = exchange_failure(pipeline->exchange, &ignored);

	(void)fail(failure, FAILURE_DDL, "%s", why);
	if (source != NULL)
		source->locate(source->context, pipeline->answered.position.statement, &failure->place);
}

/* The server does what PostgreSQL never does: nothing that it sends can be trusted any more. */
bool
pipeline_break_off(struct pipeline *pipeline, const char *why)
{
	if (awaited_source(pipeline) == NULL)
		return exchange_lose(pipeline->exchange, why);
	pipeline_fail(pipeline, why);
	pipeline->exchange->failure->connection_lost = true;
	pipeline->exchange->session->is_lost = true;
	return false;
}

static bool
send_text(const struct pipeline *pipeline, const char *sql, size_t length_bytes)
{
	cleanup_memory char *text = memory_copy_bytes(sql, length_bytes);

	return PQsendQueryParams(pipeline_connection(pipeline), text, 0, NULL, NULL, NULL, NULL, 0) !=
	       0;
}

bool
pipeline_send(struct pipeline *pipeline, const struct message_statement *statement)
{
	if (!send_text(pipeline, statement->sql, statement->length_bytes))
		return false;
	message_cursor_advance(&pipeline->sent, statement);
	pipeline->pending_bytes += statement->length_bytes + STATEMENT_BYTES;
	if (pipeline->pending_count++ == 0)
		(void)message_cursor_peek(pipeline->message, &pipeline->answered, &pipeline->awaited);
	return true;
}

/* A statement each; none of them has a semicolon in it. */
static bool
send_rollback(struct pipeline *pipeline)
{
	cleanup_text struct text sql = TEXT_EMPTY;
	size_t statement_count = session_append_rollback(pipeline->exchange->session, &sql);
	const char *statement = text_bytes(&sql);

	for (size_t index = 0; index < statement_count; index++)
	{
		size_t length_bytes = strcspn(statement, ";");

		if (!send_text(pipeline, statement, length_bytes))
			return false;
		pipeline->rollback_count++;
		statement += length_bytes + 1;
	}
	return true;
}

/*
 * Outside of a transaction block, where a script might have ended it, Sync commits. So what is cut
 * short is rolled back before; after a refusal the server passes over that, and savepoints live on.
 */
static bool
send_end(struct pipeline *pipeline)
{
	pipeline->is_synced = true;
	if (pipeline->is_cut_short && pipeline->exchange->session->transaction_is_open &&
	    !send_rollback(pipeline))
		return false;
	return PQpipelineSync(pipeline_connection(pipeline)) != 0;
}

static bool
flush_if_due(struct pipeline *pipeline, const struct message_statement *sent)
{
	pipeline->unflushed_bytes += sent->length_bytes + STATEMENT_BYTES;
	if (!sent->wants_answer && pipeline->unflushed_bytes < FLUSH_BYTES)
		return true;
	pipeline->unflushed_bytes = 0;
	return PQsendFlushRequest(pipeline_connection(pipeline)) != 0;
}

static bool
send_next(struct pipeline *pipeline)
{
	struct message_statement next = {0};

	if (pipeline->is_cut_short || !message_cursor_peek(pipeline->message, &pipeline->sent, &next) ||
	    next.is_copy)
		return send_end(pipeline);
	return pipeline_send(pipeline, &next) && flush_if_due(pipeline, &next);
}

static bool
window_is_full(const struct pipeline *pipeline)
{
	return pipeline->pending_count > 0 && pipeline->pending_bytes >= WINDOW_BYTES;
}

/* Sends as much as may be on its way; false: the session is lost. */
static bool
send_what_fits(struct pipeline *pipeline)
{
	const struct exchange *exchange = pipeline->exchange;

	while (!pipeline->is_synced)
	{
		pipeline->is_cut_short = exchange->has_failed || exchange_is_stopped(exchange);
		if (!pipeline->is_cut_short && window_is_full(pipeline))
			return true;
		if (!send_next(pipeline))
			return pipeline_lose(pipeline);
	}
	return true;
}

/* The rows of a script are not read: libpq must not gather them. */
static void
take_rows_singly(const struct pipeline *pipeline)
{
	if (pipeline->exchange->receiver->by_row || awaited_source(pipeline) != NULL)
		(void)PQsetSingleRowMode(pipeline_connection(pipeline));
}

/* Each statement of a pipeline has its characters counted from its own start. */
void
pipeline_refuse(struct pipeline *pipeline, const PGresult *result)
{
	const struct message_source *source = awaited_source(pipeline);
	const char *character = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
	struct message_refusal refusal = {
		.result = result,
		.statement = pipeline->answered.position.statement,
		.has_offset = character != NULL,
	};
	struct failure ignored;

	if (source == NULL || PQresultErrorField(result, PG_DIAG_SQLSTATE) == NULL ||
	    exchange_cancelled(result))
	{
		exchange_refuse(pipeline->exchange, result);
		return;
	}
	if (refusal.has_offset)
		refusal.offset_bytes = message_offset_bytes(
			pipeline->awaited.sql, pipeline->awaited.length_bytes, strtoul(character, NULL, 10));
	source->refuse(source->context, &refusal, exchange_failure(pipeline->exchange, &ignored));
}

void
pipeline_receive(struct pipeline *pipeline, PGresult *result)
{
	const struct message_source *source = awaited_source(pipeline);
	struct exchange *exchange = pipeline->exchange;

	/* A result of no statement: the step to the next statement reports it. */
	if (pipeline->pending_count == 0)
	{
		PQclear(result);
		return;
	}
	if (source == NULL)
	{
		exchange_receive(exchange, result);
		return;
	}
	if (!exchange->has_failed && PQresultStatus(result) != PGRES_SINGLE_TUPLE &&
	    !source->receive(source->context, pipeline->answered.position.statement, result,
	                     exchange->failure))
		exchange->has_failed = true;
	PQclear(result);
}

/* Closes the statement whose answer came. False: there was none. */
bool
pipeline_pass_answered(struct pipeline *pipeline)
{
	pipeline->expects_null = true;
	if (pipeline->pending_count == 0)
	{
		if (pipeline->rollback_count == 0)
			return exchange_distrust(pipeline->exchange, "more statements than it was sent");
		pipeline->rollback_count--;
		return true;
	}
	pipeline->pending_bytes -= pipeline->awaited.length_bytes + STATEMENT_BYTES;
	message_cursor_advance(&pipeline->answered, &pipeline->awaited);
	if (--pipeline->pending_count > 0)
		(void)message_cursor_peek(pipeline->message, &pipeline->answered, &pipeline->awaited);
	return true;
}

static bool
take_null(struct pipeline *pipeline)
{
	if (!pipeline->expects_null || PQstatus(pipeline_connection(pipeline)) == CONNECTION_BAD)
		return pipeline_lose(pipeline);
	pipeline->expects_null = false;
	return true;
}

/* False when the pipeline is at its end, or the session is lost. */
static bool
take_answer(struct pipeline *pipeline)
{
	PGresult *result = PQgetResult(pipeline_connection(pipeline));

	if (result == NULL)
		return take_null(pipeline);
	switch (PQresultStatus(result))
	{
		case PGRES_PIPELINE_SYNC:
			PQclear(result);
			return false;
		case PGRES_COMMAND_OK:
		case PGRES_TUPLES_OK:
		case PGRES_EMPTY_QUERY:
			pipeline_receive(pipeline, result);
			return pipeline_pass_answered(pipeline);
		case PGRES_SINGLE_TUPLE:
			pipeline_receive(pipeline, result);
			return pipeline->pending_count > 0 || pipeline->rollback_count > 0 ||
			       exchange_distrust(pipeline->exchange, "more statements than it was sent");
		case PGRES_PIPELINE_ABORTED:
			PQclear(result);
			return pipeline_pass_answered(pipeline);
		case PGRES_COPY_IN:
		case PGRES_COPY_OUT:
		case PGRES_COPY_BOTH:
			PQclear(result);
			return pipeline_break_off(pipeline,
			                          "the server answers with COPY where the script has none");
		default:
			pipeline_refuse(pipeline, result);
			PQclear(result);
			return !pipeline->exchange->session->is_lost && pipeline_pass_answered(pipeline);
	}
}

/* Everything up to the next COPY. False: the session is lost. */
static bool
run_pipelined(struct pipeline *pipeline)
{
	struct exchange *exchange = pipeline->exchange;

	pipeline->is_synced = pipeline->expects_null = false;
	if (PQenterPipelineMode(pipeline_connection(pipeline)) == 0)
		return pipeline_lose(pipeline);
	do
	{
		if (!send_what_fits(pipeline))
			return false;
		take_rows_singly(pipeline);
		exchange_arm(exchange);
		if (!exchange_wait(exchange))
			return false;
	} while (take_answer(pipeline));
	if (exchange->session->is_lost)
		return false;
	if (pipeline->pending_count > 0 || pipeline->rollback_count > 0 ||
	    PQexitPipelineMode(pipeline_connection(pipeline)) == 0)
		return exchange_distrust(exchange, "fewer statements than it was sent");
	if (pipeline->is_cut_short && !exchange->has_failed)
		exchange_interrupt(exchange);
	return true;
}

/* Whether the transaction that was begun, and no other, is the one after what has been answered. */
static void
check_transaction(struct pipeline *pipeline)
{
	const struct session *session = pipeline->exchange->session;
	struct message_statement next;
	bool is_last = !message_cursor_peek(pipeline->message, &pipeline->sent, &next);
	bool is_open = session->transaction_is_open && !(is_last && session->commit_is_sent);
	PGTransactionStatusType wanted = is_open ? PQTRANS_INTRANS : PQTRANS_IDLE;

	if (pipeline->exchange->has_failed || PQtransactionStatus(session->connection) == wanted)
		return;
	(void)fail(pipeline->exchange->failure, FAILURE_DDL,
	           "the script %s: it must be left to the program",
	           is_open ? "has ended the transaction that it runs in"
	                   : "has begun a transaction of its own");
	pipeline->exchange->failure->reason = REASON_TRANSACTION_ENDED;
	pipeline->exchange->has_failed = true;
}

void
exchange_pipeline(struct exchange *exchange)
{
	struct pipeline pipeline = {
		.exchange = exchange,
		.message = &exchange->session->deferred,
	};
	struct message_statement next = {0};

	exchange->position = &pipeline.answered.position;
	while (!exchange->has_failed && message_cursor_peek(pipeline.message, &pipeline.sent, &next))
	{
		if (next.is_copy ? !pipeline_run_copy(&pipeline, &next) : !run_pipelined(&pipeline))
			break;
		check_transaction(&pipeline);
	}
	exchange->position = NULL;
}
