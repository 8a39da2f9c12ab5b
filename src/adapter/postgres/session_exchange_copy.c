#include "adapter/postgres/session_exchange.h"
#include "base/stop_signal.h"

enum
{
	COPY_CHUNK_BYTES = 65536
};

static bool
exchange_is_stopped(const struct exchange *exchange)
{
	return exchange->heeds_stop == false && stop_signal_was_received();
}

/* Chunk by chunk, so that libpq does not hold all of it; false: the session is lost. */
static bool
exchange_send_copy(struct exchange *exchange, const char *data, size_t length_bytes)
{
	PGconn *connection = exchange->session->connection;

	while (length_bytes > 0 && !exchange_is_stopped(exchange))
	{
		size_t chunk_bytes = length_bytes < COPY_CHUNK_BYTES ? length_bytes : COPY_CHUNK_BYTES;
		int is_taken = PQputCopyData(connection, data, (int)chunk_bytes);

		if (is_taken < 0)
			return exchange_lose(exchange, PQerrorMessage(connection));
		if (is_taken > 0)
		{
			data += chunk_bytes;
			length_bytes -= chunk_bytes;
		}
		if (!exchange_flush(exchange))
			return false;
	}
	return true;
}

bool
exchange_copy(struct exchange *exchange)
{
	struct message_position position = exchange_position(exchange);
	const struct message_part_owner *owner =
		&exchange->session->deferred.parts[position.part].owner;
	const char *data = NULL;
	size_t length_bytes = 0;
	const char *trouble = NULL; /* becomes an error result, which ends the statement */

	if (owner->copy == NULL || exchange->has_failed ||
	    !owner->copy(owner->context, position.statement, &data, &length_bytes))
		trouble = "there is no data for this COPY";
	else if (!exchange_send_copy(exchange, data, length_bytes))
		return false;
	if (exchange_is_stopped(exchange))
		trouble = "interrupted";
	(void)PQputCopyEnd(exchange->session->connection, trouble);
	return true;
}
