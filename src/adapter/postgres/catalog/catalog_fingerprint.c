#include "adapter/postgres/catalog/catalog_fingerprint.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/query/array_text.h"
#include "base/number_text.h"
#include "base/sha256.h"

#define ROLES_FILE "sql/fingerprint_roles.sql"
#define OBJECTS_FILE "sql/fingerprint.sql"
#define EXTENSIONS_FILE "sql/fingerprint_extensions.sql"
#define GLOBALS_FILE "sql/fingerprint_global.sql"
#define PURPOSE "read the catalog's fingerprint"

/* The arrays of one answer, by their places in its shape. */
enum
{
	ARRAY_LIMIT = 13
};

struct fingerprint_row
{
	const char *arrays[ARRAY_LIMIT];
	bool is_empty; /* of the objects alone */
};

#define ARRAY(name_, index)                                                                        \
	{                                                                                              \
		.name = (name_),                                                                           \
		.offset_bytes = offsetof(struct fingerprint_row, arrays) + (index) * sizeof(const char *), \
		.form = COLUMN_ARRAY, .may_be_null = true                                                  \
	}

/* What the queries return, all of it. */
static const struct column roles_columns[] = {
	/* Not an array, but read as if it were one of a single element: so it was summed up always. */
	{.name = "namespaces", .offset_bytes = offsetof(struct fingerprint_row, arrays)},
	ARRAY("databases", 1),
	ARRAY("roles", 2),
	ARRAY("memberships", 3),
	ARRAY("settings", 4),
};
static const struct column extensions_columns[] = {ARRAY("extensions", 0)};
static const struct column globals_columns[] = {ARRAY("globals", 0)};
static const struct column objects_columns[] = {
	ARRAY("classes", 0),
	ARRAY("index_classes", 1),
	ARRAY("attributes", 2),
	ARRAY("constraints", 3),
	ARRAY("indexes", 4),
	ARRAY("triggers", 5),
	ARRAY("rewrites", 6),
	ARRAY("sequences", 7),
	ARRAY("functions", 8),
	ARRAY("descriptions", 9),
	ARRAY("default_privileges", 10),
	ARRAY("rare_objects", 11),
	ARRAY("namespaces", 12),
	COLUMN(struct fingerprint_row, is_empty),
};

static const struct answer_shape roles_answer =
	ANSWER(struct fingerprint_row, ROWS_AT_MOST_ONE, roles_columns);
static const struct answer_shape extensions_answer =
	ANSWER(struct fingerprint_row, ROWS_ONE, extensions_columns);
static const struct answer_shape globals_answer =
	ANSWER(struct fingerprint_row, ROWS_ONE, globals_columns);
static const struct answer_shape objects_answer =
	ANSWER(struct fingerprint_row, ROWS_ANY, objects_columns);

static void
add_fingerprint_query(struct catalog_fingerprint *fingerprint, const char *file,
                      const struct answer_shape *answer, const struct query_parameter *parameters,
                      size_t parameter_count)
{
	fingerprint->queries[fingerprint->query_count++] = (struct query){
		.file = file,
		.purpose = PURPOSE,
		.answer = answer,
		.parameters = parameters,
		.parameter_count = parameter_count,
	};
}

void
catalog_fingerprint_prepare(struct catalog_fingerprint *fingerprint,
                            const struct managed_schema *schema)
{
	*fingerprint =
		(struct catalog_fingerprint){.parameters = {as_text(schema->name), as_text(schema->owner)}};
	fingerprint->objects[0] = as_text(schema->name);
	fingerprint->objects[1] = AS_ARRAY_OF(schema->partitions, schema->partition_count, table);
	add_fingerprint_query(fingerprint, ROLES_FILE, &roles_answer, fingerprint->parameters, 2);
	if (schema->extension_count > 0)
	{
		fingerprint->extensions = AS_ARRAY_OF(schema->extensions, schema->extension_count, name);
		add_fingerprint_query(fingerprint, EXTENSIONS_FILE, &extensions_answer,
		                      &fingerprint->extensions, 1);
	}
	if (managed_schema_may_reach_beyond(schema))
		add_fingerprint_query(fingerprint, GLOBALS_FILE, &globals_answer, NULL, 0);
	/* What users keep in a schema without scripts is theirs. */
	fingerprint->has_objects = !managed_schema_holds_users_objects(schema);
	if (fingerprint->has_objects)
		add_fingerprint_query(fingerprint, OBJECTS_FILE, &objects_answer, fingerprint->objects, 2);
}

/* Adds the elements of an array, sorted: {10,9,9} as 10, 9, 9. */
static void
add_multiset_to_sum(struct sha256 *sha256, const char *array)
{
	cleanup_array_items struct array_items items = {NULL, 0, NULL};

	/* Has been checked: what is no array does not come here. */
	(void)array_text_read(array, &items);
	for (size_t index = 0; index < items.count; index++)
	{
		if (items.items[index] == NULL)
			items.items[index] = "NULL";
	}
	array_items_sort(&items);
	for (size_t index = 0; index < items.count; index++)
		sha256_add_text(sha256, items.items[index]);
}

static void
add_row_to_sum(struct sha256 *sha256, const struct answer_shape *shape, const struct rows *rows,
               size_t at)
{
	struct fingerprint_row row = {0};

	rows_read(rows, at, &row);
	for (size_t index = 0; index < shape->column_count; index++)
	{
		const struct column *column = &shape->columns[index];

		if (column->form == COLUMN_FLAG)
			continue;
		sha256_add_text(sha256, column->name);
		if (column->form == COLUMN_TEXT)
			sha256_add_text(sha256, row.arrays[index]);
		else if (row.arrays[index] != NULL)
			add_multiset_to_sum(sha256, row.arrays[index]);
	}
}

void
catalog_fingerprint_sum(const struct catalog_fingerprint *fingerprint, struct rows *const *rows,
                        char sum[65])
{
	struct sha256 sha256;
	char hash[SHA256_HEX_BYTES];

	sum[0] = '\0';
	sha256_begin(&sha256);
	for (size_t index = 0; index < fingerprint->query_count; index++)
	{
		if (rows_count(rows[index]) == 0)
			return;
		for (size_t at = 0; at < rows_count(rows[index]); at++)
			add_row_to_sum(&sha256, fingerprint->queries[index].answer, rows[index], at);
	}
	sha256_finish(&sha256, hash);
	(void)snprintf(sum, CATALOG_FINGERPRINT_BYTES, "%d.%.*s", CATALOG_DEFINITION_FORM,
	               CATALOG_FINGERPRINT_HASH_DIGITS, hash);
}

bool
catalog_fingerprint_schema_exists(struct rows *const *rows)
{
	return rows_count(rows[0]) > 0;
}

/* A row is about the schema itself if there is one of that name: then it is the first. */
bool
catalog_fingerprint_schema_is_empty(const struct catalog_fingerprint *fingerprint,
                                    struct rows *const *rows)
{
	struct fingerprint_row row = {0};

	if (fingerprint->has_objects && catalog_fingerprint_schema_exists(rows))
		rows_read(rows[fingerprint->query_count - 1], 0, &row);
	return row.is_empty;
}

static bool
has_globals(const struct catalog_fingerprint *fingerprint, struct rows *const *rows)
{
	for (size_t index = 0; index < fingerprint->query_count; index++)
	{
		struct fingerprint_row row = {0};

		if (fingerprint->queries[index].answer != &globals_answer)
			continue;
		rows_read(rows[index], 0, &row);
		return row.arrays[0] != NULL && strcmp(row.arrays[0], "{}") != 0;
	}
	return false;
}

bool
catalog_fingerprint_beyond_is_empty(const struct catalog_fingerprint *fingerprint,
                                    struct rows *const *rows, bool schemas_count)
{
	const struct rows *objects = rows[fingerprint->query_count - 1];
	size_t first = catalog_fingerprint_schema_exists(rows) ? 1 : 0;

	for (size_t index = first; fingerprint->has_objects && index < rows_count(objects); index++)
	{
		struct fingerprint_row row = {0};

		rows_read(objects, index, &row);
		if (schemas_count || !row.is_empty)
			return false;
	}
	return !schemas_count || !has_globals(fingerprint, rows);
}

int
catalog_fingerprint_form(const char *sum)
{
	const char *dot = strchr(sum, '.');
	int64_t form = 0;

	return dot != NULL && number_from_bytes(sum, (size_t)(dot - sum), &form) && form > 0 &&
	               form < INT_MAX
	           ? (int)form
	           : 0;
}
