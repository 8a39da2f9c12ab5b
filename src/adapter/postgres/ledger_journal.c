#include "adapter/postgres/ledger_journal.h"

#include <inttypes.h>
#include <stdio.h>

#include "adapter/postgres/ledger_read.h"
#include "adapter/postgres/ledger_text.h"

enum
{
	NUMBER_BYTES = 24 /* any int64_t */
};

bool
ledger_journal(struct session *session, const struct ledger *ledger,
               const struct journal_entry *entry, struct failure *failure)
{
	char step[NUMBER_BYTES];

	(void)snprintf(step, sizeof step, "%" PRId64, entry->step);
	return ledger_text_run(session,
	                       LEDGER_QUERY("sql/ledger_journal.sql", "write the ledger's journal",
	                                    ledger->schema, entry->run, entry->schema, entry->source,
	                                    entry->checksum, step, entry->is_done ? "done" : "begun",
	                                    entry->statement),
	                       NULL, failure);
}

bool
ledger_journal_done_count(struct session *session, const struct ledger *ledger,
                          const struct journal_entry *entry, int64_t *done_count,
                          struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!ledger_read(session, ledger,
	                 LEDGER_QUERY("sql/ledger_journal_done.sql", "read the ledger's journal",
	                              ledger->schema, entry->schema, entry->source, entry->checksum),
	                 &rows, failure))
		return false;
	*done_count = rows_count(rows) > 0 ? rows_integer(rows, 0, "done_count") : 0;
	return true;
}
