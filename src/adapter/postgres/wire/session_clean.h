#ifndef ADAPTER_POSTGRES_WIRE_SESSION_CLEAN_H
#define ADAPTER_POSTGRES_WIRE_SESSION_CLEAN_H

/*
 * What a script leaves in its session. Behind a pooler the session is a stranger's next; without
 * one it is that of the script's next run.
 *
 * ROLLBACK undoes settings, roles, temporary tables, LISTEN and cursors. It does not undo prepared
 * statements, what currval() remembers, and advisory locks of the session.
 */

#include "adapter/postgres/wire/session.h"
#include "base/text.h"

/* Implements session_operations.clean. */
bool session_clean(struct session *session, struct failure *failure);

/*
 * ROLLBACK, and behind it what that does not undo of a script. All of it travels in one message:
 * behind a pooler the next one may meet another server process.
 *
 * Returns how many statements were appended, with a semicolon between any two.
 */
size_t session_append_rollback(const struct session *session, struct text *sql);

#endif
