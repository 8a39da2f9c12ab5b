#ifndef APP_PROVISION_ADMINISTRATOR_TRANSACTION_H
#define APP_PROVISION_ADMINISTRATOR_TRANSACTION_H

/*
 * app/session_transaction.h for the administrator. Its login has its own type, so that nothing
 * meant for an owner runs in it.
 */

#include "app/application.h"
#include "port/provisioning.h"

bool administrator_transaction_begin(const struct application *application,
                                     struct administrator_session *administrator,
                                     struct failure *failure);

/* Always false, as session_transaction_undo(). */
bool administrator_transaction_undo(const struct application *application,
                                    struct administrator_session *administrator,
                                    const struct failure *failure);

#endif
