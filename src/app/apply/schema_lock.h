#ifndef APP_APPLY_SCHEMA_LOCK_H
#define APP_APPLY_SCHEMA_LOCK_H

/*
 * The lock that lets one run at a time change a schema (docs/locking.md).
 */

#include "app/apply/schema_run.h"

/*
 * On the very session that runs the DDL; behind a pooler it belongs to a transaction, which is
 * open on success. Failures: as lock_acquire() has them.
 */
bool schema_lock_take(struct schema_run *run, struct failure *failure);

/* Also rolls back what is open. Not for a lost connection: the server has done both then. */
void schema_lock_release(struct schema_run *run);

#endif
