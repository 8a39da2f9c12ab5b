#ifndef ADAPTER_POSTGRES_LEDGER_LEDGER_JOURNAL_H
#define ADAPTER_POSTGRES_LEDGER_LEDGER_JOURNAL_H

#include "port/database.h"

/* As in struct ledger_operations. */
bool ledger_journal(struct session *session, const struct ledger *ledger,
                    const struct journal_entry *entry, struct failure *failure);
bool ledger_journal_done_count(struct session *session, const struct ledger *ledger,
                               const struct journal_entry *entry, int64_t *done_count,
                               struct failure *failure);

#endif
