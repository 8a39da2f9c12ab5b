#include "adapter/postgres/catalog/catalog_schema.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "adapter/postgres/query/query.h"
#include "adapter/postgres/wire/session.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/utf8.h"

enum
{
	/* With "__" and eight digits behind it, a name stays below NAMEDATALEN (64). */
	KEPT_NAME_BYTES = 50
};

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
catalog_rename_schema_away(struct session *session, const char *schema, char **renamed,
                           struct failure *failure)
{
	unsigned suffix = 0;

	if (getrandom(&suffix, sizeof suffix, 0) != (ssize_t)sizeof suffix)
		return fail(failure, FAILURE_BUG, "cannot draw a random number: %s", strerror(errno));

	cleanup_memory char *name = memory_format(
		"%.*s__%08x", (int)utf8_fit(schema, strlen(schema), KEPT_NAME_BYTES), schema, suffix);

	/* Waited for: who is refused this has another way, and it is not the script that is refused. */
	if (!query_run(session,
	               QUERY("sql/schema_shadow.sql", "put the schema aside", NO_ANSWER,
	                     as_text(schema), as_text(name)),
	               NULL, failure))
		return false;
	session_set_renamed(session, name);
	*renamed = take(name);
	return true;
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
