#ifndef APP_TARGET_SESSION_H
#define APP_TARGET_SESSION_H

/*
 * Logging in for a target: as its owner, as a reader where the owner has no
 * login, or as a role that is made for the run and takes the owner's.
 */

#include "app/target_run.h"

/*
 * Looks at the target, in a session in its database: the one at hand where database
 * and user are the same, or a new one, waited for.
 *
 * With --ensure-role and nothing provisioned yet, a refused login or a missing
 * database comes back at once as FAILURE_DENIED: the administrator may cure it.
 */
bool target_session_look(struct target_run *run, struct failure *failure);

/* Makes sure that the session may change the target. FAILURE_DENIED tells what is missing. */
bool target_session_open_to_change(struct target_run *run, struct failure *failure);

void target_session_close(const struct application *application, struct target_session *connection);

#endif
