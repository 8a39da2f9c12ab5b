#ifndef BASE_STOP_SIGNAL_H
#define BASE_STOP_SIGNAL_H

/*
 * SIGTERM and SIGINT, as something that can be waited for.
 *
 * Kubernetes sends SIGTERM and, thirty seconds later by default, SIGKILL (Pod lifecycle,
 * "Termination of Pods"). Every wait of the program polls stop_signal_descriptor() beside its own
 * descriptor, so a stop is noticed at once.
 */

#include <stdbool.h>

#include "base/failure.h"

/* Installs the handlers; called once, before any thread is started. */
bool stop_signal_install(struct failure *failure);

bool stop_signal_was_received(void);

/* Readable for ever once a signal has come; never read from it. -1 before installation. */
int stop_signal_descriptor(void);

/* Fills FAILURE_INTERRUPTED and returns false; what reads like "waiting for the server". */
bool stop_signal_fail(struct failure *failure, const char *what);

/* The same, and why that took time: reason is a sentence, and may be the failure's own message. */
bool stop_signal_fail_waiting(struct failure *failure, const char *what, const char *reason);

#endif
