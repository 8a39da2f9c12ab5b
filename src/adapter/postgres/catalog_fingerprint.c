#include "adapter/postgres/catalog_fingerprint.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/catalog_extensions.h"
#include "base/memory.h"
#include "base/sha256.h"

#define ROLES_FILE "sql/fingerprint_roles.sql"
#define OBJECTS_FILE "sql/fingerprint.sql"
#define EXTENSIONS_FILE "sql/fingerprint_extensions.sql"
#define PURPOSE "read the catalog's fingerprint"

/* What the queries return, all of it. */
static const char *const roles_columns[] = {"namespaces",  "databases", "roles",
                                            "memberships", "settings",  NULL};
static const char *const extensions_columns[] = {"extensions", NULL};
static const char *const objects_columns[] = {
	"classes",   "index_classes", "attributes",         "constraints",
	"indexes",   "triggers",      "rewrites",           "sequences",
	"functions", "descriptions",  "default_privileges", "rare_objects",
	NULL};

struct answer_shape
{
	const char *file;
	const char *const *columns;
};

static const struct answer_shape answer_shapes[] = {
	{ROLES_FILE, roles_columns},
	{EXTENSIONS_FILE, extensions_columns},
	{OBJECTS_FILE, objects_columns},
};

enum
{
	ANSWER_SHAPE_COUNT = sizeof answer_shapes / sizeof answer_shapes[0]
};

static void
add_query(struct catalog_fingerprint *fingerprint, const char *file, const char *const *parameters,
          size_t parameter_count)
{
	fingerprint->queries[fingerprint->query_count++] = (struct query){
		.file = file,
		.purpose = PURPOSE,
		.parameters = parameters,
		.parameter_count = parameter_count,
	};
}

void
catalog_fingerprint_prepare(struct catalog_fingerprint *fingerprint, const struct target *target)
{
	*fingerprint = (struct catalog_fingerprint){.parameters = {target->schema, target->owner}};
	add_query(fingerprint, ROLES_FILE, fingerprint->parameters, 2);
	if (target->extension_count > 0)
	{
		fingerprint->extensions = catalog_extensions_list(target);
		fingerprint->extension_list[0] = fingerprint->extensions;
		add_query(fingerprint, EXTENSIONS_FILE, fingerprint->extension_list, 1);
	}
	/* What users keep in a schema without scripts is theirs. */
	fingerprint->has_objects = target->script_count > 0;
	if (fingerprint->has_objects)
		add_query(fingerprint, OBJECTS_FILE, fingerprint->parameters, 1);
}

void
catalog_fingerprint_free(struct catalog_fingerprint *fingerprint)
{
	free(fingerprint->extensions);
	fingerprint->extensions = NULL;
}

static int
compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/*
 * Adds the elements of an array, sorted: {10,9,9} as 10, 9, 9. None of them needs
 * quotes, for the queries give numbers and words only.
 */
static void
add_multiset(struct sha256 *sha256, const char *array)
{
	char *copy = memory_copy_text(array);
	size_t count = 0;
	size_t limit = 1;

	for (const char *byte = copy; *byte != '\0'; byte++)
		limit += *byte == ',';

	const char **elements = memory_allocate(limit, sizeof *elements);
	char *rest = NULL;

	for (char *element = strtok_r(copy, "{,}", &rest); element != NULL;
	     element = strtok_r(NULL, "{,}", &rest))
		elements[count++] = element;
	qsort(elements, count, sizeof *elements, compare_texts);
	for (size_t index = 0; index < count; index++)
		sha256_add_text(sha256, elements[index]);
	free(elements);
	free(copy);
}

static void
add_answer(struct sha256 *sha256, const char *file, const struct rows *rows)
{
	const char *const *columns = NULL;

	for (size_t index = 0; index < ANSWER_SHAPE_COUNT; index++)
		if (strcmp(answer_shapes[index].file, file) == 0)
			columns = answer_shapes[index].columns;
	for (; columns != NULL && *columns != NULL; columns++)
	{
		const char *array = rows_text(rows, 0, *columns);

		sha256_add_text(sha256, *columns);
		if (array != NULL)
			add_multiset(sha256, array);
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
		add_answer(&sha256, fingerprint->queries[index].file, rows[index]);
	}
	sha256_finish(&sha256, hash);
	(void)snprintf(sum, CATALOG_FINGERPRINT_BYTES, "%d.%.*s", CATALOG_DEFINITION_FORM,
	               CATALOG_FINGERPRINT_HASH_DIGITS, hash);
}

int
catalog_fingerprint_form(const char *sum)
{
	char *end = NULL;
	long form = strtol(sum, &end, 10);

	return end != sum && *end == '.' && form > 0 && form < INT_MAX ? (int)form : 0;
}
