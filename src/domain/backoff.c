#include "domain/backoff.h"

/* A pause is drawn between the base and this many times the pause before it. */
enum
{
	BACKOFF_GROWTH = 3
};

int64_t
backoff_next_ms(struct backoff *backoff, double random_unit)
{
	int64_t previous_ms = backoff->previous_ms > 0 ? backoff->previous_ms : backoff->base_ms;
	int64_t range_ms = previous_ms * BACKOFF_GROWTH - backoff->base_ms;
	int64_t pause_ms = backoff->base_ms + (int64_t)(random_unit * (double)range_ms);

	if (pause_ms > backoff->cap_ms)
		pause_ms = backoff->cap_ms;
	backoff->previous_ms = pause_ms;
	return pause_ms;
}
