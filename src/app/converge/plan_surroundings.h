#ifndef APP_CONVERGE_PLAN_SURROUNDINGS_H
#define APP_CONVERGE_PLAN_SURROUNDINGS_H

/* What lies beside the steps of a plan: what they leave alone, and what the DDL refers to elsewhere. */

#include "app/apply/expectation.h"

/* Adds to run->plan. The facts of the expectation are known. */
bool plan_surroundings_add(struct schema_run *run, struct expectation *expectation,
                           struct failure *failure);

#endif
