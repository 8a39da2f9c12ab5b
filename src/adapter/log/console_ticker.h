#ifndef ADAPTER_LOG_CONSOLE_TICKER_H
#define ADAPTER_LOG_CONSOLE_TICKER_H

/*
 * A thread that shows the activity and its duration while the program waits for a statement or
 * sleeps.
 *
 * tick() is called with the mutex held. The thread takes no signals: the main thread handles them.
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

/*
 * Call with the mutex held. Starting one that runs does nothing, and failing to start one does no
 * harm.
 */
void console_ticker_start(struct console_ticker *ticker);

/* Call without the mutex held; waits for the thread, and releases everything. */
void console_ticker_end(struct console_ticker *ticker);

#endif
