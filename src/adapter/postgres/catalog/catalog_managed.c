#include "adapter/postgres/catalog/catalog_managed.h"

#include <stdlib.h>

#include "adapter/postgres/query/array_text.h"
#include "adapter/postgres/wire/session_properties.h"
#include "base/cleanup.h"
#include "domain/name_list.h"

#define PURPOSE "see which schemas are managed"

struct managed_row
{
	const char *beyond;
};

static const struct column managed_columns[] = {COLUMN(struct managed_row, beyond)};
static const struct answer_shape managed_answer =
	ANSWER(struct managed_row, ROWS_ONE, managed_columns);

static void
prepare_list(struct catalog_managed *managed, const struct managed_schema *schema)
{
	const struct array_source source = {.items = schema->managed,
	                                    .count = schema->managed_count,
	                                    .stride_bytes = sizeof *schema->managed};

	array_text_append(&managed->list, &source);
	managed->parameters[0] = as_text(text_bytes(&managed->list));
	managed->query.file = "sql/beyond_set.sql";
	managed->query.parameter_count = 1;
}

static void
prepare_database(struct catalog_managed *managed, const struct session *session,
                 const struct managed_schema *schema)
{
	const struct session_renames *renames = session_renames(session);

	managed->parameters[0] = as_text(schema->name);
	managed->parameters[1] = as_text(schema->ledger_base);
	managed->parameters[2] = AS_ARRAY_OF(renames->items, renames->count, renamed);
	managed->query.file = "sql/managed_database.sql";
	managed->parameters[3] = as_flag(schema->prunes);
	managed->query.parameter_count = 4;
}

bool
catalog_managed_prepare(struct catalog_managed *managed, const struct session *session,
                        const struct managed_schema *schema)
{
	*managed = (struct catalog_managed){
		.query = {.purpose = PURPOSE, .answer = &managed_answer, .parameters = managed->parameters},
		.list = TEXT_EMPTY,
	};
	if (schema->managed_scope == MANAGED_LIST)
		prepare_list(managed, schema);
	else if (schema->managed_scope == MANAGED_DATABASE)
		prepare_database(managed, session, schema);
	return schema->managed_scope != MANAGED_BY_PROMISE;
}

void
catalog_managed_note(const struct rows *rows, struct session *session)
{
	struct managed_row row = {0};

	rows_read(rows, 0, &row);
	session_set_beyond(session, row.beyond);
}

void
catalog_managed_free(struct catalog_managed *managed)
{
	text_free(&managed->list);
}

bool
catalog_managed_ask(struct session *session, const struct managed_schema *schema,
                    struct failure *failure)
{
	cleanup_catalog_managed struct catalog_managed managed;
	cleanup_rows struct rows *rows = NULL;

	if (!catalog_managed_prepare(&managed, session, schema))
		return true;
	if (!query_run(session, &managed.query, &rows, failure))
		return false;
	catalog_managed_note(rows, session);
	return true;
}

void
catalog_managed_names(const struct session *session, const struct managed_schema *schema,
                      struct name_list *names, bool *has_globals)
{
	cleanup_array_items struct array_items beyond = {NULL, 0, NULL};

	*has_globals = false;
	name_list_append(names, schema->name);
	if (session_beyond(session) == NULL)
		return;
	(void)array_text_read(session_beyond(session), &beyond);
	for (size_t index = 0; index < beyond.count; index++)
	{
		const char *name = beyond.items[index];

		if (name != NULL && name[0] == '\0')
			*has_globals = true;
		else if (name != NULL)
			name_list_append_once(names, name);
	}
}
