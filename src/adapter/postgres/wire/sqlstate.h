#ifndef ADAPTER_POSTGRES_WIRE_SQLSTATE_H
#define ADAPTER_POSTGRES_WIRE_SQLSTATE_H

/*
 * What PostgreSQL's refusals mean to us.
 *
 * Source of the codes: PostgreSQL manual, appendix A "PostgreSQL Error Codes".
 */

#include "base/failure.h"

struct pg_result; /* libpq's PGresult */

/*
 * Fills a failure from an error result of a statement of the program: kind, reason, sqlstate,
 * message ("cannot <purpose>: ..."), detail with context, hint. Always returns false.
 */
bool sqlstate_fail(struct failure *failure, const struct pg_result *result, const char *purpose);

/* The same for a statement of a script; the message is the server's alone. */
bool sqlstate_fail_script(struct failure *failure, const struct pg_result *result);

/*
 * Fills a failure from a connection that was not made. The message was written with
 * PQERRORS_VERBOSE, so the code stands in it whatever language the server speaks.
 *
 * what  "log in to database ... at ..."; no password in it
 * Always returns false.
 */
bool sqlstate_fail_login(struct failure *failure, const char *libpq_message, const char *what);

#endif
