#include "adapter/postgres/ledger_read.h"

#include <inttypes.h>
#include <stdio.h>

#include "adapter/postgres/lock.h"
#include "adapter/postgres/query.h"
#include "adapter/postgres/session.h"
#include "adapter/postgres/session_operations.h"
#include "base/cleanup.h"

static const char purpose[] = "read the ledger";

struct check_row
{
	bool run_exists;
	const char *problem; /* null for none */
	bool is_layout_1;
};

static const struct column check_columns[] = {
	COLUMN(struct check_row, run_exists),
	TEXT_OR_NULL(struct check_row, problem),
	COLUMN(struct check_row, is_layout_1),
};
static const struct answer_shape check_answer = ANSWER(struct check_row, ROWS_ONE, check_columns);

struct last_row
{
	int64_t version;
	const char *checksum;
	const char *fingerprint;
	const char *run;
	int64_t server_version;
};

static const struct column last_columns[] = {
	COLUMN(struct last_row, version),        COLUMN(struct last_row, checksum),
	COLUMN(struct last_row, fingerprint),    COLUMN(struct last_row, run),
	COLUMN(struct last_row, server_version),
};
static const struct answer_shape last_answer =
	LEDGER_ANSWER(struct last_row, ROWS_AT_MOST_ONE, last_columns);

static bool
fail_unusable(const struct session *session, const struct ledger *ledger,
              const struct check_row *row, struct failure *failure)
{
	(void)fail(failure, FAILURE_DENIED, "ledger \"%s\" in %s cannot be used: %s", ledger->schema,
	           session->place,
	           row->is_layout_1 ? "it has layout 1, of a program before 0.1.0" : row->problem);
	return fail_hint(
		failure,
		"If nobody needs it any more: DROP SCHEMA \"%s\" CASCADE; the next run compares "
		"anew. Or name another in NOETL_LEDGER_SCHEMA.",
		ledger->schema);
}

bool
ledger_check(struct session *session, const struct ledger *ledger, bool *exists,
             struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;
	struct check_row row = {0};

	if (!query_run(session,
	               QUESTION("sql/ledger_check.sql", "check the ledger", &check_answer,
	                        ledger->schema, ledger->owner),
	               &rows, failure))
		return false;
	rows_read(rows, 0, &row);
	if (row.problem != NULL)
		return fail_unusable(session, ledger, &row, failure);
	*exists = row.run_exists;
	return true;
}

static bool
read_in_transaction(struct session *session, const struct ledger *ledger,
                    const struct ledger_query *query, struct rows **rows, struct failure *failure)
{
	bool exists = false;

	if (!query_defer(session, QUERY("sql/ledger_open.sql", purpose, ledger->schema), failure) ||
	    !ledger_check(session, ledger, &exists, failure))
		return false;
	return !exists || ledger_text_run(session, query, rows, failure);
}

bool
ledger_read(struct session *session, const struct ledger *ledger, const struct ledger_query *query,
            struct rows **rows, struct failure *failure)
{
	const struct session_operations *operations = &postgres_session_operations;
	cleanup_rows struct rows *read = NULL;
	struct failure ignored = {0};

	if (session->transaction_is_open)
		return read_in_transaction(session, ledger, query, rows, failure);
	if (!operations->begin(session, 0, failure))
		return false;
	if (!read_in_transaction(session, ledger, query, &read, failure))
	{
		if (!failure->connection_lost)
			(void)operations->rollback(session, &ignored);
		return lock_name_blockers(session, ledger->schema, failure);
	}
	*rows = take(read);
	return operations->rollback(session, failure);
}

bool
ledger_read_last(struct session *session, const struct target *target,
                 char recorded[LEDGER_LAST_BYTES], struct failure *failure)
{
	const struct ledger ledger = ledger_of_target(target);
	cleanup_rows struct rows *rows = NULL;
	struct last_row row = {0};

	recorded[0] = '\0';
	if (!ledger_read(session, &ledger,
	                 LEDGER_QUESTION("sql/ledger_last.sql", purpose, &last_answer, ledger.schema,
	                                 target->schema, target->source),
	                 &rows, failure))
		return false;
	rows_read(rows, 0, &row);
	if (rows_count(rows) > 0)
		(void)snprintf(recorded, LEDGER_LAST_BYTES, "%" PRId64 " %s %s %s %" PRId64, row.version,
		               row.checksum, row.fingerprint, row.run, row.server_version);
	return true;
}
