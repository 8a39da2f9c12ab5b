#include "adapter/postgres/ledger/ledger_read.h"

#include <inttypes.h>
#include <stdio.h>

#include "adapter/postgres/ledger/ledger_copy.h"
#include "adapter/postgres/lock.h"
#include "adapter/postgres/query/query.h"
#include "adapter/postgres/wire/session.h"
#include "adapter/postgres/wire/session_operations.h"
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

static bool
fail_unusable(const struct session *session, const struct ledger *ledger,
              const struct check_row *row, struct failure *failure)
{
	(void)fail(failure, FAILURE_DENIED, "ledger \"%s\" in %s cannot be used: %s", ledger->schema,
	           session->place,
	           row->is_layout_1 ? "it has layout 1, of a program before 0.1.0" : row->problem);
	return fail_hint(failure,
	                 "If it is no longer needed: DROP SCHEMA \"%s\" CASCADE; the next run compares "
	                 "again. Or name another in NOETL_LEDGER_SCHEMA.",
	                 ledger->schema);
}

bool
ledger_check(struct session *session, const struct ledger *ledger, bool *exists,
             struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;
	struct check_row row = {0};

	if (!query_run_row(session,
	                   QUERY("sql/ledger_check.sql", "check the ledger", &check_answer,
	                         as_text(ledger->schema), as_text(ledger->owner)),
	                   &rows, &row, failure))
		return false;
	if (row.problem != NULL)
		return fail_unusable(session, ledger, &row, failure);
	*exists = row.run_exists;
	return true;
}

/* What is done with a ledger in one transaction. */
struct ledger_work
{
	const struct ledger *ledger;
	void *context;
	bool (*read)(struct session *session, void *context, struct failure *failure);
};

static bool
check_and_read(struct session *session, const struct ledger_work *work, struct failure *failure)
{
	bool exists = false;

	if (!ledger_is_own(session, work->ledger) &&
	    !query_defer(
			session,
			QUERY("sql/ledger_open.sql", purpose, NO_ANSWER, as_text(work->ledger->schema)),
			failure))
		return false;
	return ledger_check(session, work->ledger, &exists, failure) &&
	       (!exists || work->read(session, work->context, failure));
}

static bool
read_in_transaction(struct session *session, const struct ledger_work *work,
                    struct failure *failure)
{
	const struct session_operations *operations = &postgres_session_operations;
	struct failure ignored = {0};

	if (session->transaction_is_open)
		return check_and_read(session, work, failure);
	if (!operations->begin(session, 0, failure))
		return false;
	if (check_and_read(session, work, failure))
		return operations->rollback(session, failure);
	if (!failure->connection_lost)
		(void)operations->rollback(session, &ignored);
	return lock_name_blockers(session, work->ledger->schema, failure);
}

struct query_work
{
	const struct query *query;
	struct rows *rows;
};

static bool
run_query(struct session *session, void *context, struct failure *failure)
{
	struct query_work *work = context;

	return query_run(session, work->query, &work->rows, failure);
}

bool
ledger_read(struct session *session, const struct ledger *ledger, const struct query *query,
            struct rows **rows, struct failure *failure)
{
	struct query_work query_work = {.query = query};
	const struct ledger_work work = {ledger, &query_work, run_query};

	if (!read_in_transaction(session, &work, failure))
	{
		rows_free(query_work.rows);
		return false;
	}
	*rows = query_work.rows;
	return true;
}

struct last_work
{
	const struct managed_schema *schema;
	char *recorded;
};

static bool
copy_last(struct session *session, void *context, struct failure *failure)
{
	const struct last_work *work = context;
	struct ledger_last last = {0};

	if (!ledger_copy_last(session, work->schema, &last, failure))
		return false;
	if (last.is_there)
		(void)snprintf(work->recorded, LEDGER_LAST_BYTES, "%" PRId64 " %s %s %s %" PRId64 " 0 %s",
		               last.record.version, last.record.checksum, last.record.fingerprint,
		               last.record.run, last.server_version,
		               last.record.options[0] != '\0' ? last.record.options : LEDGER_NO_OPTIONS);
	return true;
}

bool
ledger_read_last(struct session *session, const struct managed_schema *schema,
                 char recorded[LEDGER_LAST_BYTES], struct failure *failure)
{
	const struct ledger ledger = ledger_of_schema(schema);
	struct last_work last_work = {schema, recorded};
	const struct ledger_work work = {&ledger, &last_work, copy_last};

	recorded[0] = '\0';
	return read_in_transaction(session, &work, failure);
}

struct expectation_work
{
	const struct managed_schema *schema;
	struct definitions *expected;
};

static bool
copy_expectations(struct session *session, void *context, struct failure *failure)
{
	const struct expectation_work *work = context;

	return ledger_copy_expectations(session, work->schema, work->expected, failure);
}

bool
ledger_read_expectations_of_another(struct session *session, const struct managed_schema *schema,
                                    struct definitions *expected, struct failure *failure)
{
	const struct ledger ledger = ledger_of_schema(schema);
	struct expectation_work expectation_work = {schema, expected};
	const struct ledger_work work = {&ledger, &expectation_work, copy_expectations};

	return read_in_transaction(session, &work, failure);
}

struct history_work
{
	const struct ledger *ledger;
	int limit;
	struct run_record_list *records;
};

static bool
copy_history(struct session *session, void *context, struct failure *failure)
{
	const struct history_work *work = context;

	return ledger_copy_history(session, work->ledger, work->limit, work->records, failure);
}

bool
ledger_read_history_of_another(struct session *session, const struct ledger *ledger, int limit,
                               struct run_record_list *records, struct failure *failure)
{
	struct history_work history_work = {ledger, limit, records};
	const struct ledger_work work = {ledger, &history_work, copy_history};

	return read_in_transaction(session, &work, failure);
}
