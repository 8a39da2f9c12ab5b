#include "adapter/postgres/ledger_read.h"

#include <stdio.h>

#include "adapter/postgres/query.h"
#include "adapter/postgres/session.h"
#include "adapter/postgres/session_operations.h"
#include "base/cleanup.h"

static const char purpose[] = "read the ledger";

static bool
fail_unusable(const struct session *session, const struct ledger *ledger, const struct rows *rows,
              struct failure *failure)
{
	bool is_layout_1 = rows_flag(rows, 0, "is_layout_1");

	(void)fail(failure, FAILURE_DENIED, "ledger \"%s\" in %s cannot be used: %s", ledger->schema,
	           session->place,
	           is_layout_1 ? "it has layout 1, of a program before 0.1.0"
	                       : rows_text(rows, 0, "problem"));
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

	if (!query_run(session,
	               QUERY("sql/ledger_check.sql", "check the ledger", ledger->schema, ledger->owner),
	               &rows, failure))
		return false;
	if (rows_text(rows, 0, "problem") != NULL)
		return fail_unusable(session, ledger, rows, failure);
	*exists = rows_flag(rows, 0, "run_exists");
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
		return false;
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

	recorded[0] = '\0';
	if (!ledger_read(session, &ledger,
	                 LEDGER_QUERY("sql/ledger_last.sql", purpose, ledger.schema, target->schema,
	                              target->source),
	                 &rows, failure))
		return false;
	if (rows_count(rows) > 0)
		(void)snprintf(recorded, LEDGER_LAST_BYTES, "%s %s %s %s %s", rows_text(rows, 0, "version"),
		               rows_text(rows, 0, "checksum"), rows_text(rows, 0, "fingerprint"),
		               rows_text(rows, 0, "run"), rows_text(rows, 0, "server_version"));
	return true;
}
