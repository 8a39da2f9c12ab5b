#ifndef APP_WAIT_LOCK_H
#define APP_WAIT_LOCK_H

/*
 * Takes the advisory lock of a schema, or of provisioning.
 *
 * Asks again and again rather than wait inside the server: a statement blocked
 * on the lock keeps a snapshot open, and CREATE INDEX CONCURRENTLY in the run that
 * holds the lock waits for every older snapshot. Each would wait for the other
 * for ever.
 */

#include <stdbool.h>
#include <stdint.h>

#include "app/application.h"

struct lock_request
{
	int64_t key;
	const char *what; /* "bundle:noetl", for messages */
	/*
	 * Behind a pooler, whose next message may go to another session: the lock belongs to a
	 * transaction, which is open on success and ends it.
	 */
	bool in_transaction;
	/*
	 * NULL: whoever holds the lock is waited for. Otherwise only holders that may make roles, or
	 * become this role, are: any login can take an advisory lock, and others cannot be runs that
	 * provision.
	 */
	const char *administrator;
};

/*
 * is_passed_over  written on success, NULL where the request names no administrator: only strangers
 *                 hold the lock, who were named in a warning; the caller does without it, and no
 *                 transaction is open
 * Failures: FAILURE_LOCK_BUSY after SETTING_LOCK_WAIT_TIMEOUT, naming the holders; FAILURE_INTERRUPTED.
 */
bool lock_acquire(const struct application *application, const struct lock_login *login,
                  const struct lock_request *request, bool *is_passed_over,
                  struct failure *failure);

#endif
