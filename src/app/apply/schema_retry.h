#ifndef APP_APPLY_SCHEMA_RETRY_H
#define APP_APPLY_SCHEMA_RETRY_H

/*
 * Whether a run that failed is tried again, and when: a connection was lost, a lock_timeout
 * fired, or the server undid the change for the sake of another session.
 */

#include "app/apply/schema_run.h"
#include "app/wait/patience.h"

struct patience schema_retry_start(const struct application *application);

/*
 * Waits until it is time to try again, and clears the failure. False when trying again would
 * not help, or SETTING_CHANGE_TIMEOUT is spent since the first failure, with failure as it was;
 * or when a stop signal came.
 */
bool schema_retry_wait(struct patience *patience, const struct schema_run *run,
                       struct failure *failure);

#endif
