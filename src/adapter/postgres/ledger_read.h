#ifndef ADAPTER_POSTGRES_LEDGER_READ_H
#define ADAPTER_POSTGRES_LEDGER_READ_H

/*
 * Reading a ledger that may belong to another role than the session's.
 *
 * A table that another role owns may be a view by the time it is read, and a view runs its
 * owner's code as the one who reads it. So the tables are locked first, then checked, then
 * read, all in one transaction.
 */

#include "adapter/postgres/ledger_text.h"
#include "domain/bundle.h"
#include "domain/ledger.h"

/* FAILURE_DENIED with the first thing that is wrong with it; true if nothing is. */
bool ledger_check(struct session *session, const struct ledger *ledger, bool *exists,
                  struct failure *failure);

/*
 * Locks and checks the ledger, then runs the query; in the transaction that is open, or in one
 * of its own.
 *
 * rows  as in query_run(); NULL, with true, where there is no ledger
 */
bool ledger_read(struct session *session, const struct ledger *ledger,
                 const struct ledger_query *query, struct rows **rows, struct failure *failure);

enum
{
	/* "version checksum fingerprint run server_version": what fits no field of a look is nobody's. */
	LEDGER_LAST_BYTES = 256
};

/* The ledger's last word on a target, as look.sql has it in one word; empty if there is none. */
bool ledger_read_last(struct session *session, const struct target *target,
                      char recorded[LEDGER_LAST_BYTES], struct failure *failure);

#endif
