#ifndef APP_CONVERGE_LABEL_USE_H
#define APP_CONVERGE_LABEL_USE_H

/*
 * What uses a label of an enum in the transaction that adds it, which the server refuses.
 */

#include "app/apply/schema_run.h"
#include "domain/catalog/fact.h"

/*
 * Whether the enums may be made anew in the transaction instead, with their columns: the tables
 * that hold their values are small.
 */
bool label_use_may_replace(const struct schema_run *run, const struct fact_set *live,
                           const struct fact_set *desired, bool *may_replace,
                           struct failure *failure);

#endif
