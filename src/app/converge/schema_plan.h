#ifndef APP_CONVERGE_SCHEMA_PLAN_H
#define APP_CONVERGE_SCHEMA_PLAN_H

/*
 * What a run would do to its schema, into run->plan; nothing is run on the live side (docs/plan.md).
 */

#include "app/apply/schema_run.h"

/*
 * Under the schema's lock, where run->decision is to do something: builds the shadow, reads the live
 * facts, and makes the plan of the first round, in a transaction that is rolled back.
 *
 * Failures: FAILURE_DENIED where the shadow cannot be built, as apply has it.
 */
bool schema_plan_make(struct schema_run *run, struct failure *failure);

/* The state that follows from the decision. */
void schema_plan_conclude(struct schema_run *run);

#endif
