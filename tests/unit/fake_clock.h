#ifndef FAKE_CLOCK_H
#define FAKE_CLOCK_H

/*
 * Time that passes only when somebody sleeps, and chance that is always the same.
 */

#include "port/clock.h"

struct fake_clock
{
	struct clock clock; /* what the code under test gets */
	int64_t now_ms;
	int64_t slept_ms;
	int sleep_count;
	int64_t stop_at_ms; /* a stop signal comes at this time; 0: never */
	double random;      /* every throw */
	int uuid_count;     /* UUIDs are 00000000-0000-4000-8000-000000000001, ...2 */
};

/* The fake must not move afterwards: its clock points to it. */
void fake_clock_init(struct fake_clock *fake);

#endif
