#ifndef APP_APPLY_SCHEMA_SESSION_H
#define APP_APPLY_SCHEMA_SESSION_H

/*
 * Logging in for a schema: as its owner, as a reader where the owner has no
 * login, or as a role that is made for the run and takes the owner's.
 */

#include "app/apply/schema_run.h"

/*
 * Looks at the schema, in a session in its database: the one at hand where database
 * and user are the same, or a new one, waited for.
 *
 * With --ensure-role and nothing provisioned yet, a refused login or a missing
 * database comes back at once as FAILURE_DENIED: the administrator may cure it.
 */
bool schema_session_observe(struct schema_run *run, struct failure *failure);

/* Makes sure that the session may change the schema. FAILURE_DENIED tells what is missing. */
bool schema_session_open_to_change(struct schema_run *run, struct failure *failure);

void schema_session_close(const struct application *application, struct schema_session *connection);

#endif
