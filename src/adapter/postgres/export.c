#include "adapter/postgres/export.h"

#include "adapter/postgres/query/query.h"

struct event_row
{
	const char *event;
};

static const struct column event_columns[] = {COLUMN(struct event_row, event)};
static const struct answer_shape event_answer = ANSWER(struct event_row, ROWS_ANY, event_columns);

struct table_row
{
	bool is_there;
};

static const struct column table_columns[] = {COLUMN(struct table_row, is_there)};
static const struct answer_shape table_answer = ANSWER(struct table_row, ROWS_ONE, table_columns);

static bool
hand_over_event(void *context, const struct rows *row, struct failure *failure)
{
	const struct export_receiver *receiver = context;
	struct event_row read = {0};

	rows_read(row, 0, &read);
	return receiver->receive(receiver->context, read.event, failure);
}

/* Without this check a table of the same name elsewhere on the path might answer. */
static bool
require_event_log(struct session *session, const char *schema, struct failure *failure)
{
	struct table_row row = {0};

	if (!query_run_row(session,
	                   QUERY("sql/export_table.sql", "look for table event_log", &table_answer,
	                         as_text(schema)),
	                   NULL, &row, failure))
		return false;
	if (row.is_there)
		return true;
	(void)fail(failure, FAILURE_DRIFT, "cannot export events: schema \"%s\" has no table event_log",
	           schema);
	return fail_hint(failure, "Name the schema in NOETL_SCHEMA, or create it with \"noetl-schema "
	                          "apply noetl\".");
}

static bool
export_event_log(struct session *session, const char *schema, int64_t execution_id,
                 const struct export_receiver *receiver, struct failure *failure)
{
	struct export_receiver copy = *receiver;
	struct row_receiver rows = {.context = &copy, .receive = hand_over_event};
	struct query query = *QUERY("sql/export_event_log.sql", "read table event_log", &event_answer,
	                            as_integer(execution_id));

	query.limit_ms = ANSWER_UNLIMITED_MS;
	return require_event_log(session, schema, failure) &&
	       query_defer(session,
	                   QUERY("sql/export_schema.sql", "choose the schema to export from", NO_ANSWER,
	                         as_text(schema)),
	                   failure) &&
	       query_stream(session, &query, &rows, failure);
}

const struct export_operations postgres_export_operations = {.event_log = export_event_log};
