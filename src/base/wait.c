#include "base/wait.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <time.h>

#include "base/pulse.h"
#include "base/stop_signal.h"

enum
{
	MS_PER_SECOND = 1000,
	NS_PER_MS = 1000000
};

int64_t
wait_now_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * MS_PER_SECOND + now.tv_nsec / NS_PER_MS;
}

static int
remaining_ms(int64_t deadline_ms)
{
	if (deadline_ms == WAIT_FOREVER)
		return -1;

	int64_t left_ms = deadline_ms - wait_now_ms();

	if (left_ms < 0)
		return 0;
	return left_ms < INT_MAX ? (int)left_ms : INT_MAX;
}

enum wait_outcome
wait_for_descriptor(int descriptor, short events, int64_t deadline_ms, bool heeds_stop)
{
	for (;;)
	{
		/* poll() passes over a negative descriptor. */
		struct pollfd watched[2] = {
			{.fd = descriptor, .events = events},
			{.fd = heeds_stop ? stop_signal_descriptor() : -1, .events = POLLIN},
		};
		int left_ms = remaining_ms(deadline_ms);
		bool is_cut = left_ms < 0 || left_ms > PULSE_INTERVAL_MS;

		if (heeds_stop)
			pulse_beat(wait_now_ms());

		int ready_count = poll(watched, 2, is_cut ? PULSE_INTERVAL_MS : left_ms);

		if (heeds_stop && stop_signal_was_received())
			return WAIT_STOPPED;
		if (ready_count > 0 && watched[0].revents != 0)
			return WAIT_READY;
		if (ready_count == 0 && !is_cut)
			return WAIT_TIMED_OUT;
		/* A descriptor that cannot be polled is for its user to report. */
		if (ready_count < 0 && errno != EINTR)
			return WAIT_READY;
	}
}
