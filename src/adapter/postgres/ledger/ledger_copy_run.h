#ifndef ADAPTER_POSTGRES_LEDGER_LEDGER_COPY_RUN_H
#define ADAPTER_POSTGRES_LEDGER_LEDGER_COPY_RUN_H

/*
 * The rows of another role's ledger, one at a time. A part of ledger_copy.h, in a file of its own.
 */

#include "adapter/postgres/query/query.h"
#include "domain/managed_schema.h"
#include "domain/run_record.h"

struct run_line
{
	struct run_record record; /* texts borrowed from the line */
	int64_t id;
	int64_t server_version;
};

/* Whether a row is about the schema's schema and source. */
bool ledger_run_is_about(const struct run_line *line, const struct managed_schema *schema);

/* Hands over every row of the table of runs. FAILURE_DENIED for a row that no run wrote. */
bool ledger_copy_runs(struct session *session, const struct ledger *ledger,
                      void (*take_run)(void *, const struct run_line *), void *context,
                      struct failure *failure);

/* Hands over the lines of the COPY in the file. */
bool ledger_copy_table(struct session *session, const struct ledger *ledger, const char *file,
                       const struct line_receiver *receiver, struct failure *failure);

#endif
