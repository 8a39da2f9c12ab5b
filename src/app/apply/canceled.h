#ifndef APP_APPLY_CANCELED_H
#define APP_APPLY_CANCELED_H

#include "app/apply/schema_run.h"
#include "base/failure.h"

/*
 * Makes a script's statement that was cancelled (REASON_CANCELED) a fault of the script where its
 * own statement_timeout did it: FAILURE_DDL with REASON_STATEMENT_TIMEOUT, for it hits the next run
 * too. A person who cancels does not, and that failure stays as it is, as does every other one.
 * Ask after the rollback: it costs a message.
 */
void canceled_judge(const struct schema_run *run, struct failure *failure);

#endif
