#include "adapter/postgres/ledger/ledger_journal.h"

#include "adapter/postgres/ledger/ledger_read.h"
#include "adapter/postgres/lock.h"

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
	return query_run(session,
	                 QUERY("sql/ledger_journal.sql", "write the ledger's journal", NO_ANSWER,
	                       as_identifier(ledger->schema), as_text(entry->run),
	                       as_text(entry->schema), as_text(entry->source), as_text(entry->checksum),
	                       as_integer(entry->step), as_text(entry->is_done ? "done" : "begun"),
	                       as_text(entry->statement)),
	                 NULL, failure) ||
	       lock_name_blockers(session, ledger->schema, failure);
}

bool
ledger_journal_done_count(struct session *session, const struct ledger *ledger,
                          const struct journal_entry *entry, int64_t *done_count,
                          struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;
	struct done_row row = {0};

	if (!ledger_read(session, ledger,
	                 QUERY("sql/ledger_journal_done.sql", "read the ledger's journal", &done_answer,
	                       as_identifier(ledger->schema), as_text(entry->schema),
	                       as_text(entry->source), as_text(entry->checksum)),
	                 &rows, failure))
		return false;
	/* No rows where there is no ledger. */
	rows_read(rows, 0, &row);
	*done_count = row.done_count;
	return true;
}
