#include "adapter/postgres/export.h"

#include <inttypes.h>
#include <stdio.h>

#include "adapter/postgres/query.h"

enum
{
	BIGINT_TEXT_BYTES = 24 /* sign, 19 digits, NUL */
};

static bool
hand_over(void *context, const struct rows *row, struct failure *failure)
{
	const struct export_receiver *receiver = context;

	return receiver->receive(receiver->context, rows_text(row, 0, "event"), failure);
}

/* Without this check a table of the same name elsewhere on the path might answer. */
static bool
require_event_log(struct session *session, const char *schema, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!query_run(session, QUERY("sql/export_table.sql", "look for table event_log", schema),
	               &rows, failure))
		return false;
	if (rows_flag(rows, 0, "is_there"))
		return true;
	(void)fail(failure, FAILURE_DRIFT, "cannot export events: schema \"%s\" has no table event_log",
	           schema);
	return fail_hint(failure, "Name the schema in NOETL_SCHEMA, or create it with \"noetl-schema "
	                          "apply noetl\".");
}

bool
export_event_log(struct session *session, const char *schema, int64_t execution_id,
                 const struct export_receiver *receiver, struct failure *failure)
{
	struct export_receiver copy = *receiver;
	struct row_receiver rows = {.context = &copy, .receive = hand_over};
	char execution[BIGINT_TEXT_BYTES];

	(void)snprintf(execution, sizeof execution, "%" PRId64, execution_id);
	return require_event_log(session, schema, failure) &&
	       query_defer(session,
	                   QUERY("sql/export_schema.sql", "choose the schema to export from", schema),
	                   failure) &&
	       query_stream(session,
	                    QUERY("sql/export_event_log.sql", "read table event_log", execution), &rows,
	                    failure);
}
