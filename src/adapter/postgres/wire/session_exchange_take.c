/*
 * Checks each result against what was sent: the server owes one for each statement, in order.
 */
#include <libpq-fe.h>

#include "adapter/postgres/wire/session_exchange.h"

/* A result whose rows do not end here counts as a statement only with its last one. */
void
exchange_receive(struct exchange *exchange, PGresult *result)
{
	const struct message_receiver *receiver = exchange->receiver;
	bool is_whole = PQresultStatus(result) != PGRES_SINGLE_TUPLE;
	struct message_position position = exchange_position(exchange);

	if (exchange->session->deferred.parts[position.part].has_properties && !exchange->has_failed &&
	    !session_learn(exchange->session, result, exchange->failure))
		exchange->has_failed = exchange->session->is_lost = true;
	if (receiver->receive == NULL || exchange->has_failed)
		PQclear(result);
	else if (!receiver->receive(receiver->context, &position, result, exchange->failure))
	{
		exchange->has_failed = true;
		exchange_stop(exchange);
	}
	if (is_whole)
		exchange->statement++;
	exchange_arm(exchange);
}

/* The server's answer to an empty message, which has only comments, says that it is empty. */
static bool
is_owed(const struct exchange *exchange)
{
	size_t owed_count = message_statement_count(&exchange->session->deferred);

	return exchange->statement < (owed_count > 0 ? owed_count : 1);
}

/* Nothing more comes: false, as exchange_take() has it. */
static bool
exchange_end(struct exchange *exchange)
{
	if (!exchange->has_failed && is_owed(exchange))
		return exchange_distrust(exchange, "fewer statements than it was sent");
	return false;
}

static bool
exchange_take_error(struct exchange *exchange, const PGresult *result)
{
	/* One without a code is libpq's own, about a connection that is gone. */
	if (exchange->was_refused && PQresultErrorField(result, PG_DIAG_SQLSTATE) != NULL)
		return exchange_distrust(exchange, "one error with another");
	exchange->was_refused = true;
	exchange_refuse(exchange, result);
	return !exchange->session->is_lost;
}

static bool
exchange_take_result(struct exchange *exchange, PGresult *result)
{
	bool goes_on = false;

	switch (PQresultStatus(result))
	{
		case PGRES_TUPLES_OK:
		case PGRES_SINGLE_TUPLE:
		case PGRES_COMMAND_OK:
		case PGRES_EMPTY_QUERY:
			if (!exchange->was_refused && is_owed(exchange))
			{
				exchange_receive(exchange, result);
				return !exchange->session->is_lost;
			}
			goes_on = exchange_distrust(exchange, "more statements than it was sent");
			break;
		case PGRES_COPY_OUT:
			if (exchange->receiver->receive_line != NULL && !exchange->was_refused &&
			    is_owed(exchange))
			{
				PQclear(result);
				return exchange_copy_out(exchange);
			}
			goes_on = exchange_distrust(exchange, "with a COPY that was not requested");
			break;
		case PGRES_COPY_IN:
		case PGRES_COPY_BOTH:
			/* COPY travels in a pipeline only. */
			goes_on = exchange_distrust(exchange, "with a COPY that was not requested");
			break;
		default:
			goes_on = exchange_take_error(exchange, result);
			break;
	}
	PQclear(result);
	return goes_on;
}

bool
exchange_take(struct exchange *exchange)
{
	if (!exchange_wait(exchange))
		return false;

	PGresult *result = PQgetResult(exchange->session->connection);

	return result != NULL ? exchange_take_result(exchange, result) : exchange_end(exchange);
}
