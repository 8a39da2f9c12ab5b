#ifndef PORT_FLEET_RUNNER_H
#define PORT_FLEET_RUNNER_H

/*
 * Runs the members of a fleet, each isolated from the others: the failure of one does not affect
 * the rest.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "domain/fleet.h"

struct fleet_runner
{
	void *context;
	/*
	 * At most as many at a time as the runner was made for. FAILURE_TRANSIENT if it cannot be
	 * begun now; when another has ended it may be tried again. FAILURE_SETTINGS if it never can.
	 */
	bool (*start)(void *context, const char *name, struct failure *failure);
	/*
	 * Waits until one has ended. False, with nothing written, as soon as a stop signal has come
	 * and stop() was not called yet.
	 *
	 * name  the pointer that start() was given
	 */
	bool (*wait)(void *context, const char **name, struct fleet_member_end *end);
	/* Asks all that run to stop; wait() then brings their ends. */
	void (*stop)(void *context);
};

#endif
