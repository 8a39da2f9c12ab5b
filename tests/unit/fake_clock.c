#include "fake_clock.h"

#include <stdio.h>

enum
{
	FAKE_UNIX_START_MS = 1000000
};

static int64_t
fake_clock_now_ms(void *context)
{
	return ((struct fake_clock *)context)->now_ms;
}

static int64_t
fake_clock_unix_ms(void *context)
{
	return FAKE_UNIX_START_MS + ((struct fake_clock *)context)->now_ms;
}

static bool
fake_clock_sleep_ms(void *context, int64_t duration_ms)
{
	struct fake_clock *fake = context;
	int64_t until_ms = fake->now_ms + duration_ms;
	bool is_stopped = fake->stop_at_ms > 0 && fake->stop_at_ms <= until_ms;

	if (is_stopped && fake->stop_at_ms > fake->now_ms)
		until_ms = fake->stop_at_ms;
	fake->sleep_count++;
	fake->slept_ms += until_ms - fake->now_ms;
	fake->now_ms = until_ms;
	return !is_stopped;
}

static double
fake_clock_random_unit(void *context)
{
	return ((struct fake_clock *)context)->random;
}

static void
fake_clock_random_uuid(void *context, char uuid[37])
{
	struct fake_clock *fake = context;

	fake->uuid_count++;
	(void)snprintf(uuid, 37, "00000000-0000-4000-8000-%012d", fake->uuid_count % 1000000);
}

void
fake_clock_init(struct fake_clock *fake)
{
	*fake = (struct fake_clock){.random = 0.5};
	fake->clock = (struct clock){
		.context = fake,
		.now_ms = fake_clock_now_ms,
		.unix_ms = fake_clock_unix_ms,
		.sleep_ms = fake_clock_sleep_ms,
		.random_unit = fake_clock_random_unit,
		.random_uuid = fake_clock_random_uuid,
	};
}
