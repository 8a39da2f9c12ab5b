#include "adapter/postgres/wire/session_exchange.h"
#include "adapter/postgres/wire/session_limit.h"
#include "base/stop_signal.h"

enum
{
	/* SET takes some tens of microseconds: a limit of a millisecond hits only now and then. */
	RESEND_LIMIT = 20
};

/* The settings that come before everything else have no purpose of their own. */
static bool
failed_in_settings(const struct exchange *exchange)
{
	const struct message_part *part =
		&exchange->session->deferred.parts[exchange_position(exchange).part];

	return exchange->has_failed && exchange->failure->sqlstate[0] != '\0' && part->purpose == NULL;
}

/* A transaction that BEGIN has opened before time ran out. */
static bool
roll_back(struct exchange *exchange)
{
	PGconn *connection = exchange->session->connection;

	if (PQtransactionStatus(connection) == PQTRANS_IDLE)
		return true;
	if (PQsendQuery(connection, "rollback") == 0)
		return false;
	while (exchange_wait(exchange))
	{
		PGresult *result = PQgetResult(connection);

		if (result == NULL)
			return PQtransactionStatus(connection) == PQTRANS_IDLE;
		PQclear(result);
	}
	return false;
}

bool
exchange_again(struct exchange *exchange)
{
	struct session *session = exchange->session;

	if (!failed_in_settings(exchange) || !exchange->was_idle || stop_signal_was_received())
		return false;
	if (exchange->failure->reason == REASON_CANCELED && exchange->resend_count < RESEND_LIMIT &&
	    !session->is_lost && roll_back(exchange))
	{
		failure_clear(exchange->failure);
		exchange->has_failed = false;
		exchange->was_refused = false;
		exchange->statement = 0;
		exchange->resend_count++;
		return true;
	}
	if (!session->properties_are_known)
		session_limit_explain(exchange->failure, PQuser(session->connection),
		                      PQdb(session->connection));
	return false;
}
