#ifndef ADAPTER_POSTGRES_LOCK_H
#define ADAPTER_POSTGRES_LOCK_H

#include "port/database.h"

extern const struct lock_operations postgres_lock_operations;

/* Takes again what a script has given away of the session's locks. */
bool lock_keep(struct session *session, struct failure *failure);

/*
 * Adds to a failure by lock_timeout who holds locks in a schema. It asks in the same session. In a
 * transaction, which has failed, it does nothing, and the caller may ask after the rollback. Other
 * failures stay as they are. Always returns false.
 */
bool lock_name_blockers(struct session *session, const char *schema, struct failure *failure);

#endif
