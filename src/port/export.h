#ifndef PORT_EXPORT_H
#define PORT_EXPORT_H

/*
 * Taking rows out of a schema.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/failure.h"

struct session;

/* Takes one row of an export as JSON without line ends; false stops with its failure. */
struct export_receiver
{
	void *context;
	bool (*receive)(void *context, const char *json, struct failure *failure);
};

struct export_operations
{
	/*
	 * Hands over the rows of event_log of one execution, ordered by (timestamp,
	 * event_id), in the transaction that is open. Memory does not grow with their number.
	 * FAILURE_DRIFT if the schema has no event_log.
	 */
	bool (*event_log)(struct session *session, const char *schema, int64_t execution_id,
	                  const struct export_receiver *receiver, struct failure *failure);
};

#endif
