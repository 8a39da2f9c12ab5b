#ifndef BASE_WAIT_H
#define BASE_WAIT_H

/*
 * Waits for a descriptor or a stop signal.
 */

#include <stdbool.h>
#include <stdint.h>

enum wait_outcome
{
	WAIT_READY,
	WAIT_STOPPED,
	WAIT_TIMED_OUT
};

enum
{
	WAIT_FOREVER = -1
};

/* Monotonic. */
int64_t wait_now_ms(void);

/*
 * Waits for poll(2) events on a descriptor.
 *
 * deadline_ms  on the clock of wait_now_ms(), or WAIT_FOREVER
 * heeds_stop   false in the little that is done after a stop signal
 */
enum wait_outcome wait_for_descriptor(int descriptor, short events, int64_t deadline_ms,
                                      bool heeds_stop);

#endif
