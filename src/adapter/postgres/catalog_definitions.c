#include "adapter/postgres/catalog_definitions.h"

#include <stdlib.h>

#include "adapter/postgres/catalog.h"
#include "adapter/postgres/catalog_extensions.h"
#include "adapter/postgres/query.h"
#include "base/cleanup.h"
#include "base/memory.h"

#define PURPOSE "read the definitions of a schema"

enum
{
	COMPRESSION_SINCE = 140000, /* pg_attribute.attcompression */
	DEFINITION_QUERY_LIMIT = 3  /* access, objects, compression */
};

static void
append_all(struct definition_list *list, const struct rows *rows)
{
	for (size_t row = 0; row < rows_count(rows); row++)
		definition_list_append(list, rows_text(rows, row, "kind"), rows_text(rows, row, "identity"),
		                       rows_text(rows, row, "hash"));
}

bool
catalog_definitions(struct session *session, const struct target *target,
                    struct definition_list *definitions, struct failure *failure)
{
	cleanup_memory char *extensions = catalog_extensions_list(target);
	bool has_objects = target->script_count > 0;
	bool has_compression =
		has_objects && session_facts(session)->server_version_num >= COMPRESSION_SINCE;
	const struct query queries[DEFINITION_QUERY_LIMIT] = {
		*QUERY("sql/definition_access.sql", PURPOSE, target->schema, extensions,
	           has_objects ? "false" : "true"),
		*QUERY("sql/definitions.sql", PURPOSE, target->schema, NULL, NULL),
		*QUERY("sql/definitions_compression.sql", PURPOSE, target->schema),
	};
	struct rows *rows[DEFINITION_QUERY_LIMIT] = {NULL};
	size_t count = has_compression ? 3 : has_objects ? 2 : 1;
	struct definition_list list = {NULL, 0};

	if (!query_run_all(session, queries, count, rows, failure))
		return false;
	for (size_t index = 0; index < count; index++)
	{
		append_all(&list, rows[index]);
		rows_free(rows[index]);
	}
	definition_list_sort(&list);
	*definitions = list;
	return true;
}

bool
catalog_definition_text(struct session *session, const char *schema,
                        const struct definition *object, char **text, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!query_run(session,
	               QUERY("sql/definitions.sql", PURPOSE, schema, object->kind, object->identity),
	               &rows, failure))
		return false;
	*text = rows_count(rows) > 0 ? rows_copy(rows, 0, "text") : NULL;
	return true;
}
