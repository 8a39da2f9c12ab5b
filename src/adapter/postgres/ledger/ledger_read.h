#ifndef ADAPTER_POSTGRES_LEDGER_LEDGER_READ_H
#define ADAPTER_POSTGRES_LEDGER_LEDGER_READ_H

/*
 * Checks and reads a ledger: the session's own by queries, another role's by COPY (ledger_copy.h).
 * Another role's tables are locked, then checked, then read, in one read-only transaction.
 */

#include "adapter/postgres/query/query.h"
#include "domain/ledger.h"
#include "domain/managed_schema.h"
#include "domain/run_record.h"
#include "port/database.h"

/* FAILURE_DENIED with the first thing that is wrong with it; true if nothing is. */
bool ledger_check(struct session *session, const struct ledger *ledger, bool *exists,
                  struct failure *failure);

/*
 * Checks the session's own ledger, then runs the query; in the transaction that is open, or in
 * one of its own.
 *
 * rows  as in query_run(); NULL, with true, where there is no ledger
 */
bool ledger_read(struct session *session, const struct ledger *ledger, const struct query *query,
                 struct rows **rows, struct failure *failure);

/* Among those words, of a run whose settings said nothing about what is managed. */
#define LEDGER_NO_OPTIONS "-"

enum
{
	/*
	 * "version checksum fingerprint run server_version is_nameless options": no run wrote a text that fits no field of
	 * a look.
	 */
	LEDGER_LAST_BYTES = 256
};

/*
 * The last record of a schema in another role's ledger, in one text as observe.sql writes it; empty if
 * there is none.
 */
bool ledger_read_last(struct session *session, const struct managed_schema *schema,
                      char recorded[LEDGER_LAST_BYTES], struct failure *failure);
/* As in struct ledger_operations, for another role's ledger. */
bool ledger_read_expectations_of_another(struct session *session,
                                         const struct managed_schema *schema,
                                         struct definitions *expected, struct failure *failure);
bool ledger_read_history_of_another(struct session *session, const struct ledger *ledger, int limit,
                                    struct run_record_list *records, struct failure *failure);

#endif
