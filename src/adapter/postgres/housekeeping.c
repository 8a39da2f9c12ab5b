#include "adapter/postgres/housekeeping.h"

#include "adapter/postgres/export.h"
#include "adapter/postgres/query.h"
#include "base/json.h"

static void
append_schemas(struct text *json, const struct reset_scope *scope)
{
	text_append_char(json, '[');
	for (size_t index = 0; index < scope->later_count; index++)
	{
		json_append_separator(json);
		json_append_exact(json, scope->later[index].schema);
	}
	text_append_char(json, ']');
}

static bool
housekeeping_contents(struct session *session, const struct reset_scope *scope,
                      struct schema_contents *contents, struct failure *failure)
{
	cleanup_text struct text later = TEXT_EMPTY;

	append_schemas(&later, scope);

	const struct query queries[] = {
		*QUERY("sql/schema_contents.sql", "count what the schema holds", scope->schema),
		*QUERY("sql/schema_dependents.sql", "find what depends on the schema", scope->schema,
	           text_bytes(&later)),
	};
	struct rows *answers[] = {NULL, NULL};

	if (!query_run_all(session, queries, sizeof queries / sizeof queries[0], answers, failure))
		return false;

	cleanup_rows struct rows *kinds = answers[0];
	cleanup_rows struct rows *dependents = answers[1];

	*contents = (struct schema_contents){0};
	for (size_t row = 0; row < rows_count(kinds); row++)
	{
		schema_contents_add(contents, rows_text(kinds, row, "kind"),
		                    rows_integer(kinds, row, "count"));
		contents->row_estimate += rows_integer(kinds, row, "row_estimate");
	}
	for (size_t row = 0; row < rows_count(dependents); row++)
		schema_contents_add_dependent(contents, rows_text(dependents, row, "description"));
	return true;
}

static bool
housekeeping_empty(struct session *session, const char *schema, struct failure *failure)
{
	return query_run(session, QUERY("sql/schema_empty.sql", "empty the schema", schema), NULL,
	                 failure);
}

const struct housekeeping_operations postgres_housekeeping_operations = {
	.contents = housekeeping_contents,
	.empty = housekeeping_empty,
	.export_event_log = export_event_log,
};
