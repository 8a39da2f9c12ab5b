#include "adapter/postgres/script_pipeline.h"

#include <stdlib.h>

#include "adapter/postgres/script_failure.h"
#include "adapter/postgres/session_exchange.h"
#include "base/cleanup.h"
#include "base/memory.h"

struct pipeline
{
	const struct script_range *range;
	const struct progress *progress;
	size_t place; /* of the statement whose answer comes next */
	size_t done_count;
	size_t total_count;
};

static bool
refuse(void *context, const struct message_position *position, const PGresult *result,
       struct failure *failure)
{
	const struct pipeline *pipeline = context;
	const struct script *script = pipeline->range->script;
	const struct statement *statement = &script->statements[pipeline->place];
	const char *character = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
	size_t offset_bytes = statement->offset_bytes;

	(void)position;
	if (character != NULL)
		offset_bytes +=
			message_offset_bytes(script->text + offset_bytes, strtoul(character, NULL, 10));
	script_fail(failure, result, script, offset_bytes);
	return true;
}

static bool
send_all(const struct pipeline *pipeline, PGconn *connection)
{
	const struct script_range *range = pipeline->range;

	for (size_t place = script_range_first(range); place < script_range_end(range);
	     place = script_range_next(range, place))
	{
		const struct statement *statement = &range->script->statements[place];
		cleanup_memory char *sql = memory_copy_bytes(range->script->text + statement->offset_bytes,
		                                             statement->length_bytes);

		if (PQsendQueryParams(connection, sql, 0, NULL, NULL, NULL, NULL, 0) == 0)
			return false;
	}
	return PQpipelineSync(connection) != 0;
}

/* False when the pipeline is at its end, or lost. */
static bool
take_answer(struct exchange *exchange, struct pipeline *pipeline)
{
	const struct progress *progress = pipeline->progress;

	if (!exchange_wait(exchange))
		return false;

	PGresult *result = PQgetResult(exchange->session->connection);
	ExecStatusType status = PQresultStatus(result);

	/* A NULL ends each statement's answers. */
	if (result == NULL)
		return true;
	switch (status)
	{
		case PGRES_PIPELINE_SYNC:
		case PGRES_PIPELINE_ABORTED:
			break;
		case PGRES_COMMAND_OK:
		case PGRES_TUPLES_OK:
		case PGRES_EMPTY_QUERY:
			pipeline->place = script_range_next(pipeline->range, pipeline->place);
			progress->statement(progress->context, ++pipeline->done_count, pipeline->total_count);
			break;
		default:
			exchange_refuse(exchange, result);
			break;
	}
	PQclear(result);
	return status != PGRES_PIPELINE_SYNC && !exchange->session->is_lost;
}

bool
script_pipeline_run(struct session *session, const struct script_range *range,
                    const struct progress *progress, struct failure *failure)
{
	struct pipeline pipeline = {
		.range = range,
		.progress = progress,
		.place = script_range_first(range),
		.total_count = script_range_count(range),
	};
	struct message_receiver receiver = {.context = &pipeline, .refuse = refuse};

	if (!message_exchange(session, &(struct message_receiver){0}, failure))
		return false;

	struct exchange exchange = exchange_start(session, &receiver, failure);

	message_append(&session->deferred, "run the script", "", pipeline.total_count);
	if (PQenterPipelineMode(session->connection) == 0 || !send_all(&pipeline, session->connection))
		exchange_lose(&exchange, PQerrorMessage(session->connection));
	else
		while (take_answer(&exchange, &pipeline))
			continue;
	(void)PQexitPipelineMode(session->connection);
	return exchange_finish(&exchange);
}
