#ifndef PORT_PROGRESS_H
#define PORT_PROGRESS_H

/*
 * Progress for a person at a terminal. Elsewhere it is logged from time to time, if nothing else
 * is.
 */

#include <stddef.h>
#include <stdint.h>

struct progress
{
	void *context;
	/* "waiting for the server", "applying noetl", ... ; what goes on from now. */
	void (*phase)(void *context, const char *what);
	/* unit: "statement"; borrowed for the length of the phase. */
	void (*count)(void *context, const char *unit, size_t done_count, size_t total_count);
	/* Called from time to time during a wait, but not during a long statement. */
	void (*tick)(void *context);
	/* The phase is over: clears the line. */
	void (*finish)(void *context);
};

#endif
