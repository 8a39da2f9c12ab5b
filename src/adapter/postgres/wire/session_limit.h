#ifndef ADAPTER_POSTGRES_WIRE_SESSION_LIMIT_H
#define ADAPTER_POSTGRES_WIRE_SESSION_LIMIT_H

/*
 * Sessions that a setting of the role or of the database ends before they have begun: a time limit
 * of a millisecond, a library that cannot be loaded, a limit of connections.
 */

#include "base/failure.h"

/*
 * Names what refused the login in the hint, with the statements that take it away.
 *
 * server_message  as libpq gives it with PQERRORS_VERBOSE: the function that refused stands in it,
 *                 which no language translates
 */
void session_limit_explain_login(struct failure *failure, const char *role, const char *database,
                                 const char *server_message);

/* The same for a session whose first message a time limit has ended. */
void session_limit_explain(struct failure *failure, const char *role, const char *database);

#endif
