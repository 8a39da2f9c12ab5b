#ifndef DOMAIN_THROTTLE_H
#define DOMAIN_THROTTLE_H

/*
 * How often something may be done: a few times at once, then once in a while.
 *
 * A leaky bucket (the generic cell rate algorithm of ATM Forum's "Traffic
 * Management Specification", 4.4.2): one number of state, and no timer.
 */

#include <stdbool.h>
#include <stdint.h>

struct throttle
{
	int64_t burst_count; /* how many may come at once; at least 1 */
	int64_t interval_ms; /* one more for each */
	int64_t due_ms;      /* when the bucket is empty again; 0 before the first */
};

/* True, and counted, if one more may be done now. now_ms never goes back. */
bool throttle_admits(struct throttle *throttle, int64_t now_ms);

#endif
