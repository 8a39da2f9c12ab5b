#include "adapter/postgres/catalog/catalog_schema.h"

#include "adapter/postgres/query/query.h"
#include "adapter/postgres/wire/session_properties.h"
#include "base/cleanup.h"
#include "base/memory.h"

struct index_row
{
	const char *statement;
};

static const struct column index_columns[] = {COLUMN(struct index_row, statement)};
static const struct answer_shape index_answer = ANSWER(struct index_row, ROWS_ANY, index_columns);

bool
catalog_create_schema(struct session *session, const char *schema, struct failure *failure)
{
	cleanup_text struct text sql = TEXT_EMPTY;

	text_append(&sql, "create schema if not exists ");
	query_append_identifier(session, &sql, schema);
	return statement_do(session, "create the schema", text_bytes(&sql), failure);
}

bool
catalog_drop_invalid_indexes(struct session *session, const struct invalid_indexes *wanted,
                             size_t *dropped_count, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!query_run(session,
	               QUERY("sql/schema_invalid_indexes.sql", "look for invalid indexes",
	                     &index_answer, as_text(wanted->schema),
	                     as_text(text_bytes(wanted->statements))),
	               &rows, failure))
		return false;
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct index_row row = {0};

		rows_read(rows, index, &row);

		/* Waits for every transaction that may still use it. */
		const struct statement_text statement = {.purpose = "drop an invalid index",
		                                         .sql = row.statement,
		                                         .limit_ms = ANSWER_UNLIMITED_MS};

		if (!statement_run_outside(session, &statement, failure))
			return false;
	}
	*dropped_count = rows_count(rows);
	return true;
}
