#ifndef APP_PROVISION_SCHEMA_RUN_ROLE_H
#define APP_PROVISION_SCHEMA_RUN_ROLE_H

/*
 * A login for an owner that cannot log in. The administrator makes a role that may take the
 * owner's role and nothing else, for one minute, and drops it as soon as its session is open. The
 * session continues (PostgreSQL manual, DROP ROLE says nothing of sessions; a test proves it).
 *
 * So DDL never runs in a session of the administrator, where a trigger planted by the owner could
 * leave the owner's role by RESET ROLE.
 */

#include "app/application.h"
#include "app/wait/connect.h"

/*
 * request  its .login names the owner (.role) and the database; role and password are filled in here
 * session  written on success; the caller closes it
 *
 * Once a run, also drops the roles that killed runs left. Failures: those of the administrator's
 * login; FAILURE_DENIED with the right that it lacks, or, if the server does not accept the role,
 * with the setting that helps.
 */
bool schema_run_role_connect(const struct application *application,
                             const struct connect_request *request, struct session **session,
                             struct failure *failure);

#endif
