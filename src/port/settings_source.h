#ifndef PORT_SETTINGS_SOURCE_H
#define PORT_SETTINGS_SOURCE_H

/*
 * A place outside this machine that settings can be read from, if they ask for it.
 */

#include <stdbool.h>

#include "domain/settings.h"

struct settings_source
{
	void *context;
	/*
	 * Offers what is there; a malformed value is left as a problem. Settings that do not ask for
	 * this source get nothing from it.
	 *
	 * Failures: FAILURE_UNREACHABLE where time may help (no answer, or nothing there yet),
	 * FAILURE_DENIED, FAILURE_SETTINGS, FAILURE_INTERRUPTED.
	 */
	bool (*offer)(void *context, struct settings *settings, struct failure *failure);
};

#endif
