#ifndef APP_CONVERGE_ROUNDS_H
#define APP_CONVERGE_ROUNDS_H

/*
 * Statements, read back, plan again: what cannot be foreseen (privileges that default privileges
 * bring, names that the server chooses) the next round sees.
 */

#include "app/apply/expectation.h"
#include "app/apply/schema_run.h"
#include "domain/catalog/change_plan.h"
#include "domain/catalog/fact.h"

/*
 * Brings the live side to the desired facts in the transaction that is open. first: the plan of
 * the first round, which the policy has passed; later ones are held against it here.
 *
 * desired  of management_desired(); learns how what was made from its texts reads back
 *          (fact_extra.reparsed)
 */
bool rounds_run(struct schema_run *run, const struct expectation *expectation,
                const struct change_plan *first, struct fact_set *desired, struct failure *failure);

#endif
