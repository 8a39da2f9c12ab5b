#ifndef APP_WAIT_CONNECT_STATE_H
#define APP_WAIT_CONNECT_STATE_H

/*
 * Whether a session that was opened can write.
 */

#include "app/application.h"

/*
 * A session that is read-only for a setting of its role, or of a database that the administrator has
 * the say over, is made to write, with a warning that names the setting.
 *
 * Failures: FAILURE_UNREACHABLE of a standby, and of a server that is read-only, with the place of
 * the setting where it is one's own.
 */
bool connect_check_state(const struct application *application, const struct login_request *request,
                         struct session *session, const struct login *login,
                         struct failure *failure);

#endif
