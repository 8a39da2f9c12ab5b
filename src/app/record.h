#ifndef APP_RECORD_H
#define APP_RECORD_H

/*
 * Writes a run into the ledger, inside the transaction that made the change.
 */

#include "app/target_run.h"

/* Makes the ledger where there is none. */
bool record_prepare(struct target_run *run, struct failure *failure);

/* One row with run->outcome and the fingerprint as it is now; promised may be NULL. */
bool record_run(struct target_run *run, const struct definition_list *promised,
                struct failure *failure);

#endif
