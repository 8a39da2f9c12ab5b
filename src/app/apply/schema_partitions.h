#ifndef APP_APPLY_SCHEMA_PARTITIONS_H
#define APP_APPLY_SCHEMA_PARTITIONS_H

/*
 * The partitions of a schema as the last step of its run.
 */

#include "app/apply/schema_run.h"

/*
 * Makes those that are due, and says so in the closing words. Without a change of the schema
 * and with none due the run's decision becomes DECISION_NOTHING_TO_DO. Ends a transaction
 * that is open. Failures: as partitions_make_due() has them.
 */
bool schema_partitions_make(struct schema_run *run, struct failure *failure);

#endif
