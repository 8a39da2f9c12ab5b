#ifndef APP_CONVERGE_REMOVAL_H
#define APP_CONVERGE_REMOVAL_H

/*
 * What is removed, and on whose word: what the ledger promised and the DDL no longer makes, and what
 * a DROP of the DDL names.
 */

#include "app/apply/expectation.h"
#include "app/apply/schema_run.h"
#include "domain/catalog/change_step.h"

/*
 * Reads the live definitions into expectation->before if something promised is no longer desired.
 * Before anything is changed: a guarded migration is no change by others.
 */
bool removal_look(const struct schema_run *run, struct expectation *expectation,
                  struct failure *failure);

/* Marks the live facts: is_dropped_by_ddl, and the claim of what was changed by others. */
bool removal_mark(const struct schema_run *run, struct expectation *expectation,
                  struct failure *failure);

/* Whether the step takes away what others changed or made: that needs its name. */
bool removal_is_claimed(const struct schema_run *run, const struct fact *fact,
                        const struct change_step *step);

/* Whether the DDL itself drops it and it can hold no rows: that is word enough. */
bool removal_is_free(const struct fact *fact, const struct change_step *step);

/* Takes out of live definitions those of what a DROP of the DDL names. */
void removal_leave_out_dropped(const struct fact_set *live_facts, struct definitions *live);

/* "; function s.f() was changed by somebody since it was promised". */
void removal_append_claim(const struct fact *fact, struct text *words);

#endif
