#include "adapter/postgres/query/query_names.h"

struct name_row
{
	const char *name;
};

static const struct column name_columns[] = {COLUMN(struct name_row, name)};
const struct answer_shape query_names_answer = ANSWER(struct name_row, ROWS_ANY, name_columns);

bool
query_names(struct session *session, const struct query *query, struct name_list *names,
            struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!query_run(session, query, &rows, failure))
		return false;
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct name_row row = {0};

		rows_read(rows, index, &row);
		name_list_append(names, row.name);
	}
	return true;
}
