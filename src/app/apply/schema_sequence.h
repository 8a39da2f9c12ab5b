#ifndef APP_APPLY_SCHEMA_SEQUENCE_H
#define APP_APPLY_SCHEMA_SEQUENCE_H

/*
 * The order of the steps of a schema's run: observe, provision, lock, decide, change,
 * make partitions, report.
 *
 * It decides in domain/decision.h, locks in schema_lock.h, chooses how to change in
 * domain/change_method.h, changes in change.h, proves in expectation.h, records in record.h,
 * and tries again in schema_retry.h.
 */

#include "app/apply/schema_run.h"

/*
 * Takes one schema from its first login to its report, starting over (within
 * SETTING_CHANGE_TIMEOUT) when a connection was lost, a lock_timeout fired, or a
 * deadlock or serialization failure undid the change. The run is fresh from
 * schema_run_start(); its session stays open for the next one, unless it is lost.
 * FAILURE_DRIFT with REASON_SCHEMA_ABSENT: partitions are asked for in a schema that is not there.
 */
bool schema_sequence_run(struct schema_run *run, struct failure *failure);

#endif
