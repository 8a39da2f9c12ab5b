#ifndef PORT_RESET_H
#define PORT_RESET_H

/*
 * Empties a schema.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "domain/managed_schema.h"
#include "domain/schema_contents.h"

struct session;

/* A schema that is to be emptied, and the schemas whose turn comes after it in the same reset. */
struct reset_scope
{
	const char *schema;
	const struct managed_schema *later;
	size_t later_count;
	bool keeps_extensions; /* and what they brought: a shadow makes do with them */
};

struct reset_operations
{
	/*
	 * What the schema holds and who outside depends on it; those that are emptied and filled later
	 * in the same reset do not count. Reads system catalogs only, so it waits for no lock. The
	 * caller frees the contents.
	 */
	bool (*contents)(struct session *session, const struct reset_scope *scope,
	                 struct schema_contents *contents, struct failure *failure);
	/*
	 * Drops everything in the schema, with its rows, in the transaction that is open,
	 * and whatever depends on it: ask contents() first. The schema itself stays, and so
	 * do its owner, its privileges and the default privileges in it: its owner may lack
	 * the right to create another (CREATE on the database).
	 */
	bool (*empty)(struct session *session, const struct reset_scope *scope,
	              struct failure *failure);
};

#endif
