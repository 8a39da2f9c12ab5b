#include "adapter/postgres/ledger/ledger_text.h"

#include <stdlib.h>

#include "adapter/embedded/embedded_file.h"
#include "adapter/postgres/lock.h"
#include "adapter/postgres/query/query_text.h"
#include "base/memory.h"

bool
ledger_text_make(const struct session *session, const struct ledger_query *query, struct text *sql,
                 struct failure *failure)
{
	const struct embedded_file *file = embedded_file_find(query->file);
	size_t value_count = query->parameter_count + 1;
	size_t statement_count = 0;

	if (file == NULL)
		return fail(failure, FAILURE_BUG, "cannot %s: the program has no query %s", query->purpose,
		            query->file);

	struct text *quoted = memory_allocate(value_count, sizeof *quoted);
	const char **values = memory_allocate(value_count, sizeof *values);

	query_append_identifier(session, &quoted[0], query->ledger_schema);
	for (size_t index = 1; index < value_count; index++)
		if (query->parameters[index - 1] == NULL)
			text_append(&quoted[index], "null");
		else
			query_append_literal(session, &quoted[index], query->parameters[index - 1]);
	for (size_t index = 0; index < value_count; index++)
		values[index] = text_bytes(&quoted[index]);

	bool is_whole = query_text_fill(file->text, values, value_count, sql, &statement_count);

	for (size_t index = 0; index < value_count; index++)
		text_free(&quoted[index]);
	free(quoted);
	free(values);
	if (!is_whole)
		return fail(failure, FAILURE_BUG, "cannot %s: %s wants more parameters", query->purpose,
		            query->file);
	return true;
}

bool
ledger_text_run(struct session *session, const struct ledger_query *query, struct rows **rows,
                struct failure *failure)
{
	cleanup_text struct text sql = TEXT_EMPTY;

	if (!ledger_text_make(session, query, &sql, failure))
		return false;

	const struct statement_text statement = {
		.purpose = query->purpose, .sql = text_bytes(&sql), .answer = query->answer};

	return statement_read(session, &statement, rows, failure) ||
	       lock_name_blockers(session, query->ledger_schema, failure);
}

bool
ledger_text_defer(struct session *session, const struct ledger_query *query,
                  struct failure *failure)
{
	cleanup_text struct text sql = TEXT_EMPTY;

	return ledger_text_make(session, query, &sql, failure) &&
	       statement_defer(session, query->purpose, text_bytes(&sql), failure);
}

void
ledger_text_append_array(struct text *array, const char *const *items, size_t count)
{
	text_append_char(array, '{');
	for (size_t index = 0; index < count; index++)
	{
		if (index > 0)
			text_append_char(array, ',');
		if (items[index] == NULL)
		{
			text_append(array, "null");
			continue;
		}
		text_append_char(array, '"');
		for (const char *byte = items[index]; *byte != '\0'; byte++)
		{
			if (*byte == '"' || *byte == '\\')
				text_append_char(array, '\\');
			text_append_char(array, *byte);
		}
		text_append_char(array, '"');
	}
	text_append_char(array, '}');
}
