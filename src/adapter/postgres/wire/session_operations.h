#ifndef ADAPTER_POSTGRES_WIRE_SESSION_OPERATIONS_H
#define ADAPTER_POSTGRES_WIRE_SESSION_OPERATIONS_H

#include "port/database.h"

extern const struct session_operations postgres_session_operations;

#endif
