#ifndef PORT_DIAGRAM_H
#define PORT_DIAGRAM_H

/*
 * What a diagram shows, out of the catalog.
 */

#include <stdbool.h>

#include "base/failure.h"
#include "domain/erd/diagram.h"
#include "domain/managed_schema.h"

struct session;

struct diagram_operations
{
	/*
	 * Adds the tables of the managed schema, and of those that are managed with it, as they are in
	 * the transaction that is open: the live ones, or those of a shadow. Takes no lock on them.
	 */
	bool (*read)(struct session *session, const struct managed_schema *schema,
	             struct diagram *diagram, struct failure *failure);
};

#endif
