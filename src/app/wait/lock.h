#ifndef APP_WAIT_LOCK_H
#define APP_WAIT_LOCK_H

/*
 * Takes the advisory lock of a schema, or of provisioning.
 *
 * Polls instead of waiting inside the server: a statement blocked on the lock keeps a snapshot
 * open, and CREATE INDEX CONCURRENTLY in the run that holds the lock waits for every older
 * snapshot. Both would wait forever.
 */

#include <stdbool.h>
#include <stdint.h>

#include "app/application.h"

struct lock_request
{
	int64_t key;
	const char *what; /* "bundle:noetl", for messages */
	/*
	 * For a session behind a pooler, whose next message may go to another session: the lock
	 * belongs to a transaction, which is open on success. The lock ends with it.
	 */
	bool in_transaction;
	/*
	 * NULL: waits for every holder. Otherwise only for holders that may make roles, or become
	 * this role: any login can take an advisory lock, and the others cannot be runs that
	 * provision.
	 */
	const char *administrator;
};

/*
 * is_passed_over  written on success, NULL if the request names no administrator: the holders are
 *                 unrelated logins, which a warning has named. The caller continues without the
 *                 lock, and no transaction is open.
 *
 * Failures: FAILURE_LOCK_BUSY after SETTING_LOCK_WAIT_TIMEOUT, naming the holders;
 * FAILURE_INTERRUPTED.
 */
bool lock_acquire(const struct application *application, const struct lock_login *login,
                  const struct lock_request *request, bool *is_passed_over,
                  struct failure *failure);

#endif
