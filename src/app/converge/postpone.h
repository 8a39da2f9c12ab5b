#ifndef APP_CONVERGE_POSTPONE_H
#define APP_CONVERGE_POSTPONE_H

/* What a run removes later (NOETL_DESTRUCTIVE=postpone): domain/catalog/postponement.h. */

#include "app/apply/expectation.h"
#include "app/apply/schema_run.h"
#include "domain/name_list.h"

/*
 * After the plan: adds to what is expected what of the live definitions is postponed, and takes out
 * what was postponed before. Each must be as it was, but for NOT NULL of a column: else
 * FAILURE_DRIFT.
 */
bool postpone_promise(const struct schema_run *run, struct expectation *expectation,
                      const struct definitions *live, struct failure *failure);

/* The names of what a plan postpones: expectation->live_facts are marked. */
void postpone_foretell(const struct expectation *expectation, struct name_list *names);

#endif
