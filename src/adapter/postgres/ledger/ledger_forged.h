#ifndef ADAPTER_POSTGRES_LEDGER_LEDGER_FORGED_H
#define ADAPTER_POSTGRES_LEDGER_LEDGER_FORGED_H

#include "base/failure.h"
#include "domain/ledger.h"

struct session;

/*
 * FAILURE_DENIED: the ledger has a row that no run wrote. Its owner can write there by hand;
 * docs/ledger.md says how the owner removes the row. Always returns false.
 *
 * what  "run", "promise"
 * why   what is wrong with it
 */
bool ledger_fail_forged(const struct session *session, const struct ledger *ledger,
                        const char *what, const char *why, struct failure *failure);

#endif
