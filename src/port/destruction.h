#ifndef PORT_DESTRUCTION_H
#define PORT_DESTRUCTION_H

/*
 * Measuring what a transaction destroys, in that transaction.
 */

#include <stdbool.h>

#include "base/failure.h"
#include "domain/destruction.h"

struct session;

struct destruction_operations
{
	/*
	 * Every table, partition and materialized view of the database but temporary ones, those of the
	 * server and those of the ledger. Reads catalogs and counters only, so it waits for no lock.
	 * The caller frees the marks.
	 */
	bool (*mark)(struct session *session, const char *ledger_schema, struct table_mark_list *marks,
	             struct failure *failure);
	/*
	 * Adds SUSPECT_EMPTIED for each table that has no row of before any more. Rows of a partition
	 * are its root's: a DELETE that empties one partition and leaves rows in another is no suspect,
	 * a TRUNCATE of one is. Reads tables that the transaction has written to.
	 */
	bool (*find_emptied)(struct session *session, const struct touched_table_list *touched,
	                     struct suspect_list *suspects, struct failure *failure);
	/*
	 * What the suspects hold, asked where they are still there: rows one by one up to 10,000, else
	 * estimated. A suspect that is not there, or is lost together with its parent, gives no loss.
	 */
	bool (*read_losses)(struct session *session, const struct suspect_list *suspects,
	                    struct loss_list *losses, struct failure *failure);
};

#endif
