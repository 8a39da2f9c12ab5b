#include "adapter/postgres/session_message.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/cancel.h"
#include "adapter/postgres/session.h"
#include "adapter/postgres/sqlstate.h"
#include "adapter/postgres/wait.h"
#include "base/memory.h"
#include "base/stop_signal.h"

/* One exchange as it goes on. */
struct exchange
{
	struct session *session;
	const struct message_receiver *receiver;
	struct failure *failure;
	int64_t deadline_ms;
	bool heeds_stop;
	bool has_failed;
	size_t statement; /* results seen so far */
};

void
message_append(struct message *message, const char *purpose, const char *sql,
               size_t statement_count)
{
	text_append(&message->sql, sql);
	/* A line comment at its end must not swallow the semicolon. */
	text_append(&message->sql, "\n;");
	message->parts =
		memory_resize(message->parts, message->part_count + 1, sizeof message->parts[0]);
	message->parts[message->part_count++] =
		(struct message_part){.purpose = purpose, .statement_count = statement_count};
}

void
message_clear(struct message *message)
{
	text_wipe_and_free(&message->sql);
	message->part_count = 0;
}

void
message_free(struct message *message)
{
	message_clear(message);
	free(message->parts);
	message->parts = NULL;
}

static size_t
message_part_of(const struct message *message, size_t statement)
{
	size_t part = 0;

	while (part + 1 < message->part_count && statement >= message->parts[part].statement_count)
		statement -= message->parts[part++].statement_count;
	return part;
}

static const char *
exchange_purpose(const struct exchange *exchange)
{
	const struct message *message = &exchange->session->deferred;
	size_t part = message_part_of(message, exchange->statement);
	const char *purpose = part < message->part_count ? message->parts[part].purpose : NULL;

	return purpose != NULL ? purpose : "prepare the session";
}

/* The first failure is the cause; what follows from it is not told. */
static struct failure *
exchange_failure(struct exchange *exchange, struct failure *ignored)
{
	struct failure *target = exchange->has_failed ? ignored : exchange->failure;

	exchange->has_failed = true;
	return target;
}

static bool
exchange_lose(struct exchange *exchange, const char *why)
{
	struct failure ignored;
	struct failure *failure = exchange_failure(exchange, &ignored);
	struct session *session = exchange->session;

	(void)fail(failure, FAILURE_TRANSIENT, "lost the connection to %s while trying to %s: %s",
	           session->place, exchange_purpose(exchange), why);
	session->is_lost = true;
	exchange->failure->connection_lost = true;
	return false;
}

static void
exchange_stop(struct exchange *exchange)
{
	cancel_start(exchange->session->connection);
	exchange->heeds_stop = false;
	exchange->deadline_ms = wait_now_ms() + CANCEL_LIMIT_MS;
}

/* The server says nothing, although it was asked to cancel: it will notice that we are gone. */
static bool
exchange_give_up(struct exchange *exchange)
{
	struct failure ignored;
	struct failure *failure = exchange_failure(exchange, &ignored);

	if (stop_signal_was_received())
		(void)stop_signal_fail(failure, exchange_purpose(exchange));
	else
		(void)fail(failure, FAILURE_TRANSIENT, "cannot %s: no answer from %s",
		           exchange_purpose(exchange), exchange->session->place);
	exchange->failure->connection_lost = true;
	exchange->session->is_lost = true;
	return false;
}

static const char *
connection_error(const PGconn *connection)
{
	const char *message = PQerrorMessage(connection);

	return message[0] != '\0' ? message : "the server closed it";
}

/* Waits until a result can be taken without blocking. */
static bool
exchange_wait(struct exchange *exchange)
{
	PGconn *connection = exchange->session->connection;

	while (PQisBusy(connection))
	{
		int unsent = PQflush(connection);

		if (unsent < 0)
			return exchange_lose(exchange, connection_error(connection));

		short events = unsent > 0 ? POLLIN | POLLOUT : POLLIN;

		switch (wait_for_descriptor(PQsocket(connection), events, exchange->deadline_ms,
		                            exchange->heeds_stop))
		{
			case WAIT_STOPPED:
				exchange_stop(exchange);
				break;
			case WAIT_TIMED_OUT:
				return exchange_give_up(exchange);
			case WAIT_READY:
				/* A failure shows as a result, or as a connection that is bad. */
				(void)PQconsumeInput(connection);
				break;
		}
		if (PQstatus(connection) == CONNECTION_BAD && PQisBusy(connection))
			return exchange_lose(exchange, connection_error(connection));
	}
	return true;
}

static void
exchange_refuse(struct exchange *exchange, const PGresult *result)
{
	struct failure ignored;
	const struct message_receiver *receiver = exchange->receiver;

	/* A result without a code is libpq's own: there is no connection any more. */
	if (PQresultErrorField(result, PG_DIAG_SQLSTATE) == NULL)
	{
		(void)exchange_lose(exchange, connection_error(exchange->session->connection));
		return;
	}

	struct failure *failure = exchange_failure(exchange, &ignored);

	if (receiver->refuse != NULL)
		receiver->refuse(receiver->context, result, failure);
	else
		(void)sqlstate_fail(failure, result, exchange_purpose(exchange));
}

/* A result whose rows do not end here counts as a statement only with its last one. */
static bool
exchange_receive(struct exchange *exchange, PGresult *result)
{
	const struct message_receiver *receiver = exchange->receiver;
	bool is_whole = PQresultStatus(result) != PGRES_SINGLE_TUPLE;
	size_t part = message_part_of(&exchange->session->deferred, exchange->statement);

	if (exchange->session->deferred.parts[part].purpose == NULL)
		session_learn(exchange->session, result);
	if (receiver->receive == NULL || exchange->has_failed)
		PQclear(result);
	else if (!receiver->receive(receiver->context, part, result, exchange->failure))
	{
		exchange->has_failed = true;
		exchange_stop(exchange);
	}
	if (is_whole)
		exchange->statement++;
	return true;
}

static bool
exchange_copy(struct exchange *exchange)
{
	PGconn *connection = exchange->session->connection;
	const struct message_receiver *receiver = exchange->receiver;
	struct failure ignored;

	if (receiver->copy != NULL && !exchange->has_failed &&
	    receiver->copy(receiver->context, exchange->statement, connection, exchange->failure))
		return true;
	if (receiver->copy != NULL)
		(void)exchange_failure(exchange, &ignored);
	if (PQstatus(connection) == CONNECTION_BAD)
		return exchange_lose(exchange, connection_error(connection));
	/* The server turns this into an error result, which ends the statement. */
	(void)PQputCopyEnd(connection, "no data for COPY");
	return true;
}

/* False when nothing more can come. */
static bool
exchange_take(struct exchange *exchange)
{
	if (!exchange_wait(exchange))
		return false;

	PGresult *result = PQgetResult(exchange->session->connection);

	if (result == NULL)
		return false;
	switch (PQresultStatus(result))
	{
		case PGRES_COPY_IN:
			PQclear(result);
			return exchange_copy(exchange);
		case PGRES_TUPLES_OK:
		case PGRES_SINGLE_TUPLE:
		case PGRES_COMMAND_OK:
		case PGRES_EMPTY_QUERY:
			return exchange_receive(exchange, result);
		default:
			exchange_refuse(exchange, result);
			PQclear(result);
			return true;
	}
}

static bool
exchange_send(struct exchange *exchange)
{
	struct session *session = exchange->session;

	if (session->is_lost)
	{
		(void)fail(exchange->failure, FAILURE_TRANSIENT, "cannot %s: the connection to %s is gone",
		           exchange_purpose(exchange), session->place);
		exchange->failure->connection_lost = true;
		return false;
	}
	if (exchange->heeds_stop && stop_signal_was_received())
		return stop_signal_fail(exchange->failure, exchange_purpose(exchange));
	if (PQsendQuery(session->connection, text_bytes(&session->deferred.sql)) == 0)
		return exchange_lose(exchange, connection_error(session->connection));
	if (exchange->receiver->by_row)
		(void)PQsetSingleRowMode(session->connection);
	return true;
}

static bool
exchange_run(struct exchange *exchange)
{
	struct session *session = exchange->session;
	bool is_sent = exchange_send(exchange);

	while (is_sent && exchange_take(exchange))
		continue;
	message_clear(&session->deferred);
	if (is_sent && !session->is_lost && PQstatus(session->connection) == CONNECTION_BAD)
	{
		session->is_lost = true;
		exchange->failure->connection_lost = exchange->has_failed;
	}
	/* Settings of a transaction end with it; those of a refused statement are undone. */
	if (!session->transaction_is_open || !is_sent || exchange->has_failed)
		session->settings_are_pinned = false;
	return is_sent && !exchange->has_failed;
}

bool
message_exchange(struct session *session, const struct message_receiver *receiver,
                 struct failure *failure)
{
	struct exchange exchange = {
		.session = session,
		.receiver = receiver,
		.failure = failure,
		.deadline_ms = WAIT_FOREVER,
		.heeds_stop = true,
	};

	return exchange_run(&exchange);
}

bool
message_exchange_within(struct session *session, int64_t limit_ms, struct failure *failure)
{
	static const struct message_receiver nobody;
	struct exchange exchange = {
		.session = session,
		.receiver = &nobody,
		.failure = failure,
		.deadline_ms = wait_now_ms() + limit_ms,
	};

	return exchange_run(&exchange);
}
