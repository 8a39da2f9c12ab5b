#ifndef APP_APPLY_READER_SESSION_H
#define APP_APPLY_READER_SESSION_H

/*
 * A login that only looks at a schema: LOGIN_TO_READ (domain/login.h) says whose.
 */

#include "app/application.h"
#include "app/wait/connect.h"

/*
 * Waits as connect_when_ready() does; .login of the request is filled
 * in here. The caller closes the session.
 */
bool reader_session_open(const struct application *application, const struct managed_schema *schema,
                         const struct connect_request *request, struct session **session,
                         struct failure *failure);

/* Closes and forgets. */
void reader_session_close(const struct application *application, struct session **session);

#endif
