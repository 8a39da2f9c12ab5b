#ifndef ADAPTER_POSTGRES_LEDGER_LEDGER_COPY_H
#define ADAPTER_POSTGRES_LEDGER_LEDGER_COPY_H

/*
 * Reads a ledger that belongs to another role than the session's.
 *
 * It uses COPY, which reads the rows as they are. A SELECT is planned, and the planner evaluates
 * expressions of indexes and of extended statistics with the reader's rights. Their owner can add
 * such expressions after any check, because ACCESS SHARE, the only lock that a right to read
 * allows, does not prevent it. COPY opens nothing else that could replace the table: no view, no
 * foreign table, no row security.
 *
 * Call it in a read-only transaction, after sql/ledger_open.sql. Failures: the server's;
 * FAILURE_DENIED for rows that no run wrote.
 */

#include "domain/managed_schema.h"
#include "domain/run_record.h"
#include "port/database.h"

/*
 * Whether the session runs as the ledger's owner, which can harm only itself by what it left there.
 */
bool ledger_is_own(const struct session *session, const struct ledger *ledger);

struct ledger_last
{
	bool is_there;
	struct run_record record; /* without its texts */
	int64_t server_version;
};

/* The last row on the schema that says anything about its state. */
bool ledger_copy_last(struct session *session, const struct managed_schema *schema,
                      struct ledger_last *last, struct failure *failure);

/* The newest rows, newest first. */
bool ledger_copy_history(struct session *session, const struct ledger *ledger, int limit,
                         struct run_record_list *records, struct failure *failure);

/* The promise of the last run on the schema that made one. */
bool ledger_copy_expectations(struct session *session, const struct managed_schema *schema,
                              struct definitions *expected, struct failure *failure);

#endif
