#ifndef BASE_PULSE_H
#define BASE_PULSE_H

/*
 * A sign of life: whoever waits calls pulse_beat(), and whoever has to show outside that the program
 * is still there hears of it, every ten seconds at most.
 */

#include <stdint.h>

enum
{
	PULSE_INTERVAL_MS = 10000
};

/* One listener; NULL: none. It may wait itself, and is not called again meanwhile. */
void pulse_install(void (*beat)(void *context), void *context);

/*
 * now_ms  monotonic
 *
 * Cheap: called in each wait, which must not take longer than PULSE_INTERVAL_MS without it.
 */
void pulse_beat(int64_t now_ms);

#endif
