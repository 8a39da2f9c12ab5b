#ifndef APP_PARTITION_PARTITIONS_H
#define APP_PARTITION_PARTITIONS_H

/* Makes the partitions that are due, and detaches or drops expired ones. */

#include <stddef.h>

#include "app/application.h"

struct partition_outcome
{
	size_t made_count;
	size_t expired_count;
	int64_t moved_count; /* rows moved out of the default partition */
};

/*
 * For every table of the schema that has a rule: each partition in its own transaction, recorded
 * in the ledger. Changes made before a failure stay.
 *
 * session  acts as the schema's owner; no transaction is open before or after. The schema lock keeps
 *          runs from doing the same; without it (a pooler) the table's own lock does.
 * outcome  always written
 *
 * Failures: FAILURE_TRANSIENT with 55P03 if a lock was not available; the caller tries again.
 * FAILURE_DDL if a partition would overlap one made by another tool or person, after all others
 * have been made.
 */
bool partitions_make_due(const struct application *application, struct session *session,
                         const struct managed_schema *schema, struct partition_outcome *outcome,
                         struct failure *failure);

#endif
