#ifndef DOMAIN_BACKOFF_H
#define DOMAIN_BACKOFF_H

/*
 * How long to pause before the next try: decorrelated jitter, as Amazon's Builders' Library
 * describes it. Copies that started together drift apart.
 */

#include <stdint.h>

struct backoff
{
	int64_t base_ms;     /* no pause is shorter */
	int64_t cap_ms;      /* no pause is longer */
	int64_t previous_ms; /* 0 before the first */
};

/* random_unit: uniform in [0, 1). */
int64_t backoff_next_ms(struct backoff *backoff, double random_unit);

#endif
