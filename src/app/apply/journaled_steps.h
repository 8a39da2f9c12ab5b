#ifndef APP_APPLY_JOURNALED_STEPS_H
#define APP_APPLY_JOURNALED_STEPS_H

/*
 * Scripts with statements that cannot run in a transaction block.
 *
 * They run in their order: what can be in a transaction is, statement ranges
 * between the others each in one; the others alone. A journal in the ledger says
 * how far it came, so that a killed run is taken up where it stopped: an index
 * that its kill left invalid is dropped and built again.
 */

#include "app/apply/schema_run.h"

bool journaled_steps_run(struct schema_run *run, struct failure *failure);

#endif
