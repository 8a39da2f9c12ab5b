#ifndef PORT_CLOCK_H
#define PORT_CLOCK_H

/*
 * Time and random numbers for the application. Tests use a fake.
 */

#include <stdbool.h>
#include <stdint.h>

struct clock
{
	void *context;
	/* Monotonic. */
	int64_t (*now_ms)(void *context);
	/* Unix time. */
	int64_t (*unix_ms)(void *context);
	/* Returns early, with false, when a stop signal comes. */
	bool (*sleep_ms)(void *context, int64_t duration_ms);
	/* Uniform in [0, 1). */
	double (*random_unit)(void *context);
	/* A random UUID (version 4) as 36 characters and NUL. */
	void (*random_uuid)(void *context, char uuid[37]);
};

#endif
