#include "adapter/postgres/catalog_definitions.h"

#include <stdlib.h>

#include "adapter/embedded/embedded_file.h"
#include "adapter/postgres/catalog.h"
#include "adapter/postgres/query.h"
#include "adapter/postgres/query_text.h"
#include "base/memory.h"

enum
{
	COMPRESSION_SINCE = 140000 /* pg_attribute.attcompression */
};

static void
append_literal_or_null(const struct session *session, struct text *sql, const char *value)
{
	if (value == NULL)
		text_append(sql, "null");
	else
		query_append_literal(session, sql, value);
}

/* object: the only one that is wanted, with its text; NULL: all, without. */
static bool
run(struct session *session, const char *schema, const struct definition *object,
    struct rows **rows, struct failure *failure)
{
	static const char purpose[] = "read the definitions of a schema";
	const struct embedded_file *file = embedded_file_find("sql/definitions.sql");
	bool has_compression = session_facts(session)->server_version_num >= COMPRESSION_SINCE;
	cleanup_text struct text schema_name = TEXT_EMPTY;
	cleanup_text struct text kind = TEXT_EMPTY;
	cleanup_text struct text identity = TEXT_EMPTY;
	cleanup_text struct text sql = TEXT_EMPTY;
	size_t statement_count = 0;

	query_append_literal(session, &schema_name, schema);
	append_literal_or_null(session, &kind, object != NULL ? object->kind : NULL);
	append_literal_or_null(session, &identity, object != NULL ? object->identity : NULL);

	const char *const values[] = {text_bytes(&schema_name), text_bytes(&kind),
	                              text_bytes(&identity),
	                              has_compression ? "attribute.attcompression" : "''"};

	if (file == NULL || !query_text_fill(file->text, values, sizeof values / sizeof values[0], &sql,
	                                     &statement_count))
		return fail(failure, FAILURE_BUG, "cannot %s: the program lacks its query", purpose);
	return statement_run(session, purpose, text_bytes(&sql), rows, failure);
}

bool
catalog_definitions(struct session *session, const char *schema,
                    struct definition_list *definitions, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;
	struct definition_list list = {NULL, 0};

	if (!run(session, schema, NULL, &rows, failure))
		return false;
	for (size_t row = 0; row < rows_count(rows); row++)
		definition_list_append(&list, rows_text(rows, row, "kind"),
		                       rows_text(rows, row, "identity"), rows_text(rows, row, "hash"));
	definition_list_sort(&list);
	*definitions = list;
	return true;
}

bool
catalog_definition_text(struct session *session, const char *schema,
                        const struct definition *object, char **text, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!run(session, schema, object, &rows, failure))
		return false;
	*text = rows_count(rows) > 0 ? rows_copy(rows, 0, "text") : NULL;
	return true;
}
