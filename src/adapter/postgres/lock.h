#ifndef ADAPTER_POSTGRES_LOCK_H
#define ADAPTER_POSTGRES_LOCK_H

#include "port/database.h"

extern const struct lock_operations postgres_lock_operations;

/*
 * Says in a failure over lock_timeout who holds locks in a schema. Asks in the same session:
 * in a transaction, which has failed, it does nothing, and the caller may ask after the rollback.
 * Does nothing to another failure. Always returns false.
 */
bool lock_name_blockers(struct session *session, const char *schema, struct failure *failure);

#endif
