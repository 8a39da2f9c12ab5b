#ifndef PORT_HOUSEKEEPING_H
#define PORT_HOUSEKEEPING_H

/*
 * Emptying a schema, and taking rows out of it.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/failure.h"
#include "domain/managed_schema.h"
#include "domain/schema_contents.h"

struct session;

/* Takes one row of an export as JSON without line ends; false stops with its failure. */
struct export_receiver
{
	void *context;
	bool (*receive)(void *context, const char *json, struct failure *failure);
};

/* A schema that is to be emptied, and the schemas whose turn comes after it in the same reset. */
struct reset_scope
{
	const char *schema;
	const struct managed_schema *later;
	size_t later_count;
};

struct housekeeping_operations
{
	/*
	 * What the schema holds and who outside depends on it; those that are emptied and
	 * filled later in the same reset do not count. Reads system catalogs only, so it
	 * waits for nobody. The caller frees the contents.
	 */
	bool (*contents)(struct session *session, const struct reset_scope *scope,
	                 struct schema_contents *contents, struct failure *failure);
	/*
	 * Drops everything in the schema, with its rows, in the transaction that is open,
	 * and whatever depends on it: ask contents() first. The schema itself stays, and so
	 * do its owner, its privileges and the default privileges in it: its owner may lack
	 * the right to create another (CREATE on the database).
	 */
	bool (*empty)(struct session *session, const char *schema, struct failure *failure);
	/*
	 * Hands over the rows of event_log of one execution, ordered by (timestamp,
	 * event_id), in the transaction that is open. Memory does not grow with their number.
	 * FAILURE_DRIFT if the schema has no event_log.
	 */
	bool (*export_event_log)(struct session *session, const char *schema, int64_t execution_id,
	                         const struct export_receiver *receiver, struct failure *failure);
};

#endif
