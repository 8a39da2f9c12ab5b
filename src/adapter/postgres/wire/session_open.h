#ifndef ADAPTER_POSTGRES_WIRE_SESSION_OPEN_H
#define ADAPTER_POSTGRES_WIRE_SESSION_OPEN_H

#include "domain/login.h"

struct session;

/* .open of struct session_operations: one attempt at every address of the server, in order. */
bool session_open(void *context, const struct login *login, struct session **session,
                  struct failure *failure);

#endif
