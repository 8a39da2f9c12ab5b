#include "adapter/clock/system_clock.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "base/stop_signal.h"

static int64_t
read_clock_ms(clockid_t clock)
{
	struct timespec now;

	(void)clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t
system_clock_now_ms(void *context)
{
	(void)context;
	return read_clock_ms(CLOCK_MONOTONIC);
}

static int64_t
system_clock_unix_ms(void *context)
{
	(void)context;
	return read_clock_ms(CLOCK_REALTIME);
}

/* poll() passes over a descriptor of -1: before the handlers are there it just waits. */
static bool
system_clock_sleep_ms(void *context, int64_t duration_ms)
{
	int64_t deadline_ms = system_clock_now_ms(context) + duration_ms;

	while (!stop_signal_was_received())
	{
		int64_t left_ms = deadline_ms - system_clock_now_ms(context);
		struct pollfd stop = {.fd = stop_signal_descriptor(), .events = POLLIN};

		if (left_ms <= 0)
			return true;
		(void)poll(&stop, 1, left_ms > 60000 ? 60000 : (int)left_ms);
	}
	return false;
}

/*
 * A kernel without getrandom() is older than any that runs containers, but a
 * seccomp profile may refuse it. Time and process then still tell runs apart.
 */
static void
fill_randomly(unsigned char *bytes, size_t length_bytes)
{
	ssize_t filled_bytes;

	do
		filled_bytes = getrandom(bytes, length_bytes, 0);
	while (filled_bytes < 0 && errno == EINTR);
	if (filled_bytes == (ssize_t)length_bytes)
		return;

	struct timespec now;

	(void)clock_gettime(CLOCK_REALTIME, &now);

	uint64_t state = (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec +
	                 ((uint64_t)getpid() << 32);

	/* splitmix64 */
	for (size_t index = 0; index < length_bytes; index++)
	{
		uint64_t mixed = state += UINT64_C(0x9E3779B97F4A7C15);

		mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
		mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
		bytes[index] = (unsigned char)(mixed >> 56);
	}
}

static double
system_clock_random_unit(void *context)
{
	uint64_t bits = 0;

	(void)context;
	fill_randomly((unsigned char *)&bits, sizeof bits);
	/* 53 bits are what a double can hold exactly. */
	return (double)(bits >> 11) * 0x1.0p-53;
}

static void
system_clock_random_uuid(void *context, char uuid[37])
{
	unsigned char bytes[16];

	(void)context;
	fill_randomly(bytes, sizeof bytes);
	/* Version 4, variant 1 (RFC 4122, section 4.4). */
	bytes[6] = (unsigned char)((bytes[6] & 0x0F) | 0x40);
	bytes[8] = (unsigned char)((bytes[8] & 0x3F) | 0x80);
	(void)snprintf(uuid, 37, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
	               bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
	               bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14],
	               bytes[15]);
}

const struct clock *
system_clock(void)
{
	static const struct clock clock = {
		.now_ms = system_clock_now_ms,
		.unix_ms = system_clock_unix_ms,
		.sleep_ms = system_clock_sleep_ms,
		.random_unit = system_clock_random_unit,
		.random_uuid = system_clock_random_uuid,
	};
	return &clock;
}
