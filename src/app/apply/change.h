#ifndef APP_APPLY_CHANGE_H
#define APP_APPLY_CHANGE_H

/*
 * Changes a schema, proves the result and records it, in one transaction where
 * PostgreSQL can.
 */

#include "app/apply/schema_run.h"

/*
 * The session stands as owner, the lock is held (or is taken by the transaction
 * that is open, behind a pooler), and run->decision is DECISION_CREATE or
 * DECISION_CHANGE. On success the change is committed and run->result.outcome says what
 * it was. On failure nothing of it is left, unless .connection_lost says that
 * the answer to COMMIT is unknown.
 */
bool change(struct schema_run *run, struct failure *failure);

#endif
