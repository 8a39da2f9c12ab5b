#ifndef ADAPTER_LOG_CONSOLE_TICKER_H
#define ADAPTER_LOG_CONSOLE_TICKER_H

/*
 * A thread that tells what goes on while the program waits for a statement or
 * sleeps, so that time is seen to pass.
 *
 * tick() is called with the mutex held. The thread takes no signals: they are
 * the main thread's.
 */

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct console_ticker
{
	pthread_mutex_t mutex; /* also its owner's, for what tick() touches */
	pthread_cond_t stopping;
	pthread_t thread;
	bool is_running;
	bool is_to_stop;
	int64_t interval_ms;
	void (*tick)(void *context);
	void *context;
};

/* Does not start it. interval_ms 0: it never ticks. */
void console_ticker_init(struct console_ticker *ticker, int64_t interval_ms,
                         void (*tick)(void *context), void *context);

/* With the mutex held; starting one that runs does nothing, and one that cannot be started is no harm. */
void console_ticker_start(struct console_ticker *ticker);

/* Without the mutex held; waits for the thread, and releases everything. */
void console_ticker_end(struct console_ticker *ticker);

#endif
