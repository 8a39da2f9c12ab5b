#ifndef APP_CONVERGE_PLAN_RENAMES_H
#define APP_CONVERGE_PLAN_RENAMES_H

/* The renames that the DDL asks for, as the first steps of a plan. */

#include "app/apply/expectation.h"
#include "app/apply/schema_run.h"

/*
 * Appends run->renames that are due to the steps of run->plan, and leaves the live facts in the
 * expectation, if it has any, as they are after these. What the server makes of texts with the old
 * names, and how many rows what is renamed holds, only the server knows: so they are run, and stay
 * until the plan's transaction is rolled back.
 *
 * Failures: those of renames_run().
 */
bool plan_renames(struct schema_run *run, struct expectation *expectation, struct failure *failure);

/*
 * All of them before anything is read, where a schema is to be renamed: what is in it is then found.
 */
bool plan_renames_of_schemas(struct schema_run *run, struct failure *failure);

#endif
