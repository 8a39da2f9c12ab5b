#ifndef APP_SESSION_TRANSACTION_H
#define APP_SESSION_TRANSACTION_H

/*
 * How every transaction of an owner's or a reader's session begins, and how one ends that failed.
 * app/apply/transaction.h adds what a schema's run keeps of it.
 */

#include "app/application.h"

/* Waits for locks no longer than SETTING_LOCK_TIMEOUT: what stands behind the waiter waits too. */
bool session_transaction_begin(const struct application *application, struct session *session,
                               struct failure *failure);

/*
 * Rolls back after a failure, which stays the one to tell; does nothing where it took the
 * connection with it. Always false.
 */
bool session_transaction_undo(const struct application *application, struct session *session,
                              const struct failure *failure);

#endif
