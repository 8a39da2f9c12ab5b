#ifndef ADAPTER_POSTGRES_WIRE_LOGIN_REFUSAL_H
#define ADAPTER_POSTGRES_WIRE_LOGIN_REFUSAL_H

#include "adapter/postgres/wire/login_guard.h"
#include "base/failure.h"

/*
 * Says why a guard stopped a login, and in the hint which setting would let it pass, if one does.
 *
 * what  "log in to database ..."
 * FAILURE_DENIED with REASON_AUTHENTICATION_METHOD; always false.
 */
bool login_refusal_fail(struct failure *failure, const struct login_guard *guard, const char *what);

/* The same for a verifier that would go to a server which has proved nothing. */
bool login_refusal_fail_verifier(struct failure *failure, const char *role);

#endif
