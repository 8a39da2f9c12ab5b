#ifndef ADAPTER_POSTGRES_LEDGER_LEDGER_COPY_H
#define ADAPTER_POSTGRES_LEDGER_LEDGER_COPY_H

/*
 * Reading a ledger that belongs to another role than the session's.
 *
 * By COPY, which reads the rows as they are. A SELECT is planned, and the planner evaluates
 * expressions of indexes and of extended statistics, as the one who reads: their owner can add them
 * after any check, for ACCESS SHARE, all that a right to read takes, does not keep it from that. What else
 * could be put in the table's place COPY does not open: a view, a foreign table, row security.
 *
 * In a transaction that may only read, after sql/ledger_open.sql. Failures: the server's; FAILURE_DENIED for rows that no
 * run wrote.
 */

#include "domain/managed_schema.h"
#include "domain/run_record.h"
#include "port/database.h"

/* Whether the session runs as the ledger's owner, who harms only itself by what it left there. */
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

/* What the last run on the schema that promised anything promised. */
bool ledger_copy_expectations(struct session *session, const struct managed_schema *schema,
                              struct definitions *expected, struct failure *failure);

#endif
