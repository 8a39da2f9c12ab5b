#ifndef APP_WAIT_CONNECT_STATE_H
#define APP_WAIT_CONNECT_STATE_H

/* Checks that an open session can write. */

#include "app/application.h"

/*
 * A session may be read-only by a setting of its role, or of a database that the administrator
 * may override. Then it is made writable, with a warning that names the setting.
 *
 * Failures: FAILURE_UNREACHABLE for a standby, and for a server that is read-only, with the place
 * of the setting if the role or the database has it.
 */
bool connect_check_state(const struct application *application, const struct login_request *request,
                         struct session *session, const struct login *login,
                         struct failure *failure);

#endif
