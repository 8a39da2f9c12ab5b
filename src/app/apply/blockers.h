#ifndef APP_APPLY_BLOCKERS_H
#define APP_APPLY_BLOCKERS_H

#include "app/apply/schema_run.h"
#include "base/failure.h"

/*
 * Names who stood in the way of a lock that a run did not get in time: in a line of the log and
 * in the failure's detail. Does nothing for another failure. Ask after the rollback.
 */
void blockers_name(const struct schema_run *run, struct failure *failure);

#endif
