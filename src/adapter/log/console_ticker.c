#include "adapter/log/console_ticker.h"

#include <errno.h>
#include <signal.h>
#include <time.h>

static struct timespec
time_after_ms(int64_t duration_ms)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);

	int64_t nanoseconds = time.tv_nsec + duration_ms % 1000 * 1000000;

	time.tv_sec += (time_t)(duration_ms / 1000 + nanoseconds / 1000000000);
	time.tv_nsec = (long)(nanoseconds % 1000000000);
	return time;
}

static void *
console_ticker_run(void *argument)
{
	struct console_ticker *ticker = argument;

	(void)pthread_mutex_lock(&ticker->mutex);
	while (!ticker->is_to_stop)
	{
		struct timespec due = time_after_ms(ticker->interval_ms);

		if (pthread_cond_timedwait(&ticker->stopping, &ticker->mutex, &due) == ETIMEDOUT)
			ticker->tick(ticker->context);
	}
	(void)pthread_mutex_unlock(&ticker->mutex);
	return NULL;
}

void
console_ticker_init(struct console_ticker *ticker, int64_t interval_ms, void (*tick)(void *context),
                    void *context)
{
	pthread_condattr_t attributes;

	*ticker = (struct console_ticker){
		.interval_ms = interval_ms,
		.tick = tick,
		.context = context,
	};
	(void)pthread_mutex_init(&ticker->mutex, NULL);
	(void)pthread_condattr_init(&attributes);
	/* The clock that cannot be set. */
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&ticker->stopping, &attributes);
	(void)pthread_condattr_destroy(&attributes);
}

void
console_ticker_start(struct console_ticker *ticker)
{
	sigset_t all;
	sigset_t before;

	if (ticker->is_running || ticker->interval_ms == 0)
		return;
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	ticker->is_running = pthread_create(&ticker->thread, NULL, console_ticker_run, ticker) == 0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void
console_ticker_end(struct console_ticker *ticker)
{
	(void)pthread_mutex_lock(&ticker->mutex);
	ticker->is_to_stop = true;
	(void)pthread_cond_signal(&ticker->stopping);
	(void)pthread_mutex_unlock(&ticker->mutex);
	if (ticker->is_running)
		(void)pthread_join(ticker->thread, NULL);
	(void)pthread_cond_destroy(&ticker->stopping);
	(void)pthread_mutex_destroy(&ticker->mutex);
}
