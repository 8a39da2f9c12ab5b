#include "adapter/postgres/wire/session_exchange_pipeline.h"

enum
{
	COPY_CHUNK_BYTES = 65536
};

/* Chunk by chunk, so that libpq does not hold all of it; false: the session is lost. */
static bool
exchange_send_copy(struct exchange *exchange, const struct message_statement *statement)
{
	PGconn *connection = exchange->session->connection;
	const char *data = statement->data;
	size_t length_bytes = statement->data_bytes;
	size_t offset_bytes = statement->data_offset_bytes;

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
			mapped_file_let_go(statement->mapping, offset_bytes, offset_bytes + chunk_bytes);
			offset_bytes += chunk_bytes;
		}
		if (!exchange_flush(exchange))
			return false;
	}
	return true;
}

static bool
exchange_copy(struct exchange *exchange, const struct message_statement *statement)
{
	/* What is cut short becomes an error result, which ends the statement. */
	return exchange_send_copy(exchange, statement) &&
	       (PQputCopyEnd(exchange->session->connection,
	                     exchange_is_stopped(exchange) ? "interrupted" : NULL) >= 0 ||
	        exchange_lose(exchange, PQerrorMessage(exchange->session->connection)));
}

/* One answer to COPY; has_data: the server has asked for them. False: the session is lost. */
static bool
take_copy_answer(struct pipeline *pipeline, PGresult *result, bool *has_data)
{
	switch (PQresultStatus(result))
	{
		case PGRES_COPY_IN:
			PQclear(result);
			if (*has_data || pipeline->pending_count == 0)
				return pipeline_break_off(pipeline,
				                          "the server asks for the data of COPY once more");
			*has_data = true;
			return exchange_copy(pipeline->exchange, &pipeline->awaited);
		case PGRES_COMMAND_OK:
			if (!*has_data)
				pipeline_fail(pipeline, "the server took no data for this COPY, and the rest "
				                        "of the script is not run");
			pipeline_receive(pipeline, result);
			return pipeline_pass_answered(pipeline);
		case PGRES_FATAL_ERROR:
			pipeline_refuse(pipeline, result);
			PQclear(result);
			return !pipeline->exchange->session->is_lost && pipeline_pass_answered(pipeline);
		default:
			PQclear(result);
			return pipeline_break_off(pipeline, "the server answers COPY with something else");
	}
}

bool
pipeline_run_copy(struct pipeline *pipeline, const struct message_statement *copy)
{
	bool has_data = false;

	if (!pipeline_send(pipeline, copy))
		return pipeline_lose(pipeline);
	for (;;)
	{
		exchange_arm(pipeline->exchange);
		if (!exchange_wait(pipeline->exchange))
			return false;

		PGresult *result = PQgetResult(pipeline_connection(pipeline));

		if (result == NULL)
			return pipeline->pending_count == 0 || pipeline_lose(pipeline);
		if (!take_copy_answer(pipeline, result, &has_data))
			return false;
	}
}

/* Hands one line over, unless something has failed before it. */
static void
pass_line(struct exchange *exchange, char *line, size_t length_bytes)
{
	const struct message_receiver *receiver = exchange->receiver;

	if (exchange->has_failed ||
	    receiver->receive_line(receiver->context, line, length_bytes, exchange->failure))
		return;
	exchange->has_failed = true;
	exchange_stop(exchange);
}

bool
exchange_copy_out(struct exchange *exchange)
{
	PGconn *connection = exchange->session->connection;

	for (;;)
	{
		char *line = NULL;
		int length_bytes = PQgetCopyData(connection, &line, true);

		/* The end, or an error: a result says which. */
		if (length_bytes < 0)
			return true;
		if (length_bytes > 0)
			pass_line(exchange, line, (size_t)length_bytes);
		PQfreemem(line);
		if (length_bytes == 0 && !exchange_wait_for_socket(exchange, PQflush(connection)))
			return false;
	}
}
