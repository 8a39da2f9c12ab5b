#ifndef ADAPTER_POSTGRES_WIRE_SESSION_RENAMES_H
#define ADAPTER_POSTGRES_WIRE_SESSION_RENAMES_H

/*
 * What a shadow has put aside: schemas that have another name until the shadow is undone. What the
 * session reads of the catalog meanwhile says the names that they had. Renames that were undone
 * count for nothing: the queries look whether the new names are there.
 */

#include <stddef.h>

struct schema_rename
{
	char *renamed; /* what it is called now */
	char *original;
};

struct session_renames
{
	struct schema_rename *items;
	size_t count;
	/* What the new names end in, and no other name of the database: "__1a2b3c4d"; NULL: none. */
	char *suffix;
};

struct session_renames session_renames_copy(const struct session_renames *renames);
void session_renames_free(struct session_renames *renames);
#define cleanup_session_renames __attribute__((cleanup(session_renames_free)))

#endif
