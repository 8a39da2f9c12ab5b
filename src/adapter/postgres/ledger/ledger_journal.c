#include "adapter/postgres/ledger/ledger_journal.h"

#include <inttypes.h>
#include <stdio.h>

#include "adapter/postgres/ledger/ledger_read.h"
#include "adapter/postgres/ledger/ledger_text.h"

enum
{
	NUMBER_BYTES = 24 /* any int64_t */
};

struct done_row
{
	int64_t done_count;
};

static const struct column done_columns[] = {COLUMN(struct done_row, done_count)};
static const struct answer_shape done_answer = ANSWER(struct done_row, ROWS_ONE, done_columns);

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
	struct done_row row = {0};

	if (!ledger_read(session, ledger,
	                 LEDGER_QUESTION("sql/ledger_journal_done.sql", "read the ledger's journal",
	                                 &done_answer, ledger->schema, entry->schema, entry->source,
	                                 entry->checksum),
	                 &rows, failure))
		return false;
	/* No rows where there is no ledger. */
	rows_read(rows, 0, &row);
	*done_count = row.done_count;
	return true;
}
