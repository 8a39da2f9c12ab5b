#include "domain/throttle.h"

bool
throttle_admits(struct throttle *throttle, int64_t now_ms)
{
	int64_t room_ms = (throttle->burst_count - 1) * throttle->interval_ms;

	if (throttle->due_ms - room_ms > now_ms)
		return false;
	throttle->due_ms =
		(throttle->due_ms > now_ms ? throttle->due_ms : now_ms) + throttle->interval_ms;
	return true;
}
