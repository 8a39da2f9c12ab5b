#include "adapter/postgres/wire/session_exchange.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/wire/answer.h"
#include "adapter/postgres/wire/cancel.h"
#include "adapter/postgres/wire/sqlstate.h"
#include "base/stop_signal.h"
#include "base/wait.h"

enum
{
	MS_PER_SECOND = 1000
};

struct message_position
exchange_position(const struct exchange *exchange)
{
	if (exchange->position != NULL)
		return *exchange->position;
	return message_position_of(&exchange->session->deferred, exchange->statement);
}

/* BEGIN and the settings have no purpose of their own: they are there for what follows. */
static const char *
part_purpose(const struct exchange *exchange, size_t part)
{
	const struct message *message = &exchange->session->deferred;

	for (; part < message->part_count; part++)
	{
		if (message->parts[part].purpose != NULL)
			return message->parts[part].purpose;
	}
	return "prepare the session";
}

static const char *
exchange_purpose(const struct exchange *exchange)
{
	return part_purpose(exchange, exchange_position(exchange).part);
}

static bool
fail_interrupted(const struct exchange *exchange, struct failure *failure)
{
	cleanup_text struct text what = TEXT_EMPTY;

	text_append_format(&what, "trying to %s", exchange_purpose(exchange));
	return stop_signal_fail(failure, text_bytes(&what));
}

bool
exchange_is_stopped(const struct exchange *exchange)
{
	return !exchange->heeds_stop && stop_signal_was_received();
}

struct failure *
exchange_failure(struct exchange *exchange, struct failure *ignored)
{
	struct failure *target = exchange->has_failed ? ignored : exchange->failure;

	exchange->has_failed = true;
	return target;
}

bool
exchange_lose(struct exchange *exchange, const char *why)
{
	struct failure ignored;
	struct failure *failure = exchange_failure(exchange, &ignored);
	struct session *session = exchange->session;

	/* libpq's further lines only guess. */
	(void)fail(failure, FAILURE_TRANSIENT, "lost the connection to %s while trying to %s: %.*s",
	           session->place, exchange_purpose(exchange), (int)strcspn(why, "\n"), why);
	session->is_lost = true;
	exchange->failure->connection_lost = true;
	return false;
}

void
exchange_interrupt(struct exchange *exchange)
{
	struct failure ignored;

	(void)fail_interrupted(exchange, exchange_failure(exchange, &ignored));
}

void
exchange_stop(struct exchange *exchange)
{
	bool is_asked = cancel_start(exchange->session->connection);

	exchange->heeds_stop = false;
	exchange->cancel_ms = is_asked ? wait_now_ms() + CANCEL_AGAIN_MS : 0;
	/* Without a cancel request, do not wait: the server ends the statement when we are gone. */
	exchange->deadline_ms = wait_now_ms() + (is_asked ? CANCEL_LIMIT_MS : 0);
}

/* The server says nothing, although it was asked to cancel: it will notice that we are gone. */
static bool
exchange_give_up(struct exchange *exchange)
{
	struct failure ignored;
	struct failure *failure = exchange_failure(exchange, &ignored);

	if (stop_signal_was_received())
		(void)fail_interrupted(exchange, failure);
	else
		(void)fail(failure, FAILURE_TRANSIENT, "cannot %s: no answer from %s within %.1f s",
		           exchange_purpose(exchange), exchange->session->place,
		           (double)(wait_now_ms() - exchange->armed_ms) / MS_PER_SECOND);
	exchange->failure->connection_lost = true;
	exchange->session->is_lost = true;
	return false;
}

bool
exchange_distrust(struct exchange *exchange, const char *answered)
{
	struct failure ignored;

	(void)answer_fail(exchange_failure(exchange, &ignored), exchange_purpose(exchange), "%s",
	                  answered);
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

/*
 * The server forgets a request that comes between two statements, and goes on with the next one that
 * it has been sent. After an error it runs none, and what we say then must not be cancelled.
 */
static void
exchange_cancel_again(struct exchange *exchange)
{
	if (exchange->cancel_ms == 0 || exchange->has_failed || wait_now_ms() < exchange->cancel_ms)
		return;
	(void)cancel_start(exchange->session->connection);
	exchange->cancel_ms += CANCEL_AGAIN_MS;
}

/* Until when to wait for the socket. */
static int64_t
exchange_wait_end_ms(const struct exchange *exchange)
{
	if (exchange->cancel_ms == 0 || exchange->has_failed)
		return exchange->deadline_ms;
	return exchange->cancel_ms < exchange->deadline_ms ? exchange->cancel_ms
	                                                   : exchange->deadline_ms;
}

bool
exchange_wait_for_socket(struct exchange *exchange, int unsent)
{
	PGconn *connection = exchange->session->connection;

	if (unsent < 0)
		return exchange_lose(exchange, connection_error(connection));

	short events = unsent > 0 ? POLLIN | POLLOUT : POLLIN;

	exchange_cancel_again(exchange);
	switch (wait_for_descriptor(PQsocket(connection), events, exchange_wait_end_ms(exchange),
	                            exchange->heeds_stop))
	{
		case WAIT_STOPPED:
			exchange_stop(exchange);
			break;
		case WAIT_TIMED_OUT:
			if (exchange_wait_end_ms(exchange) < exchange->deadline_ms)
				break;
			return exchange_give_up(exchange);
		case WAIT_READY:
			/* A failure shows as a result, or as a connection that is bad. */
			(void)PQconsumeInput(connection);
			exchange_drop_notifications(connection);
			break;
	}
	if (exchange_is_too_large(exchange))
		return exchange_distrust(exchange, "with more than 256 MiB");
	/* A server that keeps sending, but never the answer, gets no more time than a silent one. */
	if (exchange_is_late(exchange) && (PQisBusy(connection) || exchange->receiver->receive_line))
		return exchange_give_up(exchange);
	if (PQstatus(connection) == CONNECTION_BAD && PQisBusy(connection))
		return exchange_lose(exchange, connection_error(connection));
	return true;
}

bool
exchange_flush(struct exchange *exchange)
{
	int unsent;

	/* Called once a round: if a second call sent the rest, there would be nothing to wait for. */
	while ((unsent = PQflush(exchange->session->connection)) != 0)
	{
		if (!exchange_wait_for_socket(exchange, unsent))
			return false;
	}
	return true;
}

bool
exchange_wait(struct exchange *exchange)
{
	PGconn *connection = exchange->session->connection;

	while (PQisBusy(connection))
	{
		if (!exchange_wait_for_socket(exchange, PQflush(connection)))
			return false;
	}
	return true;
}

bool
exchange_cancelled(const PGresult *result)
{
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	/* 57014 is query_canceled. */
	return stop_signal_was_received() && sqlstate != NULL && strcmp(sqlstate, "57014") == 0;
}

/* A slip of syntax anywhere refuses the whole message before its first statement runs. */
static void
locate_refusal(const struct message *message, const PGresult *result,
               struct message_position *position)
{
	const char *character = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);

	if (character != NULL)
		position->part = message_part_at(
			message, message_offset_bytes(text_bytes(&message->sql), message->sql.length_bytes,
		                                  strtoul(character, NULL, 10)));
}

void
exchange_refuse(struct exchange *exchange, const PGresult *result)
{
	const struct message *message = &exchange->session->deferred;
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	struct message_position position = exchange_position(exchange);
	struct failure ignored;

	/* A result without a code is libpq's own: there is no connection any more. */
	if (sqlstate == NULL)
	{
		(void)exchange_lose(exchange, connection_error(exchange->session->connection));
		return;
	}
	if (exchange->position == NULL)
		locate_refusal(message, result, &position);

	struct failure *failure = exchange_failure(exchange, &ignored);

	if (exchange_cancelled(result))
	{
		(void)fail_interrupted(exchange, failure);
		return;
	}
	(void)sqlstate_fail(failure, result, part_purpose(exchange, position.part));
	/* The program could write before the script ran: the script has changed the transaction. */
	if (failure->reason == REASON_READ_ONLY && exchange->session->script_has_run)
		failure->kind = FAILURE_DDL;
}

/* Whether a message may be sent at all. */
static bool
exchange_may_send(struct exchange *exchange)
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
		return fail_interrupted(exchange, exchange->failure);
	if (session->transaction_is_broken)
		return fail(exchange->failure, FAILURE_DDL, "cannot %s: the transaction has failed before",
		            exchange_purpose(exchange));
	return true;
}

static bool
exchange_send(struct exchange *exchange)
{
	struct session *session = exchange->session;

	exchange->was_idle = PQtransactionStatus(session->connection) == PQTRANS_IDLE;
	if (PQsendQuery(session->connection, text_bytes(&session->deferred.sql)) == 0)
		return exchange_lose(exchange, connection_error(session->connection));
	if (exchange->receiver->by_row)
		(void)PQsetSingleRowMode(session->connection);
	return true;
}

static struct exchange
exchange_start(struct session *session, const struct message_receiver *receiver,
               struct failure *failure)
{
	return (struct exchange){
		.session = session,
		.receiver = receiver,
		.failure = failure,
		.deadline_ms = WAIT_FOREVER,
		.armed_ms = wait_now_ms(),
		.heeds_stop = true,
	};
}

/* What is left to do when all answers are there; whether all went well. */
static bool
exchange_finish(struct exchange *exchange)
{
	struct session *session = exchange->session;

	message_clear(&session->deferred);
	if (!session->is_lost && PQstatus(session->connection) == CONNECTION_BAD)
	{
		session->is_lost = true;
		exchange->failure->connection_lost = exchange->has_failed;
	}
	/* Refused before BEGIN ran, or ended by the script: what follows must not run alone. */
	if (session->transaction_is_open && exchange->has_failed &&
	    PQtransactionStatus(session->connection) == PQTRANS_IDLE)
		session->transaction_is_broken = true;
	session_note_sent(session, !exchange->has_failed);
	return !exchange->has_failed;
}

static void
exchange_as_one_query(struct exchange *exchange)
{
	do
	{
		if (!exchange_send(exchange))
			return;
		exchange_arm(exchange);
		while (exchange_take(exchange))
			continue;
	} while (exchange_again(exchange));
}

static bool
exchange_run(struct exchange *exchange)
{
	if (exchange->session->deferred.part_count == 0)
		return true;
	exchange->session->notice_count = 0;
	if (!exchange_may_send(exchange))
		exchange->has_failed = true;
	else if (message_has_source(&exchange->session->deferred))
		exchange_pipeline(exchange);
	else
		exchange_as_one_query(exchange);
	return exchange_finish(exchange);
}

bool
message_exchange(struct session *session, const struct message_receiver *receiver,
                 struct failure *failure)
{
	struct exchange exchange = exchange_start(session, receiver, failure);

	return exchange_run(&exchange);
}

bool
message_exchange_within(struct session *session, const struct message_receiver *receiver,
                        int64_t limit_ms, struct failure *failure)
{
	struct exchange exchange = exchange_start(session, receiver, failure);

	exchange.deadline_ms = wait_now_ms() + limit_ms;
	exchange.heeds_stop = false;
	return exchange_run(&exchange);
}
