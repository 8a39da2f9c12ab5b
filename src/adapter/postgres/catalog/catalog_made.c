#include "adapter/postgres/catalog/catalog_made.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/catalog/catalog_definitions.h"
#include "adapter/postgres/query/array_text.h"
#include "adapter/postgres/query/query.h"
#include "base/cleanup.h"
#include "base/memory.h"

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
	return query_run(session,
	                 QUERY("sql/schema_made.sql", "find what the script made", &made_answer,
	                       as_text(schema->name), as_text(schema->ledger_schema),
	                       as_text(session_renamed(session))),
	                 rows, failure);
}

struct name_item
{
	const char *name;
};

static bool
has_name(const struct name_item *names, size_t count, const char *name)
{
	for (size_t index = 0; index < count; index++)
	{
		if (strcmp(names[index].name, name) == 0)
			return true;
	}
	return false;
}

/* Those that are recorded, and those where something was made now. */
static void
claim_rows(struct session *session, const struct rows *rows)
{
	cleanup_array_items struct array_items recorded = {NULL, 0, NULL};
	cleanup_text struct text beyond = TEXT_EMPTY;
	struct name_item *names = NULL;
	size_t count = 0;

	if (session_beyond(session) != NULL)
		(void)array_text_read(session_beyond(session), &recorded);
	names = memory_allocate(recorded.count + rows_count(rows), sizeof *names);
	for (size_t index = 0; index < recorded.count; index++)
		names[count++].name = recorded.items[index];
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct made_row row = {0};

		rows_read(rows, index, &row);
		if (!has_name(names, count, row.schema))
			names[count++].name = row.schema;
	}

	const struct array_source source = {names, count, sizeof *names,
	                                    offsetof(struct name_item, name)};

	array_text_append(&beyond, &source);
	session_set_beyond(session, count > 0 ? text_bytes(&beyond) : NULL);
	free(names);
}

bool
catalog_claim_made(struct session *session, const struct managed_schema *schema,
                   struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!find_made(session, schema, &rows, failure))
		return false;
	if (rows_count(rows) > 0)
		claim_rows(session, rows);
	return true;
}

/* A row is the object itself, or what it is a part of: "s.t" of "s.t.c", and of "s.t from s.p". */
static bool
is_made(const struct rows *rows, const char *identity)
{
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct made_row row = {0};

		rows_read(rows, index, &row);

		size_t length_bytes = strlen(row.identity);

		if (strncmp(row.identity, identity, length_bytes) == 0 &&
		    (identity[length_bytes] == '\0' ||
		     (row.is_whole && strchr(". ", identity[length_bytes]) != NULL)))
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

bool
catalog_keep_made(struct session *session, const struct managed_schema *schema,
                  struct definitions *definitions, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;
	struct definitions kept = {0};

	if (session_beyond(session) == NULL)
		return true;
	if (!find_made(session, schema, &rows, failure) ||
	    !read_own_schema(session, schema, &kept, failure))
		return false;

	cleanup_definitions struct definitions all = *definitions;

	for (size_t index = 0; index < all.objects.count; index++)
	{
		const struct definition *object = &all.objects.items[index];
		const struct definition_words words = words_of(object);

		if (!definitions_have(&kept, object) && is_made(rows, object->identity))
			definitions_append(&kept, &words);
	}
	definitions_sort(&kept);
	*definitions = kept;
	return true;
}

struct promised_item
{
	const char *kind;
	const char *identity;
};

bool
catalog_drop_promised(struct session *session, const struct managed_schema *schema,
                      const struct definitions *promised, bool everywhere, struct failure *failure)
{
	size_t count = promised->objects.count;

	if ((session_beyond(session) == NULL && !everywhere) || count == 0)
		return true;

	struct promised_item *items = memory_allocate(count, sizeof *items);

	for (size_t index = 0; index < count; index++)
		items[index] = (struct promised_item){promised->objects.items[index].kind_name,
		                                      promised->objects.items[index].identity};

	bool is_done =
		query_run(session,
	              QUERY("sql/schema_shadow_drop.sql", "make room for the schema", NO_ANSWER,
	                    AS_ARRAY_OF(items, count, kind), AS_ARRAY_OF(items, count, identity),
	                    as_text(schema->name), as_flag(everywhere)),
	              NULL, failure);

	free(items);
	return is_done;
}
