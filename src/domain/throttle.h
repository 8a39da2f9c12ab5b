#ifndef DOMAIN_THROTTLE_H
#define DOMAIN_THROTTLE_H

/*
 * Limits how often something is done: a few times at once, then once an interval.
 *
 * A leaky bucket (the generic cell rate algorithm of ATM Forum's "Traffic Management
 * Specification", 4.4.2): one number of state, and no timer.
 */

#include <stdbool.h>
#include <stdint.h>

struct throttle
{
	int64_t burst_count; /* most that are allowed at once; at least 1 */
	int64_t interval_ms; /* until one more is allowed */
	int64_t due_ms;      /* when the bucket is empty again; 0 before the first */
};

/* True, and counted, if one more is allowed now. now_ms never decreases. */
bool throttle_admits(struct throttle *throttle, int64_t now_ms);

#endif
