#ifndef APP_APPLY_RECORD_H
#define APP_APPLY_RECORD_H

/*
 * Writes a run into the ledger, inside the transaction that made the change.
 */

#include "app/apply/schema_run.h"

/* Makes the ledger where there is none. */
bool record_prepare(struct schema_run *run, struct failure *failure);

/* One row with run->result.outcome and the fingerprint as it is now; expected may be NULL. */
bool record_run(struct schema_run *run, const struct definitions *expected,
                struct failure *failure);

#endif
