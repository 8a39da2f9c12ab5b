#ifndef APP_SESSION_TRANSACTION_H
#define APP_SESSION_TRANSACTION_H

/*
 * Begins every transaction in a session of an owner or a reader, and ends one that failed.
 * app/apply/transaction.h adds the parts of a schema run.
 */

#include "app/application.h"

/*
 * Waits for locks no longer than SETTING_LOCK_TIMEOUT, because other sessions queue behind the
 * waiter.
 */
bool session_transaction_begin(const struct application *application, struct session *session,
                               struct failure *failure);

/*
 * Rolls back after a failure, which stays the one to report. Does nothing if the connection is
 * lost. Always false.
 */
bool session_transaction_undo(const struct application *application, struct session *session,
                              const struct failure *failure);

#endif
