#ifndef APP_APPLY_TRANSACTION_H
#define APP_APPLY_TRANSACTION_H

/*
 * The transaction of a schema's run, and savepoints in it.
 *
 * run->connection->is_in_transaction tells whether one is open: behind a pooler the schema's
 * lock has opened it, and transaction_begin() goes on in that one.
 */

#include "app/apply/schema_run.h"

bool transaction_begin(struct schema_run *run, struct failure *failure);

/*
 * FAILURE_TRANSIENT with connection_lost: whether it was committed is unknown. What run_mandate.h
 * refuses is not committed, and the transaction is still open.
 */
bool transaction_commit(struct schema_run *run, struct failure *failure);

/* Ends one that changed nothing, if one is open. */
bool transaction_end(struct schema_run *run, struct failure *failure);

/* Rolls back what is open, as session_transaction_undo() does; FAILURE_NONE is fine. */
void transaction_undo(struct schema_run *run, const struct failure *failure);

/* Each savepoint ends with one of the other two. */
bool transaction_save(struct schema_run *run, struct failure *failure);
bool transaction_go_back(struct schema_run *run, struct failure *failure);
bool transaction_keep(struct schema_run *run, struct failure *failure);

/* Before the ledger is written: nothing that a script did to the session stays. */
bool transaction_clean(struct schema_run *run, struct failure *failure);

/* Whether the transaction is still there after a refusal: it, or a savepoint, can be gone back to. */
bool transaction_may_go_back(const struct failure *refusal);

/*
 * Whether that can be gone back to, and another way be tried. Lost connections, deadlocks and stops
 * end the try; lock timeouts too, as the next way would meet them again. What the server refuses
 * is another matter: it may be a right that the owner lacks, or an object that is elsewhere.
 */
bool transaction_was_refused(const struct failure *refusal);

#endif
