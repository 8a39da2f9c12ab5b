#ifndef PORT_PARTITION_H
#define PORT_PARTITION_H

/*
 * Partitions by time of a table: made ahead, and detached or dropped when they expire.
 *
 * Whether one is due at all is part of the first look (domain/decision.h,
 * .partition_is_due): the adapter adds sql/partition_due.sql to that message for
 * schemas that have rules. It goes by names and opens no relation.
 *
 * Everything here runs in a transaction of the caller, begun with a lock_timeout,
 * in a login of the table's owner. Locks, always taken in this order:
 *   make    SHARE UPDATE EXCLUSIVE on the table: two that make take turns, readers
 *           and writers go on; ACCESS EXCLUSIVE on the default partition, for its
 *           rows may not change while they move
 *   expire  ACCESS EXCLUSIVE on the table: plain DETACH and DROP take it, and
 *           DETACH CONCURRENTLY is refused beside a default partition (PostgreSQL
 *           manual, ALTER TABLE)
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/failure.h"
#include "domain/managed_schema.h"
#include "domain/partition_plan.h"

struct session;

/* One step of a plan and where it belongs. All borrowed. */
struct partition_request
{
	const char *schema;
	const struct bundle_partition *rule;
	const struct partition_step *step;
};

struct partition_made
{
	bool was_there; /* another session has made it since the table was read: nothing was done */
	int64_t moved_count;
};

struct partition_operations
{
	/*
	 * Reads the table's partitions, their bounds, the server's clock, and which past
	 * intervals have rows in the default partition (which is read for it).
	 * A table that is not there has a NULL identity. The caller frees the table.
	 */
	bool (*read)(struct session *session, const char *schema, const struct bundle_partition *rule,
	             struct partitioned_table *table, struct failure *failure);
	/* Makes one partition and moves its rows out of the default partition into it. */
	bool (*make)(struct session *session, const struct partition_request *request,
	             struct partition_made *made, struct failure *failure);
	/* Detaches or drops, as the rule says. */
	bool (*expire)(struct session *session, const struct partition_request *request,
	               struct failure *failure);
};

#endif
