#ifndef APP_APPLY_POSTPONE_QUESTION_H
#define APP_APPLY_POSTPONE_QUESTION_H

/* Whether a run postpones removals, or finds some that were (domain/catalog/postponement.h). */

#include "app/apply/schema_run.h"
#include "domain/name_list.h"

bool postpone_is_asked(const struct schema_run *run);

/* The ledger has something postponed that this run would judge otherwise: it has something to do. */
bool postpone_is_over(const struct schema_run *run);

/* Only a plan tells what is to be postponed, and what was. */
bool postpone_needs_plan(const struct schema_run *run);

/* The names of what the run leaves postponed, from the ledger; none where it cannot be read. */
void postpone_list(const struct schema_run *run, struct name_list *names);

#endif
