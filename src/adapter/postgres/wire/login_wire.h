#ifndef ADAPTER_POSTGRES_WIRE_LOGIN_WIRE_H
#define ADAPTER_POSTGRES_WIRE_LOGIN_WIRE_H

/*
 * Shows a guard what libpq reads and writes during a login.
 *
 * libpq has no hook for that. The program therefore defines recv(), send(), SSL_read() and
 * SSL_write() itself, as the linker's rules let it: a shared libpq finds the program's before those
 * of the libraries, and for a static one the linker does it (--wrap). While this thread is not
 * between login_wire_watch() and login_wire_leave(), they work as usual, so that libcurl and all
 * other callers notice nothing.
 *
 * Whether libpq really calls them is checked: see login_wire_is_blind().
 */

#include <libpq-fe.h>
#include <stdbool.h>

#include "adapter/postgres/wire/login_guard.h"

/* Until login_wire_leave(), every connection of this thread is that of this login. */
void login_wire_watch(struct login_guard *guard);
void login_wire_leave(void);

/*
 * True if libpq waits for a question and its startup packet did not pass here: it uses other
 * functions, or an OpenSSL of its own. It never sends that packet and reads a question in one step,
 * so asking before every step is early enough.
 */
bool login_wire_is_blind(const struct login_guard *guard, const PGconn *connection);

#endif
