#include "adapter/postgres/ledger_journal.h"

#include <inttypes.h>
#include <stdio.h>

#include "adapter/postgres/ledger_text.h"

enum
{
	NUMBER_BYTES = 24 /* any int64_t */
};

bool
ledger_journal(struct session *session, const char *ledger_schema,
               const struct journal_entry *entry, struct failure *failure)
{
	char step[NUMBER_BYTES];

	(void)snprintf(step, sizeof step, "%" PRId64, entry->step);
	return ledger_text_run(session,
	                       LEDGER_QUERY("sql/ledger_journal.sql", "write the ledger's journal",
	                                    ledger_schema, entry->run, entry->schema, entry->source,
	                                    entry->checksum, step, entry->is_done ? "done" : "begun",
	                                    entry->statement),
	                       NULL, failure);
}

bool
ledger_journal_done_count(struct session *session, const char *ledger_schema,
                          const struct journal_entry *entry, int64_t *done_count,
                          struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!ledger_text_run(session,
	                     LEDGER_QUERY("sql/ledger_journal_done.sql", "read the ledger's journal",
	                                  ledger_schema, entry->schema, entry->source, entry->checksum),
	                     &rows, failure))
		return false;
	*done_count = rows_integer(rows, 0, "done_count");
	return true;
}
