#include "adapter/postgres/catalog/catalog_existing.h"

#include "adapter/postgres/query/query.h"

struct existing_row
{
	const char *name;
};

static const struct column existing_columns[] = {COLUMN(struct existing_row, name)};
static const struct answer_shape existing_answer =
	ANSWER(struct existing_row, ROWS_ANY, existing_columns);

bool
catalog_existing_names(struct session *session, struct name_list *names, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!query_run(session,
	               QUERY("sql/existing_rows.sql", "read which tables are there", &existing_answer),
	               &rows, failure))
		return false;
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct existing_row row = {0};

		rows_read(rows, index, &row);
		name_list_append(names, row.name);
	}
	return true;
}
