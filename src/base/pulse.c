#include "base/pulse.h"

#include <stdbool.h>
#include <stddef.h>

static struct
{
	void (*beat)(void *context);
	void *context;
	int64_t last_ms;
	bool is_beating;
} pulse;

void
pulse_install(void (*beat)(void *context), void *context)
{
	pulse.beat = beat;
	pulse.context = context;
	pulse.last_ms = 0;
}

void
pulse_beat(int64_t now_ms)
{
	if (pulse.beat == NULL || pulse.is_beating || now_ms - pulse.last_ms < PULSE_INTERVAL_MS)
		return;
	pulse.is_beating = true;
	pulse.beat(pulse.context);
	pulse.is_beating = false;
	pulse.last_ms = now_ms;
}
