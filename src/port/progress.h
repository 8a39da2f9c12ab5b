#ifndef PORT_PROGRESS_H
#define PORT_PROGRESS_H

/*
 * What a person at a terminal watches. Elsewhere it is told from time to time, if
 * nothing else is.
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
	/* Called every now and then in a wait; a long statement does without. */
	void (*tick)(void *context);
	/* What went on is over: clears the line. */
	void (*finish)(void *context);
};

#endif
