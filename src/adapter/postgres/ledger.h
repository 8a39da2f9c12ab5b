#ifndef ADAPTER_POSTGRES_LEDGER_H
#define ADAPTER_POSTGRES_LEDGER_H

#include "port/database.h"

extern const struct ledger_operations postgres_ledger_operations;

/*
 * Lets a role that does not own the ledger read it and add its own rows, in the
 * transaction of its own change. Make the ledger first (.ensure).
 */
bool ledger_grant(struct session *session, const char *ledger_schema, const char *role,
                  struct failure *failure);

#endif
