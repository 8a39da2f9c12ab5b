#include "adapter/postgres/catalog/catalog_made.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/catalog/catalog_definitions.h"
#include "adapter/postgres/catalog/catalog_managed.h"
#include "adapter/postgres/query/array_text.h"
#include "adapter/postgres/query/query.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/name_list.h"

enum
{
	NAMED_COUNT = 10 /* of what a message lists */
};

struct made_row
{
	const char *schema;
	const char *identity;
	bool is_whole;
};

static const struct column made_columns[] = {
	COLUMN(struct made_row, schema),
	COLUMN(struct made_row, identity),
	COLUMN(struct made_row, is_whole),
};
static const struct answer_shape made_answer = ANSWER(struct made_row, ROWS_ANY, made_columns);

static bool
find_made(struct session *session, const struct managed_schema *schema, struct rows **rows,
          struct failure *failure)
{
	const struct session_renames *renames = session_renames(session);

	return query_run(session,
	                 QUERY("sql/schema_made.sql", "find what the script made", &made_answer,
	                       as_text(schema->name), as_text(schema->ledger_schema),
	                       AS_ARRAY_OF(renames->items, renames->count, renamed),
	                       as_text(renames->suffix),
	                       as_array(schema->managed, schema->managed_count)),
	                 rows, failure);
}

/* Those that are recorded, and those where something was made now. */
static void
claim_rows(struct session *session, const struct rows *rows)
{
	cleanup_array_items struct array_items recorded = {NULL, 0, NULL};
	cleanup_text struct text beyond = TEXT_EMPTY;
	cleanup_name_list struct name_list names = {0};

	if (session_beyond(session) != NULL)
		(void)array_text_read(session_beyond(session), &recorded);
	for (size_t index = 0; index < recorded.count; index++)
	{
		if (recorded.items[index] != NULL)
			name_list_append(&names, recorded.items[index]);
	}
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct made_row row = {0};

		rows_read(rows, index, &row);
		name_list_append_once(&names, row.schema);
	}

	const struct array_source source = {
		.items = names.items, .count = names.count, .stride_bytes = sizeof *names.items};

	array_text_append(&beyond, &source);
	session_set_beyond(session, names.count > 0 ? text_bytes(&beyond) : NULL);
}

bool
catalog_claim_managed(struct session *session, const struct managed_schema *schema,
                      struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (schema->managed_scope != MANAGED_BY_PROMISE)
		return catalog_managed_ask(session, schema, failure);
	if (!find_made(session, schema, &rows, failure))
		return false;
	if (rows_count(rows) > 0)
		claim_rows(session, rows);
	return true;
}

/* What comes behind the name of a row that stands for the object. */
static bool
is_end(const struct definition *object, const struct made_row *row, size_t length_bytes)
{
	char next = object->identity[length_bytes];

	switch (object->kind)
	{
		case KIND_PRIVILEGES:
		case KIND_SCHEMA_PRIVILEGES:
			if (length_bytes == definition_object_bytes(object))
				return true;
			break;
		case KIND_STORAGE_PARAMETER:
			if (next == '.')
				return true;
			break;
		default:
			break;
	}
	return next == '\0' || (row->is_whole && strchr(". ", next) != NULL);
}

/* A row is the object itself, or what it is a part of: "s.t" of "s.t.c", and of "s.t from s.p". */
static bool
is_made(const struct rows *rows, const struct definition *object)
{
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct made_row row = {0};

		rows_read(rows, index, &row);

		size_t length_bytes = strlen(row.identity);

		if (strncmp(row.identity, object->identity, length_bytes) == 0 &&
		    is_end(object, &row, length_bytes))
			return true;
	}
	return false;
}

static bool
read_own_schema(struct session *session, const struct managed_schema *schema,
                struct definitions *home, struct failure *failure)
{
	cleanup_memory char *beyond = memory_copy_text_or_null(session_beyond(session));

	session_set_beyond(session, NULL);

	bool is_read = catalog_definitions(session, schema, home, failure);

	session_set_beyond(session, beyond);
	return is_read;
}

static struct definition_words
words_of(const struct definition *object)
{
	return (struct definition_words){
		.kind = object->kind_name,
		.identity = object->identity,
		.hash = object->hash,
		.text = object->text,
	};
}

static bool
fail_unmanaged(const struct managed_schema *schema, const struct name_list *schemas,
               const struct name_list *objects, struct failure *failure)
{
	cleanup_text struct text list = TEXT_EMPTY;
	cleanup_text struct text setting = TEXT_EMPTY;

	for (size_t index = 0; index < objects->count && index < NAMED_COUNT; index++)
		text_append_format(&list, "%s%s", index > 0 ? ", " : "", objects->items[index]);
	if (objects->count > NAMED_COUNT)
		text_append_format(&list, " and %zu more", objects->count - NAMED_COUNT);
	for (size_t index = 0; index < schema->managed_count; index++)
		text_append_format(&setting, "%s,", schema->managed[index]);
	for (size_t index = 0; index < schemas->count; index++)
		text_append_format(&setting, "%s%s", index > 0 ? "," : "", schemas->items[index]);
	fail(failure, FAILURE_SETTINGS,
	     "%s makes or changes what is in none of the managed schemas, where it would be neither "
	     "proved nor promised: %s; everything was rolled back",
	     schema->source, text_bytes(&list));
	if (schema->managed_scope == MANAGED_DATABASE)
		return fail_hint(failure, "Take it out of the DDL, or leave out --prune.");
	if (name_list_contains(schemas, ""))
		return fail_hint(failure, "Some of it is in no schema: leave out --managed-schemas "
		                          "(NOETL_MANAGED_SCHEMAS), or say --managed-schemas '*'.");
	return fail_hint(failure,
	                 "Manage these schemas, too: --managed-schemas '%s' "
	                 "(NOETL_MANAGED_SCHEMAS).",
	                 text_bytes(&setting));
}

/* Where the settings say what is managed, the DDL may not make what nobody would look at again. */
static bool
check_all_managed(const struct session *session, const struct managed_schema *schema,
                  const struct rows *rows, struct failure *failure)
{
	cleanup_name_list struct name_list managed = {0};
	cleanup_name_list struct name_list schemas = {0};
	cleanup_name_list struct name_list objects = {0};
	bool has_globals = false;

	if (schema->managed_scope == MANAGED_BY_PROMISE)
		return true;
	catalog_managed_names(session, schema, &managed, &has_globals);
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct made_row row = {0};

		rows_read(rows, index, &row);
		if (row.schema[0] == '\0' ? has_globals : name_list_contains(&managed, row.schema))
			continue;
		name_list_append_once(&schemas, row.schema);
		name_list_append_once(&objects, row.identity);
	}
	return schemas.count == 0 || fail_unmanaged(schema, &schemas, &objects, failure);
}

bool
catalog_keep_made(struct session *session, const struct managed_schema *schema,
                  const struct definitions *also, struct definitions *definitions,
                  struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;
	struct definitions kept = {0};

	if (session_beyond(session) == NULL)
		return true;
	if (!find_made(session, schema, &rows, failure) ||
	    !check_all_managed(session, schema, rows, failure) ||
	    !read_own_schema(session, schema, &kept, failure))
		return false;

	cleanup_definitions struct definitions all = *definitions;

	for (size_t index = 0; index < all.objects.count; index++)
	{
		const struct definition *object = &all.objects.items[index];
		const struct definition_words words = words_of(object);

		if (!definitions_have(&kept, object) &&
		    (is_made(rows, object) || (also != NULL && definitions_have(also, object))))
			definitions_append(&kept, &words);
	}
	definitions_sort(&kept);
	*definitions = kept;
	return true;
}

bool
catalog_drop_promised(struct session *session, const struct managed_schema *schema,
                      const struct definitions *promised, enum shadow_drop extent,
                      struct failure *failure)
{
	const struct definition_list *objects = &promised->objects;

	if ((session_beyond(session) == NULL && extent == SHADOW_DROP_BEYOND) || objects->count == 0)
		return true;
	return query_run(session,
	                 QUERY("sql/schema_shadow_drop.sql", "make room for the schema", NO_ANSWER,
	                       AS_ARRAY_OF(objects->items, objects->count, kind_name),
	                       AS_ARRAY_OF(objects->items, objects->count, identity),
	                       as_text(schema->name), as_flag(extent == SHADOW_DROP_EVERYWHERE),
	                       as_flag(extent == SHADOW_DROP_WHAT_MAY_BE)),
	                 NULL, failure);
}
