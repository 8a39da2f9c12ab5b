#ifndef APP_CONVERGE_AUTHORITY_H
#define APP_CONVERGE_AUTHORITY_H

/*
 * Whether the session may do what a plan asks: only the owner of an object, and who can become it,
 * may change it (PostgreSQL manual, ALTER TABLE and the like).
 */

#include "app/apply/schema_run.h"
#include "domain/catalog/change_plan.h"

/*
 * True if each object that the plan changes belongs to a role that the session is or can become.
 * Else FAILURE_DENIED that names the object, its owner and the GRANT that would help. Asked before
 * anything is run.
 */
bool authority_check(const struct schema_run *run, const struct fact_set *live,
                     const struct change_plan *plan, struct failure *failure);

#endif
