#ifndef PORT_MANDATE_H
#define PORT_MANDATE_H

/*
 * Whether anybody still wants the run: a deployment that was given up may have removed what started
 * it, and must not find its schema changed later.
 */

#include <stdbool.h>

#include "base/failure.h"

struct mandate
{
	void *context;
	/*
	 * True as well if that cannot be told. Takes at most a second.
	 *
	 * Failures: FAILURE_INTERRUPTED if what started the run is gone, or was stopped; also by a stop
	 * signal. FAILURE_UNWANTED if the run's account is gone.
	 */
	bool (*holds)(void *context, struct failure *failure);
};

#endif
