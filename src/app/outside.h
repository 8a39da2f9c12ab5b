#ifndef APP_OUTSIDE_H
#define APP_OUTSIDE_H

/*
 * Scripts with statements that cannot run in a transaction block.
 *
 * They run in their order: what can be in a transaction is, statement ranges
 * between the others each in one; the others alone. A journal in the ledger says
 * how far it came, so that a killed run is taken up where it stopped: an index
 * that its kill left invalid is dropped and built again.
 */

#include "app/target_run.h"

bool outside_change(struct target_run *run, struct failure *failure);

#endif
