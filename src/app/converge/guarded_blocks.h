#ifndef APP_CONVERGE_GUARDED_BLOCKS_H
#define APP_CONVERGE_GUARDED_BLOCKS_H

/*
 * DO blocks hold guarded migrations. What they remove or retype is held against the policy, as the
 * plan's own steps are.
 */

#include "app/apply/expectation.h"

/*
 * Runs them before there is a plan, and reads the live facts again where some did. What the policy
 * refuses is undone, and measured.
 */
bool guarded_blocks_run_early(struct schema_run *run, struct expectation *expectation,
                              struct failure *failure);

/*
 * After they have run again behind the plan: what the policy refuses is lost by one that was put
 * off. Partitions that they have not made are expected no longer.
 */
bool guarded_blocks_check(struct schema_run *run, struct expectation *expectation,
                          struct failure *failure);

#endif
