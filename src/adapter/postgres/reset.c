#include "adapter/postgres/reset.h"

#include "adapter/postgres/query/query.h"
#include "base/count_of.h"
#include "base/number_text.h"

struct kind_row
{
	const char *kind;
	int64_t count;
	int64_t row_estimate;
};

static const struct column kind_columns[] = {
	COLUMN(struct kind_row, kind),
	COLUMN(struct kind_row, count),
	COLUMN(struct kind_row, row_estimate),
};
static const struct answer_shape kind_answer = ANSWER(struct kind_row, ROWS_ANY, kind_columns);

struct dependent_row
{
	const char *description;
};

static const struct column dependent_columns[] = {COLUMN(struct dependent_row, description)};
static const struct answer_shape dependent_answer =
	ANSWER(struct dependent_row, ROWS_ANY, dependent_columns);

static bool
reset_contents(struct session *session, const struct reset_scope *scope,
               struct schema_contents *contents, struct failure *failure)
{
	const struct query queries[] = {
		*QUERY("sql/schema_contents.sql", "count what the schema holds", &kind_answer,
	           as_text(scope->schema)),
		*QUERY("sql/schema_dependents.sql", "find what depends on the schema", &dependent_answer,
	           as_text(scope->schema), AS_ARRAY_OF(scope->later, scope->later_count, name),
	           as_flag(scope->keeps_extensions)),
	};
	struct rows *answers[] = {NULL, NULL};

	if (!query_run_all(session, queries, COUNT_OF(queries), answers, failure))
		return false;

	cleanup_rows struct rows *kinds = answers[0];
	cleanup_rows struct rows *dependents = answers[1];

	*contents = (struct schema_contents){0};
	for (size_t index = 0; index < rows_count(kinds); index++)
	{
		struct kind_row row = {0};

		rows_read(kinds, index, &row);
		schema_contents_add(contents, row.kind, row.count);
		contents->row_estimate = number_add(contents->row_estimate, row.row_estimate);
	}
	for (size_t index = 0; index < rows_count(dependents); index++)
	{
		struct dependent_row row = {0};

		rows_read(dependents, index, &row);
		schema_contents_add_dependent(contents, row.description);
	}
	return true;
}

static bool
reset_empty(struct session *session, const struct reset_scope *scope, struct failure *failure)
{
	struct query query = *QUERY("sql/schema_empty.sql", "empty the schema", NO_ANSWER,
	                            as_text(scope->schema), as_flag(scope->keeps_extensions));

	query.limit_ms = ANSWER_UNLIMITED_MS;
	return query_run(session, &query, NULL, failure);
}

const struct reset_operations postgres_reset_operations = {
	.contents = reset_contents,
	.empty = reset_empty,
};
