#ifndef ADAPTER_POSTGRES_LEDGER_LEDGER_H
#define ADAPTER_POSTGRES_LEDGER_LEDGER_H

#include "port/database.h"

extern const struct ledger_operations postgres_ledger_operations;

#endif
