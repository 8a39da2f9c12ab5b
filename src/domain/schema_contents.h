#ifndef DOMAIN_SCHEMA_CONTENTS_H
#define DOMAIN_SCHEMA_CONTENTS_H

/* What a schema contains, for a person who is about to delete it. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct schema_object_count
{
	char *kind; /* "table", "view", "function", ... */
	int64_t count;
};

struct schema_contents
{
	struct schema_object_count *kinds;
	size_t kind_count;
	int64_t row_estimate; /* as the server's statistics estimate it */
	/* Objects outside that depend on objects inside: "view reports.daily". */
	char **dependents;
	size_t dependent_count;
};

void schema_contents_free(struct schema_contents *contents); /* what it points to */
#define cleanup_schema_contents __attribute__((cleanup(schema_contents_free)))

void schema_contents_add(struct schema_contents *contents, const char *kind, int64_t count);
void schema_contents_add_dependent(struct schema_contents *contents, const char *dependent);

/* Appends "24 tables, 1 view and about 1234 rows", or "nothing". */
void schema_contents_describe(const struct schema_contents *contents, struct text *words);

/* Appends the dependents, separated by "; ", as many as room_bytes allow, then "and 3 more". */
void schema_contents_list_dependents(const struct schema_contents *contents, size_t room_bytes,
                                     struct text *words);

#endif
