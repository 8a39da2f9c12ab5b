#include "adapter/postgres/script_pipeline.h"

#include <stdlib.h>

#include "adapter/postgres/script_failure.h"
#include "adapter/postgres/session_exchange.h"
#include "base/cleanup.h"
#include "base/memory.h"

static const struct message_receiver nobody;

struct pipeline
{
	const struct script_range *range;
	const struct progress *progress;
	size_t place; /* of the statement whose answer comes next */
	size_t done_count;
	size_t total_count;
};

/* Each statement is a message of its own, and its characters are counted from its start. */
static void
refuse(void *context, const struct message_refusal *refusal, struct failure *failure)
{
	const struct pipeline *pipeline = context;
	const struct script *script = pipeline->range->script;
	const char *character = PQresultErrorField(refusal->result, PG_DIAG_STATEMENT_POSITION);
	size_t offset_bytes = script->statements[pipeline->place].offset_bytes;

	if (character != NULL)
		offset_bytes +=
			message_offset_bytes(script->text + offset_bytes, strtoul(character, NULL, 10));
	script_fail(failure, refusal->result, script, offset_bytes);
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
			progress->count(progress->context, "statement", ++pipeline->done_count,
			                pipeline->total_count);
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
		.total_count = script_range_sent_count(range),
	};
	struct message_part_owner owner = {.context = &pipeline, .refuse = refuse};

	if (!message_exchange(session, &nobody, failure))
		return false;

	struct exchange exchange = exchange_start(session, &nobody, failure);

	message_append(&session->deferred, "run the script", "", pipeline.total_count);
	message_own_last_part(&session->deferred, &owner);
	if (PQenterPipelineMode(session->connection) == 0 || !send_all(&pipeline, session->connection))
		exchange_lose(&exchange, PQerrorMessage(session->connection));
	else
		while (take_answer(&exchange, &pipeline))
			continue;
	(void)PQexitPipelineMode(session->connection);
	return exchange_finish(&exchange);
}
