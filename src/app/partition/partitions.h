#ifndef APP_PARTITION_PARTITIONS_H
#define APP_PARTITION_PARTITIONS_H

/*
 * Makes the partitions that are due and lets go of those past retention.
 */

#include <stddef.h>

#include "app/application.h"

struct partition_outcome
{
	size_t made_count;
	size_t expired_count;
	int64_t moved_count; /* rows that left the default partition */
};

/*
 * For every table of the schema that has a rule: each partition in a transaction
 * of its own, recorded in the ledger. What was done before a failure stays.
 *
 * session  stands as the schema's owner; no transaction is open, nor is one left
 *          open. The schema lock keeps runs from doing it twice; where there is none
 *          (a pooler) the table's own lock does.
 * outcome  written always
 * Failures: FAILURE_TRANSIENT with 55P03 when a lock was not to be had, to be tried
 * again by the caller; FAILURE_DDL when a partition would overlap one made by
 * somebody else, after everything else has been made.
 */
bool partitions_make_due(const struct application *application, struct session *session,
                         const struct managed_schema *schema, struct partition_outcome *outcome,
                         struct failure *failure);

#endif
